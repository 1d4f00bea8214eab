/**
 * A venue that says an order is over and not how much of it filled has not said that nothing did. Its executions are
 * asked for before anything follows: else the fills are lost, and a catch-up buys them a second time.
 */
import { describe, expect, it } from 'vitest';
import { DEFAULT_EARLY_STOP } from '../../../src/core/state/config.js';
import { simulateKept } from '../../support/simulate-kept.js';
import type { OrderStatus } from '../../../src/core/order/status.js';
import type { Broker, BrokerInput } from '../../../src/core/ports.js';
import { type ConfigChanges } from '../../support/engine-config.js';
import { EngineRig, FAILED_READ, executionOf } from '../../support/engine-rig.js';
import { inSeconds, order, planOf, tapeOf } from '../../support/simulation-plan.js';
import { filter, map } from 'rxjs';
import { lots, submits } from './late-parents.js';

/** One slice of 600 lots, of which a catch-up would take what is missing. */
function sent(config: ConfigChanges = {}): EngineRig {
  const rig = new EngineRig({ config }).order({
    slices: 1,
    duration: inSeconds(20),
    completion: 'catch-up',
  });
  rig.accept();
  return rig;
}

/** Ends the order by word alone, in each of the ways a venue has. */
const ENDS: Readonly<Record<string, (rig: EngineRig, status: OrderStatus) => void>> = {
  'on the stream': (rig, status) => {
    rig.report({ execType: 'canceled', status, cumQty: null, leaves: lots(0) });
  },
  'in the answer to a poll': (rig, status) => {
    rig.run(0.5);
    rig.found({ status, cumQty: null });
  },
};
const STATUSES: readonly OrderStatus[] = ['canceled', 'expired', 'rejected'];
const cases = Object.keys(ENDS).flatMap((how) => STATUSES.map((status) => ({ how, status })));

/** Answers every question for executions that comes up in the next seconds. */
function history(rig: EngineRig, seconds: number, quantities: readonly number[]): void {
  const executions = quantities.map((quantity, n) => executionOf(`h${n}`, quantity, rig.now));
  for (let n = 0; n < seconds * 2; n += 1) {
    if (rig.pendingOf('read-executions').length > 0)
      rig.answer(rig.pendingOf('read-executions').at(-1)!, { kind: 'executions', executions });
    rig.run(0.5);
  }
}

describe('an order that ended, nobody said how full', () => {
  it.each(cases)(
    'ORD-4 FIL-6 F:QRY6: $status $how: its executions are asked for before it counts as over',
    ({ how, status }) => {
      const rig = sent();
      ENDS[how]?.(rig, status);
      rig.flush();
      expect(rig.pendingOf('read-executions')).toHaveLength(1);
      expect(rig.entries('fill-result').filter(({ final }) => final)).toEqual([]);
      expect(submits(rig)).toEqual([600]);
      history(rig, 1, [200]);
      expect(rig.entries('fill-booked')).toHaveLength(1);
      expect(rig.parent().filled).toBe(200);
    },
  );

  it('S1 ORD-4 TWAP-8 F:QRY6: no catch-up buys again what filled: 1,000 lots of 600 otherwise', () => {
    const rig = sent();
    rig.report({ execType: 'canceled', status: 'canceled', cumQty: null, leaves: lots(0) });
    rig.run(1);
    expect(submits(rig)).toEqual([600]);
    history(rig, 20, [400]);
    expect(submits(rig)).toEqual([600, 200]);
  });

  it('ORD-4 F:QRY6: an answer that fails is no answer: asked on, and no catch-up goes meanwhile', () => {
    const rig = sent();
    rig.report({ execType: 'canceled', status: 'canceled', cumQty: null, leaves: lots(0) });
    for (let n = 0; n < 40; n += 1) {
      if (rig.pendingOf('read-executions').length > 0) rig.answer('read-executions', FAILED_READ);
      rig.run(1);
    }
    expect(submits(rig)).toEqual([600]);
    history(rig, 20, [600]);
    expect(submits(rig)).toEqual([600]);
    expect(rig.parent()).toMatchObject({ status: 'filled', filled: 600 });
  });

  it('ORD-4 F:QRY1 F:QRY6: an empty history proves nothing before the venue must show it', () => {
    const rig = sent({ venue: { visibilityLag: inSeconds(30) } });
    rig.report({ execType: 'canceled', status: 'canceled', cumQty: null, leaves: lots(0) });
    history(rig, 25, []);
    expect(submits(rig)).toEqual([600]);
    history(rig, 20, [600]);
    expect(submits(rig)).toEqual([600]);
    expect(rig.parent()).toMatchObject({ status: 'filled', filled: 600 });
  });

  it('ORD-4 TWAP-8: a history that stays empty past the lag is the answer: nothing filled, and the rest is caught up', () => {
    const rig = sent({ venue: { visibilityLag: inSeconds(10) } });
    rig.report({ execType: 'canceled', status: 'canceled', cumQty: null, leaves: lots(0) });
    history(rig, 60, []);
    expect(submits(rig)).toEqual([600, 600]);
  });

  it('FIL-5 ORD-4: a cancel that is acknowledged without a quantity ends nothing either', () => {
    const rig = sent();
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    rig.flush();
    rig.accept('cancel', { status: 'canceled', cumQty: null });
    for (let n = 0; n < 8; n += 1) {
      if (rig.pendingOf('read-order').length > 0) rig.found({ status: 'canceled', cumQty: null });
      rig.run(0.5);
      if (rig.pendingOf('read-executions').length > 0) break;
    }
    history(rig, 20, [250]);
    expect(rig.parent()).toMatchObject({ status: 'canceled', filled: 250 });
  });
});

/** A venue whose stream tells of no trade, and that never says a quantity. */
function wordsOnly(broker: Broker): Broker {
  const reports$ = broker.reports$.pipe(
    filter((input) => input.kind !== 'execution-report' || input.report.execType !== 'trade'),
    map(withoutQuantity),
  );
  return { reports$, send: broker.send.bind(broker) };
}

function withoutQuantity(input: BrokerInput): BrokerInput {
  if (input.kind === 'execution-report')
    return { ...input, report: { ...input.report, cumQty: null } };
  if (input.kind === 'outcome' && input.outcome.kind === 'accepted')
    return { ...input, outcome: { ...input.outcome, cumQty: null } };
  if (input.kind === 'answer' && input.answer.kind === 'order' && input.answer.order !== null)
    return { ...input, answer: { kind: 'order', order: { ...input.answer.order, cumQty: null } } };
  return input;
}

describe('in the simulator', () => {
  // Thin books: most slices fill in part and the rest of the IOC is canceled.
  const plan = planOf({
    tape: tapeOf(1),
    engine: { earlyStop: { ...DEFAULT_EARLY_STOP, liquidityLevels: null } },
    orders: [[5, order({ quantity: '90', completion: 'catch-up', slices: 3 })]],
  });

  it('S1 L2 F:QRY6: a venue that never says how much is filled costs no fill and no lot too many', () => {
    const { audit, blocks, ledger } = simulateKept(plan, { wrapBroker: wordsOnly });
    expect(audit.violations).toEqual([]);
    const booked = blocks
      .flatMap(({ entries }) => entries)
      .flatMap((entry) => (entry.kind === 'fill-booked' ? [entry.row.execution.execId] : []));
    expect(booked.toSorted()).toEqual(ledger.executions.map(({ execId }) => execId).toSorted());
    const sum = ledger.executions.reduce((total, { quantity }) => total + quantity, 0);
    expect(sum).toBeLessThanOrEqual(90_000);
    const partial = ledger.entries.filter((entry) => entry.kind === 'canceled' && entry.cumQty > 0);
    expect(partial.length).toBeGreaterThan(0);
  });
});
