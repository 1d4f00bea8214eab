/** What requests may say: names of runs and orders, pages, points. Strict: no signs, exponents, blanks or hex. */
import { z } from '@hono/zod-openapi';

/** Digits only, then bounds: `1e3` and `0x10` are not numbers here. */
const wholeNumber = (min: number, max: number, fallback: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number in plain digits')
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .default(fallback)
    .openapi({ type: 'integer', minimum: min, maximum: max, default: fallback });

const runName = z
  .string()
  .regex(/^[a-z0-9_-]{1,64}$/, 'must be 1 to 64 of a-z, 0-9, _ and -')
  .openapi({
    description: 'A run id, a prefix that fits only one, or `latest`',
    example: 'latest',
  });

export const runParams = z.object({
  run: runName.openapi({ param: { name: 'run', in: 'path' } }),
});

export const compareQuery = z.object({ a: runName, b: runName });

const PAGE_LIMIT = 50;
const PAGE_LIMIT_MAX = 500;
const limit = wholeNumber(1, PAGE_LIMIT_MAX, PAGE_LIMIT);

/** The cursor of a list of runs: where the page before it ended. */
export const runsPageQuery = z.object({
  limit,
  cursor: z
    .string()
    .regex(/^\d{1,16}\.[a-z0-9_-]{1,64}$/, 'must be a nextCursor')
    .optional(),
});

/** The cursor of what belongs to one run, which never changes: a position. */
export const rowsPageQuery = z.object({
  limit,
  cursor: wholeNumber(0, Number.MAX_SAFE_INTEGER, 0),
});

const POINTS_MIN = 2;
const POINTS_MAX = 10_000;
const POINTS_DEFAULT = 1_000;

export const seriesQuery = z.object({
  points: wholeNumber(POINTS_MIN, POINTS_MAX, POINTS_DEFAULT),
});

export const explainQuery = z.object({
  of: z
    .string()
    .regex(/^[A-Za-z0-9_./:-]{1,64}$/, 'must be the name or id of an order or fill')
    .openapi({
      description: 'A short name (P1, P1/3, P1/3.1), or an id or its beginning',
      example: 'P1/0',
    }),
});
