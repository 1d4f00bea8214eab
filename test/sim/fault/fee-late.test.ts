/** Commissions that are said later than the trade, on a link with constant latencies before a venue that says them at once. */
import { describe, expect, it } from 'vitest';
import type { Execution, ExecutionReport } from '../../../src/core/order/execution-report.js';
import { type ClientOrderId, type ExecId, venueNanos } from '../../../src/core/order/order.js';
import { epochMicros, lots, millis, plus, ticks } from '../../../src/core/ground/units.js';
import { buildFaults } from '../../../src/sim/fault/fault-set.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import type { LinkRequest } from '../../../src/sim/link/messages.js';
import { START } from '../link/link-rig.js';

const ORDER = 'o1' as ClientOrderId;
const at = (ms: number) => plus(START, millis(ms));
const faultsOf = (values: FaultValues) =>
  buildFaults([{ kind: 'fee-late', values }], { seed: 7, start: START, firstSymbol: 'BTCUSDT' });

const tradeAt = (ms: number): Execution => ({
  execId: `x${ms}` as ExecId,
  price: ticks(100),
  quantity: lots(1),
  liquidity: 'taker',
  fee: { asset: 'USDT', amount: '0.1' },
  venueTime: venueNanos(at(ms)),
});

/** Which trades a list of executions that leaves at `ms` has a commission of. */
function listed(values: FaultValues, trades: readonly number[], ms: number): readonly number[] {
  const request = { kind: 'query-executions', clientOrderId: ORDER } as const;
  const sent: LinkRequest = { request, path: 'query', sentAt: at(ms), nth: 1 };
  const reply = { kind: 'executions', executions: trades.map(tradeAt) } as const;
  const [fault] = faultsOf(values).replyLeaves;
  const verdict = fault?.replyLeaves(sent, reply, at(ms)) ?? null;
  const told =
    verdict?.kind === 'instead' && verdict.reply.kind === 'executions' ? verdict.reply : reply;
  return told.executions.flatMap(({ fee }, index) => (fee === null ? [] : [trades[index] ?? NaN]));
}

describe('F:FIL6 fee-late', () => {
  it('lists of executions lack it until so long after the trade, each on its own', () => {
    const values = { delay: millis(1_000) };
    expect(listed(values, [0, 500], 999)).toEqual([]);
    expect(listed(values, [0, 500], 1_000)).toEqual([0]);
    expect(listed(values, [0, 500], 1_500)).toEqual([0, 500]);
  });

  it('F:FIL6: only of trades in its span', () => {
    const values = { delay: millis(1_000), at: millis(100), for: millis(100) };
    expect(listed(values, [99, 100, 199, 200], 300)).toEqual([99, 200]);
  });

  it('F:FIL6: by share, the same execution each time it is asked for', () => {
    const trades = Array.from({ length: 200 }, (_, index) => index);
    const values = { delay: millis(1_000), probability: 0.5 };
    const hit = listed(values, trades, 500);
    expect(hit.length).toBeGreaterThan(70);
    expect(hit.length).toBeLessThan(130);
    expect(listed(values, trades, 900)).toEqual(hit);
  });

  it('F:FIL6: the stream says it without, and nothing else of it changes', () => {
    const faults = faultsOf({});
    const [fault] = faults.reportLeaves;
    const report = {
      execType: 'trade',
      clientOrderId: ORDER,
      execution: tradeAt(50),
      bustOf: null,
    } as unknown as ExecutionReport;
    const verdict = fault?.reportLeaves(report, at(50));
    const without = { ...report, execution: { ...tradeAt(50), fee: null } };
    expect(verdict).toEqual({
      kind: 'forward',
      copies: [{ report: without, delay: 0, inOrder: true }],
    });
    expect(fault?.reportLeaves({ ...report, execution: null }, at(50))).toBeNull();
    expect(faults.activations(at(60)).get('fee-late')).toBe(1);
    expect(faults.record(epochMicros(at(60))).windows).toMatchObject([
      { paths: ['query', 'stream'], from: START, to: at(60), acts: 1 },
    ]);
  });
});
