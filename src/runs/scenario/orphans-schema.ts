/** `execution.orphans` (REC-7): what the engine does by itself about orders at the venue that nobody here placed. */
import { z } from 'zod';
import { paceField } from './fields.js';

export const orphansSchema = z.strictObject({
  cancelAfter: z
    .union([paceField, z.literal('off')])
    .default('off')
    .meta({
      description:
        'one that has filled nothing is canceled when it is this old; the hour of REC-7 is 1h',
    }),
});
