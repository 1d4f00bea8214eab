/** Two runs held against each other, as text: what differs first, where cost and delay come from, and their slices. */
import { lengthText } from '../../core/ground/length-text.js';
import type {
  Divergence,
  DivergedSlice,
  FirstDiffering,
  ParentDivergence,
} from '../schema/divergence.js';
import { COST_WORDS, DELAY_WORDS } from './divergence-words.js';
import { labeled, left, right, table, wrap } from './layout.js';
import { DASH, roundBps, shortDecimal } from './numbers.js';
import type { Page } from './page.js';

const FIRST_WORDS: Readonly<Record<keyof ParentDivergence['first'], string>> = {
  event: 'First event',
  amount: 'First amount',
  time: 'First time',
};
const FIRSTS = ['event', 'amount', 'time'] as const;

const SLICES_SHOWN = 12;

export function divergenceLines({ parents, alone }: Divergence, page: Page): readonly string[] {
  return [
    ...parents.flatMap((parent) => parentLines(parent, page)),
    ...alone.flatMap(({ run, parent, why, side, symbol, strategy }) =>
      wrap(
        `${run === 'a' ? 'A' : 'B'} alone has ${parent} (${side} ${symbol} of ${strategy}): ${why}`,
        '',
        '  ',
        page.width,
      ),
    ),
    ...(parents.length + alone.length === 0 ? ['neither has an order'] : []),
  ];
}

function parentLines(parent: ParentDivergence, page: Page): readonly string[] {
  const { a, b, side, symbol, strategy, first, costBps, delayMicros } = parent;
  const label = Math.max(...Object.values(FIRST_WORDS).map(({ length }) => length)) + 2;
  return [
    `A ${a} against B ${b}: ${side} ${symbol} of ${strategy}`,
    ...FIRSTS.flatMap((kind, index) => {
      const told = FIRSTS.slice(0, index).some(
        (other) => first[other]?.slice === first[kind]?.slice,
      );
      return labeled(FIRST_WORDS[kind], firstText(first[kind], told), label, page.width);
    }),
    '',
    ...splitLines('cost', costBps, { words: COST_WORDS, text: (bps) => `${roundBps(bps)} bps` }),
    '',
    ...splitLines('delay', delayMicros, { words: DELAY_WORDS, text: lengthText }),
    '',
    ...sliceLines(parent),
    '',
  ];
}

/** `told`: the line of another kind has told of this slice. */
function firstText(first: FirstDiffering | null, told: boolean): string {
  if (first === null) return 'none differs';
  const where = `slice ${first.slice}, ${first.in}`;
  return told ? where : `${where}: A ${first.a}; B ${first.b}`;
}

interface Split<C extends string> {
  readonly a: number | null;
  readonly b: number | null;
  readonly difference: number | null;
  readonly causes: readonly {
    readonly cause: C;
    readonly value: number | null;
    readonly why: string | null;
  }[];
  readonly why: string | null;
}

interface Told<C extends string> {
  readonly words: Readonly<Record<C, string>>;
  readonly text: (value: number) => string;
}

/** The whole, then each cause that is not 0; what was not measured is named with its reason, once. */
function splitLines<C extends string>(
  name: string,
  { a, b, difference, causes, why }: Split<C>,
  { words, text }: Told<C>,
): readonly string[] {
  const shown = (value: number | null): string => (value === null ? DASH : text(value));
  const rows = causes
    .filter(({ value }) => value !== null && value !== 0)
    .map(({ cause, value }) => [cause, shown(value), words[cause]]);
  const missing = causes.filter(({ value }) => value === null);
  const reasons = [...new Set(missing.map((one) => one.why ?? ''))];
  const head =
    difference === null
      ? `not measured: ${why ?? ''}`
      : `A ${shown(a)}, B ${shown(b)}, B less A ${shown(difference)}`;
  return [
    `${name}: ${head}`,
    ...(rows.length === 0 ? [] : table([left('cause'), right(name), left('')], rows, '  ')),
    ...(difference === null
      ? []
      : reasons.map(
          (reason) =>
            `  not measured: ${missing
              .filter((one) => (one.why ?? '') === reason)
              .map(({ cause }) => cause)
              .join(', ')}: ${reason}`,
        )),
  ];
}

const COLUMNS = [
  right('slice'),
  left('run'),
  right('sent at'),
  right('ack'),
  right('first fill'),
  right('last fill'),
  right('filled'),
  right('average'),
  right('rejects'),
  right('cancels'),
  left('status'),
];

function sliceLines({ slices }: ParentDivergence): readonly string[] {
  const rows = slices.slice(0, SLICES_SHOWN).flatMap(({ slice, a, b }) => [
    [String(slice), 'A', ...cells(a)],
    ['', 'B', ...cells(b)],
  ]);
  const more = slices.length - SLICES_SHOWN;
  return [
    ...table(COLUMNS, rows),
    ...(more > 0 ? [`... and ${more} more slices (--json has all)`] : []),
  ];
}

function cells(row: DivergedSlice | null): readonly string[] {
  if (row === null) return ['never released'];
  const after = (length: number | null): string => (length === null ? DASH : lengthText(length));
  return [
    after(row.sentAfterMicros),
    after(row.acknowledgedAfterMicros),
    after(row.firstFillAfterMicros),
    after(row.lastFillAfterMicros),
    row.filledQuantity === row.quantity ? row.quantity : `${row.filledQuantity} of ${row.quantity}`,
    row.averagePrice === null ? DASH : shortDecimal(row.averagePrice),
    String(row.rejects.length),
    String(row.cancels),
    row.status,
  ];
}
