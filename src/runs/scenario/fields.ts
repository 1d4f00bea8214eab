/** The small vocabulary of scenario files as zod types: what a reader writes, turned into the core's units. */
import { z } from 'zod';
import { parseInstant } from '../../core/ground/calendar/instant.js';
import { parseDecimal } from '../../core/ground/decimal.js';
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import { parseDuration } from './duration.js';

/** A length of time: `10s`, `250ms`, `5m`. */
export const durationField = z
  .string()
  .meta({
    description: 'a length of time: 250ms, 10s, 5m, 2h',
    pattern: '^[0-9]+(\\.[0-9]+)?(us|ms|s|m|h|d)$',
  })
  .transform((text, context): Micros => {
    const length = parseDuration(text);
    if (length !== null) return length;
    context.addIssue({
      code: 'custom',
      message: `"${text}" is not a length of time: write 250ms, 10s, 5m or 2h`,
    });
    return z.NEVER;
  });

/** As `durationField`, longer than nothing. */
export const spanField = durationField.refine(
  (length) => length > 0,
  'must be longer than nothing',
);

/** An instant in UTC: `2024-08-08T23:54:30Z`. */
export const instantField = z
  .string()
  .meta({ description: 'an instant in UTC: 2024-08-08T23:54:30Z', format: 'date-time' })
  .transform((text, context): EpochMicros => {
    const at = parseInstant(text);
    if (at !== null) return at;
    context.addIssue({
      code: 'custom',
      message: `"${text}" is not an instant in UTC: write 2024-08-08T23:54:30Z`,
    });
    return z.NEVER;
  });

const decimalProblem = 'must be a decimal number in quotes, such as "0.01"';

/** A decimal number as text; never a YAML number, whose digits a parser may change. */
export const decimalField = z
  .string({ error: decimalProblem })
  .meta({ description: 'a decimal number in quotes', pattern: '^-?[0-9]+(\\.[0-9]+)?$' })
  .refine((text) => parseDecimal(text) !== null, decimalProblem);

export const positiveDecimalField = decimalField.refine(
  (text) => (parseDecimal(text)?.mantissa ?? 0n) > 0n,
  'must be above 0',
);

export const notNegativeDecimalField = decimalField.refine(
  (text) => (parseDecimal(text)?.mantissa ?? 0n) >= 0n,
  'must not be below 0',
);

/** Basis points; a YAML number is fine here, it is written as it stands. */
export const bpsField = z
  .union([z.number(), decimalField])
  .transform((value) => String(value))
  .pipe(decimalField);

export const identifierField = z
  .string()
  .regex(/^[a-z0-9_-]{1,64}$/, 'must be 1 to 64 of a-z, 0-9, _ and -');
