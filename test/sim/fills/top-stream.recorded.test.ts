/**
 * What the top stream is for (F18), on the recorded markets: market orders of one lot, each 20 ms after a print, against the
 * best price the venue itself had sent by then. With diffs alone they pay more than a tenth of a basis point too much.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTape } from '../../../src/data/open.js';
import { L2Venue } from '../../../src/sim/market/l2/l2-venue.js';
import type { FillOptions } from '../../../src/sim/fills/fill-options.js';
import {
  ROW_KIND_MASK,
  ROW_TRADE,
  type Tape,
  tapeEnd,
  tapeStart,
} from '../../../src/sim/tape/tape.js';
import type { Micros } from '../../../src/core/ground/units.js';
import type { TruthExecution } from '../../../src/core/order/truth.js';
import { RECORDED } from '../../data/recorded-data.js';
import { order } from '../../oracle/play.js';
import { ledgerOf } from '../../oracle/run-venue.js';
import { dataRoot } from '../../support/what-is-here.js';
import { FILL } from '../exchange/venue-rig.js';

const AFTER_PRINT = 20_000;
/** The book must have opened. */
const LEAD_IN = 1_000_000;

/** The times 20 ms after the prints. */
function times(tape: Tape): number[] {
  const found = new Set<number>();
  for (let row = 0; row < tape.rows; row += 1) {
    const at = tape.time[row]! + AFTER_PRINT;
    const isPrint = (tape.kind[row]! & ROW_KIND_MASK) === ROW_TRADE;
    if (isPrint && at > tapeStart(tape) + LEAD_IN && at <= tapeEnd(tape)) found.add(at);
  }
  return [...found].sort((a, b) => a - b);
}

function executions(tape: Tape, options: Partial<FillOptions>): readonly TruthExecution[] {
  const arrivals = times(tape).map((at, seq) => {
    const one = order(at, `o${seq}`, seq % 2 === 0 ? 'buy 1' : 'sell 1', { timeInForce: 'ioc' });
    return { ...one, seq };
  });
  const { executions: found } = ledgerOf((setup) => new L2Venue(setup), {
    tape,
    options: { ...FILL, ...options },
    profile: { stopAlreadyThrough: 'trigger', selfTrade: 'none' },
    halts: [],
    arrivals,
  });
  expect(found).toHaveLength(arrivals.length);
  return found;
}

/** By how much the fills were worse than the best recorded by then, mean in basis points. */
function excessBps(tape: Tape, fills: readonly TruthExecution[]): number {
  const top = tape.top!;
  let row = -1;
  let sum = 0;
  for (const { at, side, price } of fills) {
    while (row + 1 < top.rows && top.time[row + 1]! <= at) row += 1;
    const best = top[side === 'buy' ? 'ask' : 'bid'][row]! / tape.quantaPerTick;
    sum += ((side === 'buy' ? price - best : best - price) / best) * 10_000;
  }
  return sum / fills.length;
}

describe.each([
  ['spot', RECORDED.spot, 2_000],
  ['USD-M', RECORDED.usdm, 1_000],
] as const)('the top stream of the recorded %s market', (_name, files, settle) => {
  let tape: Tape;
  beforeAll(async () => {
    tape = await loadTape(files, { root: dataRoot });
  });

  it('F18: market orders after a print cost what the venue showed, within 0.03 bps', () => {
    const fill = { settle: settle as Micros };
    const diffs = excessBps(tape, executions(tape, { ...fill, top: 'diffs' }));
    const ticker = excessBps(tape, executions(tape, { ...fill, top: 'ticker' }));
    expect(diffs).toBeGreaterThan(0.1);
    expect(Math.abs(ticker)).toBeLessThan(0.03);
  }, 60_000);
});
