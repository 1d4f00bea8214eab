/** `execution.requestBudget` (S22): what a venue takes of requests, as data, and what of it is kept for cancels. */
import { z } from 'zod';
import { seconds } from '../../core/ground/units.js';
import { spanField } from './fields.js';

const WEIGHT_MAX = 1_000_000;
const weight = z.int().min(1).max(WEIGHT_MAX);
/** A tenth, where nobody says otherwise. */
const RESERVED_SHARE = 0.1;

export const requestBudgetSchema = z
  .strictObject({
    requests: weight.meta({
      description: 'weight of the requests that may leave within any `per`',
    }),
    per: spanField.default(seconds(60)),
    reserved: z.int().min(0).max(WEIGHT_MAX).optional().meta({
      description: 'of it, for cancels and for replaces that ask for less; a tenth when left out',
    }),
    weights: z
      .strictObject({
        submit: weight,
        cancel: weight,
        replace: weight,
        'read-order': weight,
        'read-executions': weight,
        'read-open-orders': weight,
        'read-history': weight,
        'read-positions': weight,
        'read-time': weight,
        'read-depth': weight,
      })
      .partial()
      .default({})
      .meta({ description: 'what a request counts; 1 when left out' }),
  })
  .transform(({ reserved, ...rest }) => ({
    ...rest,
    reserved: reserved ?? Math.ceil(rest.requests * RESERVED_SHARE),
  }))
  .superRefine(({ requests, reserved, weights }, context) => {
    if (reserved >= requests)
      context.addIssue({
        code: 'custom',
        path: ['reserved'],
        message: `must be less than requests (${requests}): nothing but cancels would ever leave`,
      });
    for (const [kind, most = 0] of Object.entries(weights))
      if (most > requests - reserved)
        context.addIssue({
          code: 'custom',
          path: ['weights', kind],
          message: `must be at most ${requests - reserved}, what is not kept for cancels: it would never leave`,
        });
  });
