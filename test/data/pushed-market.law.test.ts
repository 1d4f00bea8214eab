/** A market that is laid out while it comes. Goal: nobody can tell it from a recording of it that was imported whole. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochMicros } from '../../src/core/ground/units.js';
import { loadTape } from '../../src/data/open.js';
import { HOLD_BACK, PushedMarket } from '../../src/data/pushed-market.js';
import { ROW_GAP, ROW_KIND_MASK, ROW_SNAPSHOT, type Tape } from '../../src/sim/tape/tape.js';
import { INSTRUMENT } from '../support/simulation-plan.js';
import { type PushedLine, type PushedSessionOptions, pushedSession } from './pushed-session.js';
import { temporaryFiles } from './temporary-files.js';

const files = temporaryFiles();
const CASES = { numRuns: 15 };

type Row = readonly [time: number, kind: number, price: number, lots: number];

const rowsOf = (tapes: readonly Tape[]): readonly Row[] =>
  tapes.flatMap(({ rows, time, kind, price, quantity, quantaPerTick, quantaPerLot }) =>
    Array.from({ length: rows }, (_, row): Row => [
      time[row]!,
      kind[row]!,
      price[row]! / quantaPerTick,
      quantity[row]! / quantaPerLot,
    ]),
  );

interface Pushed {
  readonly pieces: readonly Tape[];
  readonly late: number;
}

/** `sizes`: lines between two looks, again and again. It begins where the book can be opened. */
function pushed(lines: readonly PushedLine[], sizes: readonly number[], spread = 0): Pushed {
  const market = new PushedMarket({ instrument: INSTRUMENT, from: 'a test' });
  const pieces: Tape[] = [];
  const take = (tape: Tape | null): void => {
    if (tape !== null) pieces.push(tape);
  };
  let offset: number | null = null;
  let [left, turn] = [0, 0];
  for (const { received, json } of lines) {
    market.line(received as EpochMicros, json);
    if (offset === null) {
      if (market.opensAt === null) continue;
      ({ offset } = market);
      market.begin(market.offset!);
      left = sizes[0]!;
    }
    left -= 1;
    if (left > 0) continue;
    take(market.release((received + offset! - HOLD_BACK) as EpochMicros));
    turn += 1;
    left = sizes[turn % sizes.length]!;
  }
  const end = lines.at(-1)!.received + spread + 10_000_000;
  take(market.release(end as EpochMicros));
  return { pieces, late: market.late };
}

async function imported(lines: readonly PushedLine[]): Promise<Tape> {
  const text = lines.map(({ received, json }) => `${received}000 ${json}\n`).join('');
  const paths = files.write(new Map([['lines.raw', text]]));
  return loadTape(paths, { instrument: INSTRUMENT, format: 'binance-raw' });
}

const sessions = (spread: number): fc.Arbitrary<PushedSessionOptions> =>
  fc.record({
    seed: fc.integer({ min: 1, max: 10_000 }),
    spread: fc.integer({ min: 0, max: spread }),
    hasGap: fc.boolean(),
  });
const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 });

const kindsIn = (tapes: readonly Tape[], wanted: number): number =>
  rowsOf(tapes).filter(([, kind]) => (kind & ROW_KIND_MASK) === wanted).length;

describe('a market laid out while it comes', () => {
  it('F2: has the rows of an import of the whole, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(sessions(HOLD_BACK * 0.6), sizes, async (options, cuts) => {
        const lines = pushedSession(options);
        const { pieces, late } = pushed(lines, cuts);
        const whole = await imported(lines);
        expect(rowsOf(pieces)).toEqual(rowsOf([whole]));
        expect(late).toBe(0);
        expect(kindsIn(pieces, ROW_GAP)).toBe(options.hasGap ? 1 : 0);
        expect(pieces[0]!.snapshotWorst === null).toBe(false);
      }),
      CASES,
    );
  });

  it('F2: comes out the same however often it is looked at, also where messages come later than they are held back', () => {
    let seen = 0;
    fc.assert(
      fc.property(sessions(HOLD_BACK * 5), sizes, (options, cuts) => {
        const lines = pushedSession(options);
        const once = pushed(lines, [1]);
        const cut = pushed(lines, cuts);
        expect(rowsOf(cut.pieces)).toEqual(rowsOf(once.pieces));
        expect(cut.late).toBe(once.late);
        const times = rowsOf(once.pieces).map(([time]) => time);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        seen += once.late;
      }),
      CASES,
    );
    expect(seen).toBeGreaterThan(100);
  });

  it('F2 F:MD7: a lost connection is a gap when it is lost, and the book opens anew with the next snapshot', () => {
    const lines = pushedSession({ seed: 3, spread: 0, hasGap: true });
    const market = new PushedMarket({ instrument: INSTRUMENT, from: 'a test' });
    const cut = lines.findIndex(({ received }) => received > lines[0]!.received + 1_000_000);
    for (const { received, json } of lines.slice(0, cut))
      market.line(received as EpochMicros, json);
    const { offset } = market;
    market.begin(offset!);
    const at = lines[cut]!.received;
    market.lost(at as EpochMicros);
    const before = market.release((at + offset! + 200_000) as EpochMicros)!;
    expect(before.kind[before.rows - 1]! & ROW_KIND_MASK).toBe(ROW_GAP);
    expect(before.time[before.rows - 1]!).toBe(at + offset!);
    const rest = lines.slice(cut + 5);
    for (const { received, json } of rest) market.line(received as EpochMicros, json);
    const after = market.release((rest.at(-1)!.received + 10_000_000) as EpochMicros)!;
    expect([kindsIn([after], ROW_GAP), kindsIn([after], ROW_SNAPSHOT)]).toEqual([0, 1]);
    expect(after.time[0]!).toBeGreaterThan(before.time[before.rows - 1]!);
  });

  it('keeps dust exact, leaves out levels between ticks, and ends with a print between them: the ticks are others', () => {
    const lines = pushedSession({ seed: 4, spread: 0, hasGap: false });
    const begun = (change: (json: string) => string): PushedMarket => {
      const market = new PushedMarket({ instrument: INSTRUMENT, from: 'a test' });
      for (const { received, json } of lines) market.line(received as EpochMicros, change(json));
      market.begin(market.offset!);
      return market;
    };
    const end = (lines.at(-1)!.received + 10_000_000) as EpochMicros;
    const dusty = begun((json) => json.replaceAll(/"q":"(\d+)\.(\d{3})0000/g, '"q":"$1.$20123'));
    const { quantity, quantaPerLot } = dusty.release(end)!;
    expect(quantaPerLot).toBe(10_000);
    expect(quantity.some((quanta) => quanta % quantaPerLot !== 0)).toBe(true);
    const level = '["61800.05000000","1.00000000"]';
    const between = begun((json) =>
      json.replace('"b":[[', `"b":[${level},[`).replace('"b":[]', `"b":[${level}]`),
    );
    expect(rowsOf([between.release(end)!])).toEqual(rowsOf([begun((json) => json).release(end)!]));
    expect(between.offTick).toBe(lines.filter(({ json }) => json.includes('"b":[')).length);
    const others = begun((json) => json.replaceAll(/"p":"(\d+)\.(\d)0/g, '"p":"$1.$25'));
    expect(() => others.release(end)).toThrow(/finer than the tick size 0\.1/);
  });
});
