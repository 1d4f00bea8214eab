/**
 * Damage to Binance stream logs, spot and USD-M.
 */
import type { DamagedFiles } from './damage.js';
import { bytesOf, gzip, rawLines } from './format-writers.js';
import { makeSession } from './session.js';

/** A draw over 0 … n - 1. */
export type Below = (n: number) => number;

type Edit = (lines: string[], below: Below) => string[];

const text = (lines: readonly string[]): Uint8Array =>
  bytesOf(lines.map((line) => `${line}\n`).join(''));
const one = (bytes: Uint8Array, name = 'market.log') => new Map([[name, bytes]]);

function linesOf(seed: number, venue: 'spot' | 'usdm'): string[] {
  const options = { seed, durationSeconds: 12, jitterMicros: 30_000 };
  return rawLines(makeSession(options), venue);
}

const isDiff = (line: string): boolean => line.includes('"depthUpdate"');
const isTrade = (line: string): boolean => line.includes('"trade"');
const isSnapshot = (line: string): boolean => line.includes('"lastUpdateId"');

/** Index of a line well inside the file of which `holds`. */
function somewhere(
  lines: readonly string[],
  below: Below,
  holds: (line: string) => boolean,
): number {
  const found = lines.flatMap((line, i) =>
    i > 20 && i < lines.length - 20 && holds(line) ? [i] : [],
  );
  return found[below(found.length)]!;
}

/** Rewrites one line; fails loudly when that changes nothing, for then the case would prove nothing. */
function rewrite(lines: string[], at: number, change: (line: string) => string): string[] {
  const changed = change(lines[at]!);
  if (changed === lines[at]) throw new Error(`nothing changed in ${lines[at].slice(0, 120)}`);
  return lines.with(at, changed);
}

const inDiff =
  (change: (line: string) => string): Edit =>
  (lines, below) =>
    rewrite(
      lines,
      somewhere(lines, below, (line) => isDiff(line) && /"[ba]":\[\[/.test(line)),
      change,
    );
const inTrade =
  (change: (line: string) => string): Edit =>
  (lines, below) =>
    rewrite(lines, somewhere(lines, below, isTrade), change);

/** The first price or quantity of a level becomes `text`. */
const levelPrice = (to: string): Edit =>
  inDiff((line) => line.replace(/\[\["[\d.]+"/, `[["${to}"`));
const levelQuantity = (to: string): Edit =>
  inDiff((line) => line.replace(/(\[\["[\d.]+",)"[\d.]+"/, `$1"${to}"`));

const at =
  (share: number, line: string): Edit =>
  (lines) =>
    lines.toSpliced(Math.floor(lines.length * share), 0, line);

const editStamp = (line: string, micros: number): string =>
  `${BigInt(line.slice(0, 19)) + BigInt(micros) * 1_000n}${line.slice(19)}`;

const shiftVenueTime = (line: string, millis: number): string =>
  line.replace(
    /"([ET])":(\d+)/g,
    (_all, key: string, stamp: string) => `"${key}":${Number(stamp) + millis}`,
  );

const HOUR_MILLIS = 3_600_000;

const REJECTED: readonly (readonly [name: string, edit: Edit])[] = [
  ['a garbage line at the start', at(0.01, '!!! not a line of market data')],
  ['a garbage line in the middle', at(0.5, 'Segmentation fault (core dumped)')],
  ['a garbage line at the end', at(1, '}}}}')],
  [
    'half a line',
    (lines, below) => rewrite(lines, somewhere(lines, below, isDiff), (line) => line.slice(0, 90)),
  ],
  ['a price that is NaN', levelPrice('NaN')],
  ['an infinite price', levelPrice('Infinity')],
  ['a negative price', levelPrice('-61800.1')],
  ['a price of zero', levelPrice('0.0')],
  ['a price with an exponent', levelPrice('6.18e4')],
  ['an empty price', levelPrice('')],
  ['a price with a decimal comma', levelPrice('61800,1')],
  ['a price of forty digits', levelPrice('6180000000000000000000000000000000000000')],
  ['a negative quantity', levelQuantity('-1.5')],
  ['a quantity that is null', inDiff((line) => line.replace(/(\[\["[\d.]+",)"[\d.]+"/, '$1null'))],
  ['a level without quantity', inDiff((line) => line.replace(/\[\["([\d.]+)","[\d.]+"/, '[["$1"'))],
  ['a trade at NaN', inTrade((line) => line.replace(/"p":"[^"]+"/, '"p":"NaN"'))],
  ['a trade of a negative quantity', inTrade((line) => line.replace(/"q":"/, '"q":"-'))],
  ['a trade without its side', inTrade((line) => line.replace(/,"m":(true|false)/, ''))],
  ['a diff without U', inDiff((line) => line.replace(/"U":\d+,/, ''))],
  ['a diff whose U is after its u', inDiff((line) => line.replace(/"U":\d+/, '"U":99999999'))],
  ['a diff without bids', inDiff((line) => line.replace(/"b":/, '"c":'))],
  ['bids that are no list', inDiff((line) => line.replace(/"b":\[.*\],"a"/, '"b":7,"a"'))],
  ['text after the message', inDiff((line) => `${line} and more`)],
  ['a NUL byte', inDiff((line) => line.replace('depthUpdate', 'depth\0pdate'))],
  [
    'brackets nested without end',
    at(0.5, `1723161255030314667 {"stream":"x@y","data":${'['.repeat(10_000)}`),
  ],
  ['no receive time', inDiff((line) => line.slice(20))],
  ['a receive time in letters', inDiff((line) => `x${line.slice(1)}`)],
  ['a receive clock that goes back an hour', inDiff((line) => editStamp(line, -3_600_000_000))],
  ['a venue clock that goes back an hour', inDiff((line) => shiftVenueTime(line, -HOUR_MILLIS))],
  ['a venue clock that jumps an hour ahead', inTrade((line) => shiftVenueTime(line, HOUR_MILLIS))],
  ['a venue time of 1970', inDiff((line) => line.replace(/"([ET])":\d+/g, '"$1":17'))],
  ['no snapshot', (lines) => lines.filter((line) => !isSnapshot(line))],
  [
    'a snapshot without bids',
    (lines) =>
      rewrite(lines, lines.findIndex(isSnapshot), (line) => line.replace('"bids":', '"bidz":')),
  ],
  [
    'a snapshot with an empty side',
    (lines) =>
      rewrite(lines, lines.findIndex(isSnapshot), (line) =>
        line.replace(/"asks":.*/, '"asks":[]}'),
      ),
  ],
  [
    'a snapshot from long before',
    (lines) =>
      rewrite(lines, lines.findIndex(isSnapshot), (line) =>
        line.replace(/"lastUpdateId":\d+/, '"lastUpdateId":5'),
      ),
  ],
  ['a snapshot and nothing else', (lines) => lines.filter(isSnapshot)],
  ['trades and nothing else', (lines) => lines.filter(isTrade)],
  ['a second symbol only', (lines) => lines.map((line) => line.replaceAll('BTCUSDT', 'ETHUSDT'))],
  [
    'a line without end',
    (lines) =>
      lines.with(
        lines.length - 1,
        `${lines.at(-1)!.slice(0, -2)},"x":"${'x'.repeat(5_000_000)}"}}`,
      ),
  ],
  ['a last line cut short', (lines) => lines.with(lines.length - 1, lines.at(-1)!.slice(0, -9))],
  ['nothing but blank lines', () => ['', '', '']],
];

/** Damage to the bytes of a compressed log. */
const BYTES_REJECTED: readonly (readonly [
  string,
  (packed: Uint8Array, below: Below) => Uint8Array,
])[] = [
  ['gzip cut at 30 %', (packed) => packed.slice(0, packed.length * 0.3)],
  ['gzip cut at 90 %', (packed) => packed.slice(0, packed.length * 0.9)],
  ['gzip without its checksum', (packed) => packed.slice(0, -6)],
  ['gzip with a wrong checksum', (packed) => packed.with(packed.length - 6, packed.at(-6)! ^ 0x55)],
  [
    'gzip with a damaged block',
    (packed) => packed.map((byte, i) => (i > 5_000 && i < 5_040 ? byte ^ 0xa5 : byte)),
  ],
  ['an empty file', () => new Uint8Array(0)],
  ['gzip of nothing', () => gzip(new Uint8Array(0))],
  ['random bytes', (_packed, below) => Uint8Array.from({ length: 5_000 }, () => below(256))],
];

export function rawRejectCases(seed: number, below: Below): DamagedFiles[] {
  const cases = REJECTED.map(([name, edit], i): DamagedFiles => {
    const venue = i % 2 === 0 ? 'spot' : 'usdm';
    const lines = linesOf(seed + i, venue);
    const files = one(text(edit(lines, below)));
    return {
      name: `raw ${venue}: ${name}`,
      label: 'must-reject',
      files,
      baseline: one(text(lines)),
    };
  });
  const packed = BYTES_REJECTED.map(([name, edit], i): DamagedFiles => {
    const bytes = gzip(text(linesOf(seed + i, 'usdm')));
    const files = one(edit(bytes, below), 'market.gz');
    return { name: `raw: ${name}`, label: 'must-reject', files, baseline: one(bytes, 'market.gz') };
  });
  return [...cases, ...packed];
}

/** The JSON of a line, changed. */
const json =
  (change: (message: Record<string, unknown>) => unknown) =>
  (line: string): string =>
    `${line.slice(0, 20)}${JSON.stringify(change(JSON.parse(line.slice(20)) as Record<string, unknown>))}`;

const everyLine =
  (change: (line: string) => string): Edit =>
  (lines) =>
    lines.map(change);

const reversed = (fields: object): object => Object.fromEntries(Object.entries(fields).reverse());
const reversedInside = (message: Record<string, unknown>): object =>
  'data' in message ? { ...message, data: reversed(message['data'] as object) } : reversed(message);

/** Each eighth line is followed by another made of it. */
const interleave =
  (make: (line: string) => string): Edit =>
  (lines) =>
    lines.flatMap((line, i) => (i % 8 === 7 ? [line, make(line)] : [line]));

const swapped = (lines: string[], below: Below, holds: (line: string) => boolean): string[] => {
  const first = somewhere(lines, below, holds);
  const second = lines.findIndex((line, i) => i > first && holds(line));
  return lines.with(first, lines[second]!).with(second, lines[first]!);
};

const EQUAL: readonly (readonly [name: string, edit: Edit])[] = [
  ['carriage returns', everyLine((line) => `${line}\r`)],
  [
    'extra streams',
    interleave(
      (line) =>
        `${line.slice(0, 20)}{"stream":"btcusdt@kline_1m","data":{"e":"kline","k":{"o":"-1","x":[1,{}]}}}`,
    ),
  ],
  ['depth said twice', (lines) => lines.flatMap((line) => (isDiff(line) ? [line, line] : [line]))],
  [
    'trades said twice',
    (lines) => lines.flatMap((line) => (isTrade(line) ? [line, line] : [line])),
  ],
  [
    'a zero print',
    interleave(
      (line) =>
        `${line.slice(0, 20)}{"stream":"btcusdt@trade","data":{"E":1704067201000,"T":1704067201000,"s":"BTCUSDT","t":9,"p":"0","q":"0","X":"NA","m":true}}`,
    ),
  ],
  [
    'blank lines in between',
    (lines) => lines.flatMap((line, i) => (i % 9 === 0 ? [line, ''] : [line])),
  ],
  ['blank lines at the end', (lines) => [...lines, '', '']],
  ['keys in reverse order', everyLine(json(reversedInside))],
  [
    'data before stream',
    everyLine(json((message) => ('data' in message ? reversed(message) : message))),
  ],
  [
    'keys we do not know',
    everyLine(json((message) => ({ zz: [null, -1.5e3, { a: 'b"' }], ...message, id: 7 }))),
  ],
  [
    'spaces in the JSON',
    everyLine(
      (line) => line.slice(0, 20) + line.slice(20).replaceAll(',', ' , ').replaceAll(':[', ' : ['),
    ),
  ],
  ['zeros behind the decimals', everyLine((line) => line.replace(/"(\d+\.\d+)"/g, '"$1000"'))],
  [
    'a second snapshot nobody needs',
    (lines) => [...lines, editStamp(lines.find(isSnapshot)!, 12_500_000)],
  ],
  ['two diffs that changed places', (lines, below) => swapped(lines, below, isDiff)],
  ['two trades that changed places', (lines, below) => swapped(lines, below, isTrade)],
  [
    'a third element in each level',
    everyLine((line) => line.replace(/(\["[\d.]+","[\d.]+")\]/g, '$1,[]]')),
  ],
];

const BYTES_EQUAL: readonly (readonly [
  string,
  (lines: readonly string[]) => Map<string, Uint8Array>,
])[] = [
  ['gzip instead of text', (lines) => one(gzip(text(lines)))],
  ['no newline at the end', (lines) => one(bytesOf(lines.join('\n')))],
  ['a byte order mark', (lines) => one(bytesOf(`\ufeff${lines.join('\n')}\n`))],
  [
    'gzip of several members',
    (lines) => one(Buffer.concat([gzip(text(lines.slice(0, 50))), gzip(text(lines.slice(50)))])),
  ],
  [
    'two files, one of them packed',
    (lines) =>
      new Map([
        ['first.log', text(lines.slice(0, 100))],
        ['second.gz', gzip(text(lines.slice(100)))],
      ]),
  ],
];

export function rawEqualCases(seed: number, below: Below): DamagedFiles[] {
  const edited = EQUAL.map(([name, edit], i): DamagedFiles => {
    const venue = i % 2 === 0 ? 'usdm' : 'spot';
    const lines = linesOf(seed + 100 + i, venue);
    const files = one(text(edit(lines, below)));
    return {
      name: `raw ${venue}: ${name}`,
      label: 'must-equal',
      files,
      baseline: one(text(lines)),
    };
  });
  const written = BYTES_EQUAL.map(([name, write], i): DamagedFiles => {
    const lines = linesOf(seed + 200 + i, 'spot');
    return {
      name: `raw spot: ${name}`,
      label: 'must-equal',
      files: write(lines),
      baseline: one(text(lines)),
    };
  });
  return [...edited, ...written];
}
