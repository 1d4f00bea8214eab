/** The small vocabulary of scenario files as zod types: what a reader writes, turned into the core's units. */
import { z } from 'zod';
import { parseInstant } from '../../core/ground/calendar/instant.js';
import { parseDecimal } from '../../core/ground/decimal.js';
import { type EpochMicros, MICROS_PER_MS, type Micros } from '../../core/ground/units.js';
import { DURATION_MAX } from '../../core/plan/timing.js';
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
    if (length !== null && length <= DURATION_MAX) return length;
    const message =
      length === null
        ? `"${text}" is not a length of time: write 250ms, 10s, 5m or 2h`
        : 'is longer than 30 years';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** As `durationField`, longer than nothing. */
export const spanField = durationField.refine(
  (length) => length > 0,
  'must be longer than nothing',
);

const HEAL_SHORTEST = 1_000 * MICROS_PER_MS;
const HEAL_LONGEST = 3_600 * HEAL_SHORTEST;

/** How long a run may take to heal: each second of it is played. */
export const healField = durationField.refine(
  (length) => length >= HEAL_SHORTEST && length <= HEAL_LONGEST,
  'must be from 1s to 1h',
);

/** As `durationField`, for what is done again and again: at most a thousand times a second. */
export const paceField = durationField.refine(
  (length) => length >= MICROS_PER_MS,
  'must be at least 1ms',
);

/** With lengths of 30 years on top of each other a time stays a safe integer. */
const INSTANT_FIRST = Date.UTC(1971, 0, 1) * MICROS_PER_MS;
const INSTANT_END = Date.UTC(2100, 0, 1) * MICROS_PER_MS;

/** An instant in UTC: `2024-08-08T23:54:30Z`. */
export const instantField = z
  .string()
  .meta({ description: 'an instant in UTC: 2024-08-08T23:54:30Z', format: 'date-time' })
  .transform((text, context): EpochMicros => {
    const at = parseInstant(text);
    if (at !== null && at >= INSTANT_FIRST && at < INSTANT_END) return at;
    const message =
      at === null
        ? `"${text}" is not an instant in UTC: write 2024-08-08T23:54:30Z`
        : 'is not between the years 1971 and 2099';
    context.addIssue({ code: 'custom', message });
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

/** The digits that fit beside each other into what recordings are read with. */
const STEP_DECIMALS_MAX = 15;

/** A tick or a lot. */
export const stepField = positiveDecimalField.refine(
  (text) => (parseDecimal(text)?.scale ?? 0) <= STEP_DECIMALS_MAX,
  `must have at most ${STEP_DECIMALS_MAX} decimals`,
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
