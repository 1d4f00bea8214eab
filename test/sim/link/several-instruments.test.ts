/**
 * What instruments share on the link and what they do not: a feed each, one order stream for the account. A slow quote
 * of one never delays another's; a slow report holds up every report that left after it, whichever its instrument.
 */
import { describe, expect, it } from 'vitest';
import { epochMicros, millis, plus } from '../../../src/core/ground/units.js';
import type { ExecutionReport } from '../../../src/core/order/execution-report.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';
import { type FaultSpec, buildFaults } from '../../../src/sim/fault/fault-set.js';
import { type LatencyOf, linkLatency } from '../../../src/sim/link/link-latency.js';
import { ReportLine } from '../../../src/sim/link/report-line.js';
import { SimLink } from '../../../src/sim/link/sim-link.js';
import { RandomStreams } from '../../../src/sim/random/random.js';
import { SCRIPTED_INSTRUMENT } from '../../contract/scripted-venue.js';
import { LATENCY, START } from './link-rig.js';

const SYMBOLS = ['BTCUSDT', 'SOLUSDT'];
const random = new RandomStreams(7);
const faultsOf = (specs: readonly FaultSpec[]) =>
  buildFaults(specs, { seed: 7, start: START, firstSymbol: 'BTCUSDT' });

/** Reports of SOLUSDT take 400 ms, all others 5 ms. */
const slowSol: LatencyOf = (symbol) =>
  linkLatency(
    { ...LATENCY, stream: { kind: 'constant', latency: millis(symbol === 'SOLUSDT' ? 400 : 5) } },
    random,
  );

/** "<ms> <symbol>" of the reports that arrived of those that left, one each ten milliseconds. */
function arrivals(symbols: readonly string[], faults: readonly FaultSpec[] = []): string[] {
  const clock = new VirtualClock(START);
  const heard: string[] = [];
  const line = new ReportLine({
    clock,
    latency: slowSol,
    faults: faultsOf(faults),
    deliver: ({ symbol }) => heard.push(`${(clock.now() - START) / 1_000} ${symbol}`),
  });
  for (const [index, symbol] of symbols.entries())
    line.onReport({ symbol } as ExecutionReport, plus(START, millis(index * 10)));
  clock.runUntil(plus(START, millis(10_000)));
  return heard;
}

describe('the order stream of an account', () => {
  it('SIM-3: is one for all instruments: a slow report of one holds up the others behind it', () => {
    expect(arrivals(['BTCUSDT', 'SOLUSDT', 'BTCUSDT', 'BTCUSDT'])).toEqual([
      '5 BTCUSDT',
      '410 SOLUSDT',
      '410 BTCUSDT',
      '410 BTCUSDT',
    ]);
  });

  it('F:STR1: an outage of it loses the reports of all instruments', () => {
    const outage = { kind: 'outage', values: { paths: ['stream'], at: 0, for: millis(15) } };
    expect(arrivals(['BTCUSDT', 'SOLUSDT', 'BTCUSDT'], [outage])).toEqual(['25 BTCUSDT']);
  });
});

describe('the feeds', () => {
  const quotedAt = (specs: readonly FaultSpec[], at: number) => {
    const instruments = SYMBOLS.map((symbol) => ({ ...SCRIPTED_INSTRUMENT, symbol }));
    const link = new SimLink({
      clock: new VirtualClock(START),
      random,
      latency: LATENCY,
      faults: faultsOf(specs),
      instruments,
    });
    // SOLUSDT's recording says that its quote took 400 ms.
    for (const symbol of SYMBOLS)
      link.quotesOf(symbol).quote(START, symbol === 'SOLUSDT' ? 400_000 : 0, 100, 1, 101, 1);
    const now = epochMicros(START + at * 1_000);
    return SYMBOLS.filter((symbol) => link.boards.get(symbol)!.latest(now) !== null);
  };

  it('SIM-3 F1: are one each: a slow quote of one delays no other', () => {
    expect(quotedAt([], 10)).toEqual(['BTCUSDT']);
    expect(quotedAt([], 405)).toEqual(SYMBOLS);
  });

  it('F:MD2: an outage takes down the one it names, and all when it names none', () => {
    const values = { paths: ['feed'], at: 0, for: millis(500) };
    expect(quotedAt([{ kind: 'outage', values }], 450)).toEqual([]);
    expect(quotedAt([{ kind: 'outage', values: { ...values, symbol: 'BTCUSDT' } }], 450)).toEqual([
      'SOLUSDT',
    ]);
  });
});
