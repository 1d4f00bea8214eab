/** The fill monitor: FIL-0, FIL-2, FIL-3 as wired, FIL-9, FIL-13, and the properties P2, P3 and P10 of FIL-14. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Execution, OrderSnapshot } from '../../../src/core/order/execution-report.js';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import type { OrderStatus } from '../../../src/core/order/status.js';
import type { EpochMicros, Lots } from '../../../src/core/ground/units.js';
import { EngineRig, FAILED_READ, START, executionOf } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const sent = (seconds = 30): EngineRig => {
  const rig = new EngineRig().order({
    slices: 1,
    duration: inSeconds(120),
    fillTimeout: inSeconds(seconds),
  });
  rig.accept();
  return rig;
};

const lots = (quantity: number): Lots => quantity as Lots;

/** When each query for the order was asked, seconds after the order left. */
const askedAt = (rig: EngineRig): readonly number[] =>
  rig.blocks.flatMap(({ input, entries }) =>
    entries
      .filter((entry) => entry.kind === 'read-requested' && entry.read.kind === 'read-order')
      .map(() => (input.at - START) / 1_000_000),
  );

describe('polling', () => {
  it('FIL-9 P10: starts at 0.5 s, grows by 0.5 s to 2 s, and the last poll stands at the deadline', () => {
    const rig = sent(9);
    for (let n = 0; n < 90; n += 1) {
      if (rig.pendingOf('read-order').length > 0) rig.found();
      rig.run(0.1);
    }
    expect(askedAt(rig)).toEqual([0.5, 1.5, 3, 5, 7, 9]);
    expect(rig.child().watch.polls).toBe(6);
  });

  it('FIL-9 FIL-4: nor does a query that failed put the last one off: it stands at the deadline', () => {
    const rig = sent(9);
    for (let n = 0; n < 100; n += 1) {
      if (rig.pendingOf('read-order').length > 0) rig.answer('read-order', FAILED_READ);
      rig.run(0.1);
    }
    expect(askedAt(rig)).toContain(9);
  });

  it('FIL-2: stream and poll both tell a fill, and it counts once', () => {
    const rig = sent();
    rig.run(0.5);
    rig.trade(600, 600);
    rig.found({ status: 'filled', cumQty: lots(600) });
    expect(rig.parent().filled).toBe(600);
    expect(rig.entries('fill-booked')).toHaveLength(1);
    expect(rig.entries('fill-result')).toHaveLength(1);
  });

  it('FIL-2 F:STR1: executions that the stream keeps to itself are asked for while the order works', () => {
    const rig = sent();
    for (let n = 0; n < 24; n += 1) {
      if (rig.pendingOf('read-order').length > 0) rig.found({ cumQty: lots(200) });
      if (rig.pendingOf('read-executions').length > 0) rig.notFound('read-executions');
      rig.run(0.5);
    }
    const asked = rig.entries('read-requested').map(({ read }) => read.kind);
    const executions = asked.filter((kind) => kind === 'read-executions').length;
    // The stream is given until the next look, and a history that shows none is asked at every other.
    expect(executions).toBeGreaterThan(1);
    expect(executions).toBeLessThanOrEqual(
      asked.filter((kind) => kind === 'read-order').length / 2,
    );
    expect(rig.child().watch.read).toBeNull();
    rig.trade(200, 200);
    for (let n = 0; n < 20; n += 1) {
      if (rig.pendingOf('read-order').length > 0) rig.found({ cumQty: lots(200) });
      rig.run(0.5);
    }
    expect(rig.pendingOf('read-executions')).toEqual([]);
  });

  it('FIL-2: the poll first, the stream after it', () => {
    const rig = sent();
    rig.run(0.5);
    rig.found({ status: 'filled', cumQty: lots(600) });
    rig.trade(600, 600);
    expect(rig.parent()).toMatchObject({ filled: 600, status: 'filled' });
    expect(rig.child().belief.ledger.quantity).toBe(600);
  });

  it('FIL-4 FIL-14 P3: errors never end the watch early: more of them than retries, and the fill is still found', () => {
    const rig = sent();
    for (let n = 0; n < 25; n += 1) {
      if (rig.pendingOf('read-order').length > 0) rig.answer('read-order', FAILED_READ);
      rig.run(1);
    }
    // Doubling from 0.5 s to 8 s, within the jitter of 20 %.
    const waits = rig.entries('read-failed').map(({ nextAt }, n) => {
      const at = rig.blocks.filter(({ entries }) =>
        entries.some(({ kind }) => kind === 'read-failed'),
      )[n]?.input.at;
      return (nextAt - (at ?? 0)) / 1_000_000;
    });
    waits.slice(0, 4).forEach((wait, n) => {
      expect(wait).toBeGreaterThanOrEqual(0.4 * 2 ** n);
      expect(wait).toBeLessThanOrEqual(0.6 * 2 ** n);
    });
    expect(rig.entries('submit-intent')).toHaveLength(1);
    rig.run(8);
    rig.found({ status: 'filled', cumQty: lots(600) });
    expect(rig.child().belief.status).toBe('filled');
  });
});

describe('the result', () => {
  it('FIL-0 FIL-13 ORD-7: says how much, at what exact average, with what fees, when, and how it is known', () => {
    const rig = sent();
    rig.run(0.2);
    rig.trade(200, 200);
    rig.run(0.2);
    rig.report({
      execType: 'trade',
      status: 'filled',
      cumQty: lots(600),
      leaves: lots(0),
      execution: {
        ...executionOf('b', 400, rig.now),
        price: 600_003 as never,
        fee: { asset: 'BTC', amount: '0.0001' },
      },
    });
    const [told] = rig.entries('fill-result');
    expect(told).toMatchObject({ final: true });
    expect(told?.result).toEqual({
      outcome: 'filled',
      reason: 'filled',
      filled: 600,
      averagePrice: '60000.2',
      feesQuote: '6.01003',
      feesEstimated: false,
      venueFillTime: START + 400_000,
      detectedAt: START + 400_000,
      methods: ['status', 'quantity', 'price'],
      confidenceBps: 10_000,
      slippageBps: '0.0333',
      slippageFlag: false,
      polls: 0,
      retries: 0,
      elapsedMs: 400,
    });
  });

  it('FIL-8: slippage above the threshold is flagged, a gain is not', () => {
    const filledAt = (price: number): boolean | undefined => {
      const rig = sent();
      const execution = { ...executionOf('a', 600, rig.now), price: price as never };
      rig.report({ execType: 'trade', status: 'filled', cumQty: lots(600), execution });
      return rig.child().result?.slippageFlag;
    };
    expect(filledAt(603_001)).toBe(true);
    expect(filledAt(603_000)).toBe(false);
    expect(filledAt(590_000)).toBe(false);
  });

  it.each([
    [603_001, ['slippage raised']],
    [603_000, []],
    [590_000, []],
  ])('FIL-8: a fill at %i ticks with 600,000 expected: alerts %j', (price, alerts) => {
    const rig = sent();
    const execution = { ...executionOf('a', 600, rig.now), price: price as never };
    rig.report({ execType: 'trade', status: 'filled', cumQty: lots(600), execution });
    expect(rig.alerts()).toEqual(alerts);
  });

  it('FIL-4: a query refused for good is told to a person, and asked on until it is answered', () => {
    const rig = sent();
    const refused = { ...FAILED_READ, failure: 'permanent', text: 'no such order type' } as const;
    rig.run(0.5);
    rig.answer('read-order', refused);
    rig.run(1);
    rig.answer('read-order', refused);
    expect(rig.alerts()).toEqual(['query-refused raised']);
    rig.run(2);
    rig.found();
    expect(rig.alerts()).toEqual(['query-refused raised', 'query-refused cleared']);
  });

  it('FIL-13: a total without executions is asked for them; fees that nobody tells are estimated and say so', () => {
    const rig = sent();
    rig.run(0.5);
    rig.found({ status: 'filled', cumQty: lots(600) });
    expect(rig.child().stage.kind).toBe('settling');
    for (let n = 0; n < 6; n += 1) {
      if (rig.pendingOf('read-executions').length > 0) rig.notFound('read-executions');
      rig.run(20);
    }
    expect(rig.child().result).toMatchObject({
      outcome: 'filled',
      filled: 600,
      averagePrice: null,
    });
    expect(rig.parent().status).toBe('filled');
    // They come late after all: booked, and the result is told again.
    rig.trade(600, 600);
    expect(rig.child().result).toMatchObject({ averagePrice: '60000', feesQuote: '0.01' });
  });

  it('FIL-13: failed polls before do not use up the tries for the executions', () => {
    const rig = sent();
    for (let n = 0; n < 20; n += 1) {
      if (rig.pendingOf('read-order').length > 0) rig.answer('read-order', FAILED_READ);
      rig.run(1);
    }
    rig.report({ execType: 'canceled', status: 'canceled', cumQty: lots(5) });
    expect(rig.only('read-executions').clientOrderId).toBe(rig.child().clientOrderId);
    rig.answer('read-executions', FAILED_READ);
    rig.run(1);
    rig.answer('read-executions', {
      kind: 'executions',
      executions: [executionOf('a', 5, rig.now)],
    });
    expect(rig.child().result).toMatchObject({
      outcome: 'partial',
      filled: 5,
      feesQuote: '0.01',
    });
  });

  it('S5 F:FIL6: a fee that comes later amends the row instead of booking it twice', () => {
    const rig = sent();
    const bare: Execution = { ...executionOf('a', 600, rig.now), fee: null };
    rig.report({ execType: 'trade', status: 'filled', cumQty: lots(600), execution: bare });
    expect(rig.child()).toMatchObject({ stage: { kind: 'settling' }, result: null });
    expect(rig.pendingOf('read-executions')).toHaveLength(1);
    const told = { ...bare, fee: { asset: 'USDT', amount: '12' } };
    rig.report({ execType: 'trade', status: 'filled', cumQty: lots(600), execution: told });
    expect(
      rig.kinds().filter((kind) => kind.startsWith('fill-') && kind !== 'fill-result'),
    ).toEqual(['fill-booked', 'fill-amended']);
    expect(rig.child().result).toMatchObject({
      feesEstimated: false,
      feesQuote: '12',
      filled: 600,
    });
  });
});

describe('contradictions', () => {
  const filledWithNothing: Partial<OrderSnapshot> = {
    status: 'filled',
    venueWord: 'filled',
    cumQty: lots(0),
  };

  /** Looks as they fall due, all of them answered so. */
  const answerAll = (rig: EngineRig, seconds: number, said: Partial<OrderSnapshot>): void => {
    for (let n = 0; n < seconds * 4; n += 1) {
      if (rig.pendingOf('read-order').length > 0) rig.found(said);
      rig.run(0.25);
    }
  };

  it('FIL-3 S28: "filled" with nothing filled is not believed: asked again twice, then unknown with an alert', () => {
    const rig = sent();
    rig.run(0.5);
    rig.found(filledWithNothing);
    expect(rig.child().belief).toMatchObject({ status: 'accepted', filled: 0 });
    rig.run(0.5);
    rig.found(filledWithNothing);
    expect(rig.alerts()).toEqual([]);
    rig.run(0.5);
    rig.found(filledWithNothing);
    expect(rig.entries('fill-contradicted')).toHaveLength(2);
    expect(rig.alerts()).toEqual(['fill-contradiction raised', 'order-unknown raised']);
    expect(rig.child().result).toMatchObject({ outcome: 'unknown', filled: 0 });
  });

  it('FIL-3: watched on, the answer that makes sense settles it', () => {
    const rig = sent();
    answerAll(rig, 10, filledWithNothing);
    rig.run(2);
    rig.found({ status: 'filled', cumQty: lots(600) });
    rig.answer('read-executions', {
      kind: 'executions',
      executions: [executionOf('a', 600, rig.now)],
    });
    expect(rig.child().result).toMatchObject({ outcome: 'filled', filled: 600 });
    expect([...rig.state.alerts.entries()]).toEqual([]);
  });

  it('FIL-3 FIL-5: at the deadline it is not a fill either: the order is canceled, and that verified', () => {
    const rig = sent(5);
    answerAll(rig, 8, filledWithNothing);
    expect(rig.entries('cancel-wanted')).toHaveLength(1);
    rig.accept('cancel');
    rig.report({ execType: 'canceled', status: 'canceled' });
    expect(rig.child().result?.outcome).toBe('timeout');
  });

  it('FIL-3: on the stream: looked up at once, its execution booked, its verdict not', () => {
    const rig = sent();
    rig.report({
      execType: 'trade',
      status: 'filled',
      cumQty: lots(100),
      execution: executionOf('a', 100, rig.now),
    });
    expect(rig.child()).toMatchObject({
      belief: { filled: 100, status: 'accepted' },
      stage: { kind: 'working' },
    });
    rig.flush();
    expect(rig.pendingOf('read-order')).toHaveLength(1);
  });

  it('FIL-3: filled by a mere word, without a quantity: never a fill of nothing', () => {
    const rig = sent();
    rig.run(0.5);
    rig.found({ status: 'filled', cumQty: null });
    for (let n = 0; n < 8; n += 1) {
      if (rig.pendingOf('read-executions').length > 0) rig.notFound('read-executions');
      rig.run(20);
    }
    expect(rig.child()).toMatchObject({
      stage: { kind: 'settling' },
      result: { outcome: 'unknown', filled: 0 },
    });
    expect(rig.parent().status).toBe('working');
  });

  it('FIL-14 P2: no combination of fields that shows nothing filled ends as a fill', () => {
    const words: readonly (OrderStatus | null)[] = [
      null,
      'accepted',
      'filled',
      'partially_filled',
      'rejected',
      'canceled',
    ];
    const zero = fc.constantFrom<Lots | null>(lots(0));
    fc.assert(
      fc.property(
        fc.constantFrom(...words),
        zero,
        fc.constantFrom(null, '0', '60000'),
        (status, cumQty, avgPrice) => {
          const rig = sent(5);
          const filledAt = avgPrice === null ? null : ((START + 1) as EpochMicros);
          answerAll(rig, 12, { status, venueWord: status ?? '??', cumQty, avgPrice, filledAt });
          expect(rig.parent().filled).toBe(0);
          expect(rig.entries('fill-result').some(({ result }) => result.outcome === 'filled')).toBe(
            false,
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a venue that is down and says for how long', () => {
  it('FIL-4: is not asked before that, whatever kind of failure it calls it', () => {
    const rig = new EngineRig().order({ slices: 1, duration: inSeconds(60) });
    rig.accept();
    rig.run(0.5);
    const until = rig.now + inSeconds(9);
    rig.answer('read-order', { ...FAILED_READ, retryAfter: inSeconds(9) } as ReadAnswer);
    expect(rig.entries('read-failed').at(-1)?.nextAt).toBe(until);
    rig.run(8.9);
    expect(rig.pendingOf('read-order')).toEqual([]);
    rig.run(0.2);
    expect(rig.pendingOf('read-order')).toHaveLength(1);
  });
});
