/**
 * Damage to Tardis CSV files.
 */
import type { DamagedFiles, FileSet } from './damage.js';
import type { Below } from './damage-raw.js';
import { bytesOf, gzip, tardisLevelLines, tardisTradeLines } from './format-writers.js';
import { makeSession } from './session.js';

interface Lines {
  readonly levels: string[];
  readonly trades: string[];
}

const text = (lines: readonly string[]): Uint8Array =>
  bytesOf(lines.map((line) => `${line}\n`).join(''));

const setOf = ({ levels, trades }: Lines): FileSet =>
  new Map([
    ['levels.csv', text(levels)],
    ['trades.csv', text(trades)],
  ]);

/** One field of a row somewhere behind the snapshot becomes `to`. */
const field =
  (file: keyof Lines, at: number, to: (value: string) => string) =>
  (lines: Lines, below: Below): FileSet => {
    const rows = lines[file];
    const from = file === 'levels' ? 60 : 5;
    const row = from + below(rows.length - from);
    const fields = rows[row]!.split(',');
    const changed = fields.with(at, to(fields[at]!)).join(',');
    return setOf({ ...lines, [file]: rows.with(row, changed) });
  };

const edit =
  (file: keyof Lines, change: (lines: string[]) => string[]) =>
  (lines: Lines): FileSet =>
    setOf({ ...lines, [file]: change(lines[file]) });

const column = (lines: string[], change: (fields: string[]) => string[]): string[] =>
  lines.map((line) => change(line.split(',')).join(','));

type Write = (lines: Lines, below: Below) => FileSet;

const REJECTED: readonly (readonly [string, Write])[] = [
  ['a price that is NaN', field('levels', 6, () => 'NaN')],
  ['a negative amount', field('levels', 7, (value) => `-${value}`)],
  ['a price with an exponent', field('levels', 6, () => '6e4')],
  ['a side that is none', field('levels', 5, () => 'both')],
  ['a snapshot flag that is none', field('levels', 4, () => 'maybe')],
  ['a row with a field too many', field('levels', 7, (value) => `${value},1`)],
  ['a quoted field', field('levels', 6, (value) => `"${value}"`)],
  ['a time in milliseconds', field('levels', 2, (value) => value.slice(0, 13))],
  [
    'a local clock that goes back',
    field('levels', 3, (value) => String(Number(value) - 30_000_000)),
  ],
  ['a price of zero', field('levels', 6, () => '0.0')],
  [
    'an exchange we do not know',
    edit('levels', (lines) =>
      column(lines, (fields) => (fields[0] === 'exchange' ? fields : fields.with(0, 'kraken'))),
    ),
  ],
  ['no header', edit('levels', (lines) => lines.slice(1))],
  [
    'a header without the amount',
    edit('levels', (lines) => lines.with(0, lines[0]!.replace(',amount', ',size'))),
  ],
  ['a header and no rows', edit('levels', (lines) => lines.slice(0, 1))],
  ['no snapshot', edit('levels', (lines) => lines.filter((line) => !line.includes(',true,')))],
  ['a trade of zero side', field('trades', 5, () => '')],
  ['a trade id in letters', field('trades', 4, () => 'first')],
  [
    'a packed file cut short',
    (lines) => new Map([['levels.csv.gz', gzip(text(lines.levels)).slice(0, -400)]]),
  ],
];

const EQUAL: readonly (readonly [string, Write])[] = [
  ['carriage returns', edit('levels', (lines) => lines.map((line) => `${line}\r`))],
  [
    'columns in another order',
    edit('levels', (lines) => column(lines, (fields) => fields.toReversed())),
  ],
  [
    'a column we do not know',
    edit('trades', (lines) => column(lines, (fields) => [...fields, 'x'])),
  ],
  [
    'trades before levels',
    ({ levels, trades }) =>
      new Map([
        ['trades.csv', text(trades)],
        ['levels.csv', text(levels)],
      ]),
  ],
  [
    'packed files',
    ({ levels, trades }) =>
      new Map([
        ['levels.csv.gz', gzip(text(levels))],
        ['trades.csv.gz', gzip(text(trades))],
      ]),
  ],
  [
    'trades said twice',
    edit('trades', (lines) => [lines[0]!, ...lines.slice(1).flatMap((line) => [line, line])]),
  ],
  [
    'rows before the snapshot',
    edit('levels', (lines) => [
      lines[0]!,
      lines[1]!.replace(',true,', ',false,'),
      ...lines.slice(1),
    ]),
  ],
  [
    'no newline at the end, blank lines before',
    ({ levels, trades }) =>
      new Map([
        ['levels.csv', bytesOf(`${levels.join('\n')}\n\n`)],
        ['trades.csv', bytesOf(trades.join('\n'))],
      ]),
  ],
];

export function tardisCases(seed: number, below: Below): DamagedFiles[] {
  const made = (cases: readonly (readonly [string, Write])[], label: DamagedFiles['label']) =>
    cases.map(([name, write], i): DamagedFiles => {
      const session = makeSession({
        seed: seed + 300 + i,
        durationSeconds: 12,
        jitterMicros: 30_000,
      });
      const lines = { levels: tardisLevelLines(session), trades: tardisTradeLines(session) };
      return { name: `tardis: ${name}`, label, files: write(lines, below), baseline: setOf(lines) };
    });
  return [...made(REJECTED, 'must-reject'), ...made(EQUAL, 'must-equal')];
}
