/**
 * Four short runs as a person would read them: a calm one, an outage of everything, an acknowledgement that is lost, a close. A
 * change of behavior shows here as a diff; a reviewer decides whether it was meant (`vitest -u` writes them anew).
 */
import { describe, expect, it } from 'vitest';
import { traceText } from '../../../src/report/telling/trace.js';
import { simulateKept } from '../../support/simulate-kept.js';
import {
  INSTRUMENT,
  type OneMarketPlan,
  inSeconds,
  order,
  planOf,
  tapeOf,
} from '../../support/simulation-plan.js';

const TAPE = tapeOf(11, { durationSeconds: 75, messagesPerSecond: 4 });
const TWO_SLICES = order({ quantity: '0.2', duration: inSeconds(20), slices: 2 });

function traceOf(plan: OneMarketPlan): string {
  const { blocks, ledger, faultRecord, audit } = simulateKept(plan);
  expect(audit.violations).toEqual([]);
  return traceText({
    blocks,
    ledger,
    faultRecord,
    instruments: new Map([[INSTRUMENT.symbol, INSTRUMENT]]),
    virtual: { start: plan.start, end: plan.end },
    quantaPerLot: new Map([[INSTRUMENT.symbol, plan.tape.quantaPerLot]]),
  });
}

describe('golden traces', () => {
  it('calm: two slices, a look at quote, book and quote again, sent, filled', async () => {
    const trace = traceOf(planOf({ tape: TAPE, orders: [[5, TWO_SLICES]] }));
    await expect(trace).toMatchFileSnapshot('__snapshots__/calm.trace.txt');
  });

  it('outage: the second slice meets silence; what is unknown is looked up until someone answers', async () => {
    const paths = ['submit', 'cancel', 'query', 'stream'];
    const trace = traceOf(
      planOf({
        tape: TAPE,
        orders: [[5, TWO_SLICES]],
        faults: [{ kind: 'outage', values: { paths, at: inSeconds(15.07), for: inSeconds(12) } }],
      }),
    );
    await expect(trace).toMatchFileSnapshot('__snapshots__/outage.trace.txt');
  });

  it('lost acknowledgement: the first answer never comes and the stream is silent: found by a query', async () => {
    const trace = traceOf(
      planOf({
        tape: TAPE,
        orders: [[5, order({ ...TWO_SLICES, slices: 1 })]],
        faults: [
          { kind: 'ack-lost', values: { nth: 1, shape: 'reset' } },
          { kind: 'outage', values: { paths: ['stream'], at: inSeconds(0), for: inSeconds(60) } },
        ],
      }),
    );
    await expect(trace).toMatchFileSnapshot('__snapshots__/lost-acknowledgement.trace.txt');
  });

  it('F12: the close: an order for the day rests until then and expires, and no more is sent', async () => {
    const closes = 1_704_229_200;
    const tape = tapeOf(11, {
      ...{ durationSeconds: 75, messagesPerSecond: 4 },
      startMicros: (closes - 40) * 1_000_000,
    });
    const stock = { ...INSTRUMENT, calendar: 'nyse' } as const;
    const resting = order({
      quantity: '0.2',
      ...{ algo: 'direct', type: 'limit', timeInForce: 'day', duration: null, slices: null },
      limitPrice: { peg: 'bid', offsetTicks: -4_000 },
      fillTimeout: inSeconds(120),
    });
    const plan = planOf({
      tape,
      engine: { instruments: new Map([[stock.symbol, stock]]) },
      orders: [[36, resting]],
    });
    const markets = plan.markets.map((market) => ({ ...market, instrument: stock }));
    await expect(traceOf({ ...plan, markets })).toMatchFileSnapshot(
      '__snapshots__/close.trace.txt',
    );
  });
});
