/**
 * How the work of telling a run grows: counted, not timed. Each look into a block of the journal, and each look at which
 * order an execution belongs to, counts as one; eight times the executions may be eight times the looks, never sixty-four.
 */
import { describe, expect, it } from 'vitest';
import { lots, ticks } from '../../src/core/ground/units.js';
import type { ExecId, VenueOrderId } from '../../src/core/order/order.js';
import type { FillAudit, TruthExecution } from '../../src/core/order/truth.js';
import { buildReport } from '../../src/report/figures/build-report.js';
import { buildSeries } from '../../src/report/figures/series.js';
import type { FinishedRun } from '../../src/report/projection/finished-run.js';
import { explain } from '../../src/report/telling/explain.js';
import {
  HandMadeJournal,
  at,
  childId,
  executionOf,
  runOf,
  span,
} from './support/hand-made-journal.js';

/** The same rows, each reading of `field` counted. */
const counting = <T extends object>(
  rows: readonly T[],
  field: keyof T,
  reads: { count: number },
): readonly T[] =>
  rows.map((row) =>
    Object.defineProperty({ ...row }, field, {
      enumerable: true,
      get: () => {
        reads.count += 1;
        return row[field];
      },
    }),
  );

/** One parent of `orders` slices, each filled by `fills` executions that the venue knows of, too. */
function runOfSize(orders: number, fills: number, reads: { count: number }): FinishedRun {
  const journal = new HandMadeJournal().received(0, 'p', {
    request: { quantity: lots(orders * fills) },
    plan: {
      slices: orders,
      baseQuantity: lots(fills),
      spacing: { kind: 'interval', interval: span(1_000) },
    },
    arrivalMidTwice: 20_000,
  });
  const executions: TruthExecution[] = [];
  const audits: FillAudit[] = [];
  for (let order = 0; order < orders; order += 1) {
    const name = `p${order}`;
    const ms = order * 1_000;
    journal.sent(ms, name, {
      parent: 'p',
      slice: order,
      terms: { quantity: lots(fills) },
      quote: [10_000, 10_002],
    });
    for (let fill = 0; fill < fills; fill += 1) {
      const id = `${name}-${fill}`;
      const told = { id, price: 10_001, quantity: 1 };
      journal.filled(ms + fill + 1, name, { ...told, parent: 'p' });
      const { fee: _, ...execution } = executionOf(told);
      executions.push({
        ...execution,
        kind: 'executed',
        seq: executions.length,
        at: at(ms + fill),
        execId: id as ExecId,
        venueOrderId: `${name}-venue` as VenueOrderId,
        clientOrderId: childId(name),
        symbol: 'BTCUSDT',
        side: 'buy',
        price: ticks(10_001),
        cumQty: lots(fill + 1),
        leaves: lots(fills - fill - 1),
        liquidity: 'taker',
        cause: 'taker',
        fee: { asset: 'USDT', amount: '0' },
        tapeRow: null,
        aheadBefore: null,
        aheadAfter: null,
      });
      audits.push({
        execId: id as ExecId,
        clientOrderId: childId(name),
        at: at(ms + fill),
        quantity: lots(1),
        detectedAt: at(ms + fill + 1),
        late: false,
        pricedAt: at(ms + fill + 1),
        feeKnown: true,
        owed: true,
      });
    }
  }
  const run = runOf(journal, { endMs: (orders + 1) * 1_000 });
  return {
    ...run,
    blocks: counting([...run.blocks], 'entries', reads),
    ledger: { arrivals: [], entries: [], executions: counting(executions, 'clientOrderId', reads) },
    audit: {
      checks: 1,
      violations: [],
      reached: {},
      ordersAccepted: orders,
      fills: counting(audits, 'clientOrderId', reads),
      oneSided: [],
      phantom: 0,
      doubled: 0,
      positionErrorMicros: 0,
    },
  };
}

function readsOf(tell: (run: FinishedRun) => unknown, orders: number, fills: number): number {
  const reads = { count: 0 };
  tell(runOfSize(orders, fills, reads));
  return reads.count;
}

const TELLINGS: Readonly<Record<string, (run: FinishedRun) => unknown>> = {
  'the report': buildReport,
  'the series': buildSeries,
  'the explanation of one order': (run) => explain(run, 'P1/3'),
};

describe.each(Object.entries(TELLINGS))('%s', (_, tell) => {
  it.each([
    ['orders', { orders: 160, fills: 5 }],
    ['executions of each order', { orders: 20, fills: 40 }],
  ])('grows linearly with the %s', (__, { orders, fills }) => {
    const before = readsOf(tell, 20, 5);
    expect(before).toBeGreaterThan(100);
    const factor = (orders * fills) / (20 * 5);
    expect(readsOf(tell, orders, fills)).toBeLessThanOrEqual(factor * before * 1.1);
  });
});
