/** What requests may say: names of runs and orders, pages, points. Strict: no signs, exponents, blanks or hex. */
import { z } from '@hono/zod-openapi';
import { WHERES } from '../event-list.js';
import { LOOKED_AT_MAX, SORTS, VERDICTS } from '../run-catalog.js';

/** Digits only, then bounds: `1e3` and `0x10` are not numbers here. */
const wholeNumber = (min: number, max: number, fallback: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number in plain digits')
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .default(fallback)
    .openapi({ type: 'integer', minimum: min, maximum: max, default: fallback });

export const runName = z
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

const part = (pattern: RegExp, what: string) => z.string().regex(pattern, what).optional();

/** Which runs of the list. */
export const runFilterQuery = z.object({
  scenario: part(/^[^\p{Cc}]{1,64}$/u, 'must be 1 to 64 characters of a name').openapi({
    description: 'A part of the name of the scenario, in any case',
  }),
  symbol: part(/^[A-Za-z0-9._/:-]{1,32}$/, 'must be a symbol').openapi({
    description: 'A symbol that was ordered, in any case',
    example: 'BTCUSDT',
  }),
  verdict: z.enum(VERDICTS).optional().openapi({
    description:
      'good: trade, engine and every expectation; incomplete: a share of the trade is missing; wrong: the engine was; unknown: nobody knows the truth',
  }),
  failed: z
    .literal('1')
    .transform(() => true)
    .optional()
    .openapi({ type: 'string', enum: ['1'], description: 'Only with an expectation that failed' }),
  campaign: part(/^[0-9a-f]{12}$/, 'must be a campaign of a listed run').openapi({
    description: 'Runs of one seed campaign or sweep',
  }),
});

/** The cursor of a list of runs: where the page before it ended. */
export const runsPageQuery = runFilterQuery.extend({
  limit,
  sort: z
    .enum(SORTS)
    .default('newest')
    .openapi({
      description: `Any order but newest is of the newest ${LOOKED_AT_MAX} runs; a filtered page looks at as many, and may be short`,
    }),
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

const CLOCK = /^(?:(\d{1,3}):)?(?:(\d{1,5}):)?(\d{1,9}(?:\.\d{1,6})?)$/;

/** Seconds since the start of the run: 170.085, 2:50.085 or 1:02:50. */
const runTime = z
  .string()
  .regex(CLOCK, 'must be a time since the start of the run: 2:50, 1:02:50 or seconds')
  .transform((text) => text.split(':').reduce((sum, field) => sum * 60 + Number(field), 0))
  .optional();

/** Which events of a run, and from where on: a position, or a time. */
export const eventsPageQuery = z.object({
  where: z.enum(WHERES).optional(),
  kind: part(/^[a-z0-9-]{1,64}$/, 'must be a kind of event'),
  order: part(/^[A-Za-z0-9_./:-]{1,64}$/, 'must be the name of an order'),
  level: z.enum(['warn', 'error']).optional(),
  text: part(/^[^\p{Cc}]{1,64}$/u, 'must be 1 to 64 characters'),
  at: runTime,
  cursor: wholeNumber(0, Number.MAX_SAFE_INTEGER, 0).unwrap().optional(),
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
