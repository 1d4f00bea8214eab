/**
 * The audit must catch an engine that is broken: each test breaks one thing between the core and the wire and expects
 * the invariant that names it. The engine itself is unchanged, so a clean run beside each shows that the break is what
 * was caught.
 */
import { type Observable, map, mergeMap, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { SubmitCommand } from '../../../src/core/state/command.js';
import type { ClientOrderId, ExecId } from '../../../src/core/order/order.js';
import type { SymbolLimits, TotalLimits } from '../../../src/core/state/limits.js';
import type { JournalBlock } from '../../../src/core/state/journal-block.js';
import type { Broker, BrokerInput, Journal } from '../../../src/core/ports.js';
import type { Lots, Ticks } from '../../../src/core/ground/units.js';
import { type SimulationPlan } from '../../../src/runs/simulation.js';
import { limitsWith } from '../../support/limits.js';
import { simulateKept } from '../../support/simulate-kept.js';
import { inSeconds, order, planOf, secondsIn, tapeOf } from '../../support/simulation-plan.js';

const violationsOf = (
  plan: SimulationPlan,
  wrapBroker?: (broker: Broker) => Broker,
): readonly string[] => {
  const { audit } = simulateKept(plan, wrapBroker === undefined ? {} : { wrapBroker });
  return [...new Set(audit.violations.map(({ id }) => id))];
};

/** The kill switch is thrown in the very instant in which the first slice was decided: only the last guard is left. */
const killedInTheInstant = (): SimulationPlan => {
  const plan = planOf({ orders: [[5, order({ slices: 3 })]], engine: {} });
  const clean = simulateKept(plan);
  const intent = clean.blocks.find(({ entries }) =>
    entries.some((entry) => entry.kind === 'submit-intent'),
  );
  const at = intent?.input.at ?? plan.start;
  return {
    ...plan,
    operator: [{ at, reason: 'test', command: { do: 'kill-on', cancelWorking: true } }],
  };
};

describe('S10: the last guard', () => {
  it('S10 SCH-2 RSK-1: nothing enters the wire once the kill switch is engaged, not even what was decided before', () => {
    const plan = killedInTheInstant();
    const { audit, ledger, blocks } = simulateKept(plan);
    expect(audit.violations).toEqual([]);
    expect(ledger.arrivals.filter(({ kind }) => kind === 'submit')).toEqual([]);
    const withdrawn = blocks
      .flatMap(({ entries }) => entries)
      .filter(({ kind }) => kind === 'intent-withdrawn');
    expect(withdrawn).toHaveLength(1);
  });

  it('S10: is caught when it is removed', () => {
    const withoutGuard = (broker: Broker): Broker => ({
      reports$: broker.reports$,
      send: (command) => {
        broker.send(command, () => null);
      },
    });
    expect(violationsOf(killedInTheInstant(), withoutGuard)).toContain('S10');
  });
});

/** Sends a submit again, by itself, whenever its outcome is unknown: what a retrying HTTP client does. */
function blindResend(broker: Broker): Broker {
  const sent = new Map<string, SubmitCommand>();
  const reports$: Observable<BrokerInput> = broker.reports$.pipe(
    map((input) => {
      if (
        input.kind === 'outcome' &&
        input.effect === 'submit' &&
        input.outcome.kind === 'unknown'
      ) {
        const command = sent.get(input.clientOrderId);
        if (command !== undefined) broker.send({ ...command, validUntil: null }, () => null);
        sent.delete(input.clientOrderId);
      }
      return input;
    }),
  );
  return {
    reports$,
    send: (command, mayLeave) => {
      if (command.kind === 'submit') sent.set(command.clientOrderId, command);
      broker.send(command, mayLeave);
    },
  };
}

describe('S3: a blind resend', () => {
  const plan = planOf({
    tape: tapeOf(3),
    venue: { idempotency: 'open-only', validFor: null },
    faults: [{ kind: 'ack-lost', values: { nth: 2, shape: 'reset' } }],
  });

  it('S3 S9: the engine itself does not make one', () => {
    expect(violationsOf(plan)).toEqual([]);
  });

  it('S3 S1: is caught where ids may be used again', () => {
    const caught = violationsOf(plan, blindResend);
    expect(caught).toContain('S3');
  });
});

describe('S4, S5: fills that never were', () => {
  /** Every fill is told once more, under a new execution id. */
  const echo = (broker: Broker): Broker => ({
    ...broker,
    send: broker.send.bind(broker),
    reports$: broker.reports$.pipe(
      mergeMap((input) => {
        if (input.kind !== 'execution-report' || input.report.execution === null) return of(input);
        const { report } = input;
        const execution = {
          ...report.execution,
          execId: `${report.execution?.execId}-again` as ExecId,
        };
        const again = {
          ...report,
          cumQty: report.quantity,
          leaves: 0 as Lots,
          execution,
        } as typeof report;
        return of(input, { ...input, report: again });
      }),
    ),
  });

  it('S4 S28: a fill the venue never made is caught, and so is the order it seems to fill', () => {
    // Hardly any of it fills: it is far behind the market.
    const behind = { type: 'limit', limitPrice: { peg: 'bid', offsetTicks: -3 } } as const;
    const resting = order({ ...behind, timeInForce: 'gtc', completion: 'leave' });
    const plan = planOf({ orders: [[5, resting]], seed: 11 });
    expect(violationsOf(plan)).toEqual([]);
    const { audit } = simulateKept(plan, { wrapBroker: echo });
    const caught = audit.violations.map(({ id }) => id);
    expect(caught).toContain('S4');
    expect(caught).toContain('S28');
  });
});

describe('S8: write-ahead', () => {
  it('S8: an order that reaches the venue without a durable intent is caught', () => {
    const rogue = (broker: Broker): Broker => ({
      reports$: broker.reports$,
      send: (command, mayLeave) => {
        broker.send(command, mayLeave);
        if (command.kind !== 'submit') return;
        const clientOrderId =
          `${command.clientOrderId.slice(0, 20)}dead` as typeof command.clientOrderId;
        broker.send({ ...command, clientOrderId }, () => null);
      },
    });
    expect(violationsOf(planOf(), rogue)).toContain('S8');
  });

  it('S8: a journal that writes behind is caught: the order was at the venue before its intent was durable', () => {
    /** Says "durable" at once and writes with the next append. */
    const writeBehind = (journal: Journal): Journal => {
      let held: readonly JournalBlock[] = [];
      return {
        append: (blocks) => {
          journal.append(held);
          held = blocks;
        },
      };
    };
    const { audit } = simulateKept(planOf(), { wrapJournal: writeBehind });
    expect(audit.violations.map(({ id }) => id)).toContain('S8');
  });
});

describe('S0: direction', () => {
  /** Buys become sells, and the other way round, between the engine and the venue. */
  const flip = (broker: Broker): Broker => ({
    reports$: broker.reports$,
    send: (command, mayLeave) => {
      if (command.kind !== 'submit') broker.send(command, mayLeave);
      else {
        const side = command.terms.side === 'buy' ? 'sell' : 'buy';
        broker.send({ ...command, terms: { ...command.terms, side } }, mayLeave);
      }
    },
  });

  it('S0: an order that reaches the venue on the wrong side is caught, and so are its fills', () => {
    expect(violationsOf(planOf())).toEqual([]);
    const { audit } = simulateKept(planOf(), { wrapBroker: flip });
    const wrong = audit.violations.filter(({ id }) => id === 'S0').map(({ detail }) => detail);
    expect(wrong.some((detail) => detail.includes('sell of a buy parent'))).toBe(true);
    expect(wrong.some((detail) => detail.includes('position'))).toBe(true);
  });
});

describe('S15: limits', () => {
  /** Six orders of 0.1 within a minute, each of them as large as it may be. */
  const limited = (own: Partial<SymbolLimits>, total: Partial<TotalLimits> = {}): SimulationPlan =>
    planOf({ engine: { limits: limitsWith(own, total) } });
  /** Every submit as `changed` has it, past the last guard. */
  const leaving =
    (changed: (command: SubmitCommand, nth: number) => readonly SubmitCommand[]) =>
    (broker: Broker): Broker => {
      let sent = 0;
      return {
        reports$: broker.reports$,
        send: (command, mayLeave) => {
          if (command.kind !== 'submit') broker.send(command, mayLeave);
          else for (const one of changed(command, (sent += 1))) broker.send(one, () => null);
        },
      };
    };
  const larger = leaving((command) => [
    { ...command, terms: { ...command.terms, quantity: 101 as Lots } },
  ]);
  const twice = leaving((command, nth) => [
    command,
    { ...command, clientOrderId: `again-${nth}` as ClientOrderId },
  ]);
  const dear = leaving((command) => [
    { ...command, terms: { ...command.terms, type: 'limit', limitPrice: 700_000 as Ticks } },
  ]);

  it('S15: an engine that keeps all of them breaks none', () => {
    const { audit } = simulateKept(
      limited(
        {
          orderQuantity: 100 as Lots,
          orderValue: '6300',
          position: 600 as Lots,
          advShareBps: 1,
          openOrders: 1,
          openValue: '6300',
          ordersPerMinute: 6,
          collarBps: 1,
        },
        { positionValue: '38000', openOrders: 1, openValue: '6300', ordersPerMinute: 6 },
      ),
    );
    expect(audit.violations).toEqual([]);
    expect(audit.ordersAccepted).toBe(6);
  });

  it.each<[string, SimulationPlan, (broker: Broker) => Broker]>([
    ['quantity of an order', limited({ orderQuantity: 100 as Lots }), larger],
    ['position', limited({ position: 600 as Lots }), twice],
    ['orders within a minute', limited({ ordersPerMinute: 6 }), twice],
    ['open orders', limited({ openOrders: 1 }), twice],
    ['value of what is open in all', limited({}, { openValue: '7000' }), twice],
    ['value of an order', limited({ orderValue: '6300' }), dear],
    ['price', limited({ collarBps: 50 }), dear],
  ])('S15: what passes the %s between engine and wire is caught', (_, plan, wrong) => {
    expect(violationsOf(plan)).toEqual([]);
    expect(violationsOf(plan, wrong)).toContain('S15');
  });
});

describe('S20: market data', () => {
  it('S20 SCH-3: with the feed down the slices wait and are skipped, and none goes on old data', () => {
    const plan = planOf({
      faults: [
        { kind: 'outage', values: { paths: ['feed'], at: inSeconds(20), for: inSeconds(40) } },
      ],
    });
    const result = simulateKept(plan);
    expect(result.audit.violations).toEqual([]);
    const sentAt = result.ledger.arrivals.map(({ sentAt: at }) => at);
    const stale = sentAt.filter(
      (at) => at > secondsIn(plan.tape, 26) && at < secondsIn(plan.tape, 60),
    );
    expect(stale).toEqual([]);
    const reasons = result.blocks
      .flatMap(({ entries }) => entries)
      .flatMap((entry) => (entry.kind === 'slice-ended' ? [entry.reason] : []));
    expect(reasons.length).toBeGreaterThan(0);
    for (const reason of reasons) expect(reason).toMatch(/^market data: /);
  });
});
