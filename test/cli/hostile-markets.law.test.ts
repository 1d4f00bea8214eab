/** Market files of every format with anything wrong with them, through whole commands: refused with a place, or replayed, and soon. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTape } from '../../src/data/arrow-file.js';
import { randomWalkTape } from '../../src/sim/market/random-walk.js';
import { RandomStreams } from '../../src/sim/random/random.js';
import {
  eventRecords,
  gzip,
  npyBytes,
  npzBytes,
  rawText,
  tardisLevelLines,
  tardisTradeLines,
} from '../data/format-writers.js';
import { makeSession } from '../data/session.js';
import { expectAnswered, hostileCases, hostileTimeoutMs } from '../support/hostile-cases.js';
import { processorTime } from '../support/processor-time.js';
import { workplace } from './support/workplace.js';

const here = workplace();
const MILLISECONDS_MAX = 10_000;
const session = makeSession({ seed: 11, durationSeconds: 10 });

const TEXTS = [
  rawText(session, 'spot'),
  rawText(session, 'usdm'),
  tardisLevelLines(session).join('\n'),
  tardisTradeLines(session).join('\n'),
];
const BINARIES = [
  npyBytes(eventRecords(session)),
  npzBytes(eventRecords(session)),
  encodeTape(randomWalkTape(new RandomStreams(2).of('market'), { durationSeconds: 10 })),
  gzip(Buffer.from(rawText(session, 'usdm'))),
].map((bytes) => Buffer.from(bytes));

const share = fc.double({ min: 0, max: 1, noNaN: true });
const odd = fc.constantFrom(
  '',
  '0',
  '-1',
  '1e9',
  'NaN',
  'null',
  '"',
  '{',
  '}',
  '[',
  ',',
  '99999999999999999999',
  '0.0000000000001',
  '1723161256322',
  '2147483648',
  '9007199254740993',
  '\u0000',
  '\ufeff',
  '\r',
  '\n\n',
  'true',
  '4102444800000',
  '1000000000000000',
  '0.123456789',
  '4294967296.5',
);

/** One number of the text, or what stands at a place, is another. */
const edited = fc
  .tuple(
    fc.constantFrom(...TEXTS),
    fc.array(fc.tuple(share, odd, fc.boolean()), { minLength: 1, maxLength: 3 }),
  )
  .map(([text, edits]) => {
    let result = text;
    for (const [at, value, ofNumber] of edits) {
      const place = Math.floor(at * result.length);
      const rest = result.slice(place);
      const found = ofNumber ? /\d+(\.\d+)?/.exec(rest) : null;
      result =
        found === null
          ? result.slice(0, place) + value + rest
          : result.slice(0, place + found.index) +
            value +
            rest.slice(found.index + found[0].length);
    }
    return Buffer.from(result);
  });

/** Lines left out, twice, or in another place. */
const shuffled = fc
  .tuple(
    fc.constantFrom(...TEXTS),
    fc.array(fc.tuple(share, share, fc.nat(2)), { minLength: 1, maxLength: 4 }),
  )
  .map(([text, moves]) => {
    const lines = text.split('\n');
    for (const [from, to, how] of moves) {
      const at = Math.floor(from * (lines.length - 1));
      const line = how === 2 ? lines[at]! : (lines.splice(at, 1)[0] ?? '');
      if (how > 0) lines.splice(Math.floor(to * lines.length), 0, line);
    }
    return Buffer.from(lines.join('\n'));
  });

const broken = fc
  .tuple(
    fc.constantFrom(...BINARIES),
    fc.array(fc.tuple(share, fc.nat(255)), { maxLength: 6 }),
    share,
    fc.nat(3),
  )
  .map(([bytes, edits, end, how]) => {
    const copy = Buffer.from(bytes);
    for (const [at, byte] of edits) copy[Math.floor(at * (copy.length - 1))] = byte;
    if (how === 0) return copy.subarray(0, Math.floor(end * copy.length));
    return how === 1
      ? Buffer.concat([copy, copy.subarray(0, Math.floor(end * copy.length))])
      : copy;
  });

const hostile = fc.oneof(
  edited,
  shuffled,
  broken,
  edited.map((bytes) => Buffer.from(gzip(bytes))),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);

const ORDER = ['--side', 'buy', '--quantity', '0.5', '--duration', '3s', '--fit'];
const commands = fc.constantFrom<(market: string) => readonly string[]>(
  (market) => ['run', '--market', market, ...ORDER, '--db', here.at('r.db')],
  (market) => ['data', 'inspect', market],
  (market) => ['data', 'import', market, '--out', here.at('out.arrow')],
  (market) => ['data', 'inspect', market, '--format', 'hftbacktest'],
  (market) => ['data', 'inspect', market, '--format', 'arrow'],
  (market) => ['data', 'inspect', market, '--format', 'tardis'],
);

describe('a market file with something wrong in it', () => {
  it(
    'is refused with a place, or replayed, and never a bug',
    async () => {
      await fc.assert(
        fc.asyncProperty(hostile, commands, async (bytes, command) => {
          const market = here.put('market', bytes);
          const took = processorTime();
          const ran = await here.run(command(market));
          expectAnswered(ran, [0, 1, 2, 3]);
          if (ran.code > 1) expect(ran.err.length).toBeGreaterThan(10);
          expect(took()).toBeLessThan(MILLISECONDS_MAX);
        }),
        { numRuns: hostileCases },
      );
    },
    hostileTimeoutMs(200),
  );
});
