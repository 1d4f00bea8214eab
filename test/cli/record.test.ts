/** `squall record`, at the simulated venue in Binance's words: what is recorded is the market that the venue has, and a scenario trades on it. */
import { mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordCommand } from '../../src/cli/commands/record.js';
import type { RecordSummary } from '../../src/cli/record-summary.js';
import type { StopSignal, World } from '../../src/cli/world.js';
import { loadTape } from '../../src/data/open.js';
import type { InspectReport } from '../../src/data/inspect.js';
import { ROW_KIND_MASK, ROW_LEVEL, ROW_SELL, type Tape } from '../../src/sim/tape/tape.js';
import { type Served, served } from '../server/venue/binance/served.js';
import { INSTRUMENT } from '../support/simulation-plan.js';
import { workplace } from './support/workplace.js';

/** The first of a process to run anything reads all that a run needs: on a busy machine that alone takes long. */
const LOADS_MS = 60_000;

const here = workplace();
const asked = ['record', 'binance', 'BTCUSDT'];

let venue: Served;
let leaky: Served;
let whole: Recorded;
let gappy: Recorded;
beforeAll(async () => {
  venue = await served();
  const at = { after: 'query-sent', nth: 1, symbol: 'BTCUSDT', plus: 1_000_000 };
  leaky = await served({ faults: [{ kind: 'depth-gap', values: { at, for: 1_500_000 } }] });
  [whole, gappy] = await Promise.all([recorded(venue, 'whole'), recorded(leaky, 'leaky')]);
}, LOADS_MS);
afterAll(async () => {
  await venue.close();
  await leaky.close();
});

const filesIn = (folder: string): readonly string[] =>
  readdirSync(here.at(folder)).map((name) => here.at(join(folder, name)));
const linesOf = (file: string): readonly string[] =>
  gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');

/** What each level holds after the first `rows` rows, without those that hold nothing. */
function bookOf({ kind, price, quantity }: Tape, rows: number): ReadonlyMap<string, number> {
  const book = new Map<string, number>();
  for (let row = 0; row < rows; row += 1) {
    if ((kind[row]! & ROW_KIND_MASK) !== ROW_LEVEL) continue;
    const level = `${(kind[row]! & ROW_SELL) === 0 ? 'bid' : 'ask'} ${price[row]}`;
    if (quantity[row] === 0) book.delete(level);
    else book.set(level, quantity[row]!);
  }
  return book;
}

interface Recorded {
  readonly summary: RecordSummary;
  readonly report: InspectReport;
}

async function recorded({ origin }: Served, folder: string): Promise<Recorded> {
  const flags = ['--url', origin, '--out', folder, '--duration', '3s', '--json'];
  const ran = await here.run([...asked, ...flags]);
  expect(ran).toMatchObject({ code: 0 });
  const inspected = await here.run(['data', 'inspect', ...filesIn(folder), '--json']);
  return {
    summary: JSON.parse(ran.out) as RecordSummary,
    report: JSON.parse(inspected.out) as InspectReport,
  };
}

const REPLAY = (file: string): string => `name: replay
shows: what was recorded
seed: 1
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '5', adv: '25000' }
market: { replay: { format: binance-raw, files: ['${file}'] } }
clock: { duration: 1800ms }
venue: { latency: { feed: 1ms, submit: 2ms, ack: 2ms, query: 2ms, stream: 2ms }, account: { cash: '1000000' } }
execution: { earlyStop: { spreadBps: off, deviationBps: off, liquidityLevels: off } }
orders:
  - { at: 1s, side: buy, quantity: '0.02', duration: 400ms, slices: 2 }
`;

describe('squall record', () => {
  it(
    'LIV-2: what it records is whole, has the book of the venue at its last update, and is traded on',
    async () => {
      const { summary, report } = whole;
      const [of] = summary.symbols;
      const [{ file, lines } = { file: '', lines: 0 }] = of!.files;
      const rows = Object.values(of!.rows).reduce((sum, count) => sum + count, 0);
      expect([summary.gaps, summary.losses, of!.rows.snapshot, lines]).toEqual([[], [], 1, rows]);
      expect(linesOf(file)).toHaveLength(lines);
      expect(report).toMatchObject({
        ...{ format: 'binance-raw', symbols: ['BTCUSDT'], sequenceGaps: 0, crossedBooks: 0 },
        tape: { venueKind: 'spot', tickSize: '0.1', lotSize: '0.001' },
      });
      // Not all agree at first: this venue's snapshot is a little newer than the number on it.
      expect(report.bookTicker!.comparable).toBeGreaterThan(0);

      const last = linesOf(file).findLast((line) => line.includes('@depth'))!;
      const { data } = JSON.parse(last.slice(20)) as { readonly data: { readonly u: number } };
      const tape = await loadTape([file], { instrument: INSTRUMENT });
      expect(bookOf(tape, tape.rows)).toEqual(bookOf(venue.venue.tapeOf('BTCUSDT'), data.u));

      const ran = await here.run([
        'run',
        here.put('replay.yaml', REPLAY(file)),
        '--json',
        '--db',
        here.at('r.db'),
      ]);
      expect(ran.err).toBe('');
      expect(ran.out).toContain('"filledQuantity": "0.02"');
      expect(ran.code).toBe(0);
    },
    LOADS_MS,
  );

  it('LIV-2 F:MD7: numbers that the stream leaves out are told, and an import finds the same gap', () => {
    const { summary, report } = gappy;
    expect(summary.gaps.map(({ of, why }) => `${of}: ${why}`)).toContain(
      'depth: the stream left them out',
    );
    const depth = summary.gaps.filter(({ of }) => of === 'depth');
    expect(report.sequenceGaps).toBe(depth.length);
    expect(summary.symbols[0]!.rows.snapshot).toBe(depth.length + 1);
  });

  it('LIV-2: told to end by the machine it keeps all that came, says what, and ends with 143', async () => {
    const folder = here.at('stopped');
    mkdirSync(folder);
    let out = '';
    let end: (signal: StopSignal) => void = () => undefined;
    const world: Partial<World> = {
      ...{ cwd: here.path, out: (text) => (out += text), err: () => undefined },
      onInterrupt: (stop) => {
        end = stop;
        return () => undefined;
      },
    };
    const flags = { out: folder, url: venue.origin };
    const over = recordCommand(world as World, { venue: 'binance', symbols: ['btcusdt'] }, flags);
    const look = (): void => {
      if (filesIn('stopped').some((file) => statSync(file).size > 0)) end('SIGTERM');
      else setImmediate(look);
    };
    look();
    expect(await over).toBe(143);
    const [file] = filesIn('stopped');
    expect(out).toContain(`${linesOf(file!).length} lines, ${statSync(file!).size} bytes\n`);
    expect(out).toContain('connections lost: none\ngaps: none\n');
  });

  it.each([
    ['BTCUSD', 3, 'BTCUSD: Binance has no such symbol among its 1. Did you mean BTCUSDT?\n'],
    ['DOGEEUR', 3, 'DOGEEUR: Binance has no such symbol among its 1. Look it up at the venue\n'],
  ])('refuses a symbol that is not there: %s', async (symbol, code, err) => {
    const ran = await here.run(['record', 'binance', symbol, '--url', venue.origin]);
    expect(ran).toEqual({ code, err, out: '' });
  });

  it('ends with 5 where nobody answers, and with 2 where it is asked for what is not there', async () => {
    const nobody = await here.run([...asked, '--url', 'http://127.0.0.1:9']);
    expect(nobody).toMatchObject({ code: 5, out: '' });
    expect(nobody.err).toMatch(/\(http:\/\/127\.0\.0\.1:9\) is not reached: /);
    for (const [argv, said] of [
      [
        ['record', 'alpaca', 'IBM'],
        'nothing is recorded of alpaca\n  fix: the one there is: binance',
      ],
      [[...asked, '--duration', 'long'], '--duration long'],
      [[...asked, '--url', 'http://example.org'], 'a venue on this machine'],
    ] as const) {
      const ran = await here.run(argv);
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toContain(said);
    }
  });
});
