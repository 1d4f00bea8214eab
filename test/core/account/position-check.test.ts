/** FIL-7: what the venue says is held, against what the fills say. */
import { describe, expect, it } from 'vitest';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import { venueNanos } from '../../../src/core/order/order.js';
import type { EpochMicros, Lots } from '../../../src/core/ground/units.js';
import { intakeVeto } from '../../../src/core/guard/limits.js';
import { exposureInAll } from '../../../src/core/state/expose.js';
import { ORDERS_NAMED_MOST } from '../../../src/core/state/position.js';
import { projectRun } from '../../../src/report/projection/run-fold.js';
import { EngineRig, FAILED_READ, executionOf } from '../../support/engine-rig.js';
import { limitsWith } from '../../support/limits.js';
import { inSeconds } from '../../support/simulation-plan.js';

const CHECK = { settle: inSeconds(1), again: inSeconds(5), believedAfter: inSeconds(20) };
const SYMBOL = 'BTCUSDT';

const held = (quantity: number): ReadAnswer => ({
  kind: 'positions',
  positions: [{ symbol: SYMBOL, quantity: quantity as Lots }],
});
const NOTHING: ReadAnswer = { kind: 'positions', positions: [] };

/** One order of 600 lots, sent once it is known what was held before. */
function sent(before: ReadAnswer): EngineRig {
  const rig = new EngineRig({
    config: { positionCheck: CHECK, earlyStop: { liquidityLevels: null } },
  }).order({ slices: null, algo: 'direct', duration: null });
  rig.answer('read-positions', before);
  rig.run(1);
  rig.accept();
  return rig;
}

function filled(before: ReadAnswer): EngineRig {
  const rig = sent(before);
  rig.trade(600, 600);
  expect(rig.child().result?.outcome).toBe('filled');
  return rig;
}

/** So often it is asked, and so answered. */
function told(rig: EngineRig, times: number, answer: ReadAnswer): void {
  for (let n = 0; n < times; n += 1) {
    rig.run(5);
    rig.answer('read-positions', answer);
  }
}

const compared = (rig: EngineRig) =>
  rig.entries('position-compared').map(({ told: is, expected }) => [is, expected]);

describe('the position after a fill', () => {
  it('FIL-7: an order waits for what is held before it, and for no answer longer than that', () => {
    const rig = new EngineRig({ config: { positionCheck: CHECK } }).order();
    rig.run(1);
    expect([rig.parent().plan, rig.pendingOf('submit')]).toEqual([null, []]);
    rig.answer('read-positions', FAILED_READ);
    expect(rig.parent().plan).not.toBeNull();
    expect(rig.state.positions).toMatchObject([{ offset: null, nextAt: null }]);
  });

  it.each([
    ['nothing before', NOTHING, 600],
    ['something before, of anybody', held(1_000), 1_600],
    ['a short position that it closes', held(-600), 0],
  ])('FIL-7: %s: its change is what filled', (_, before, after) => {
    const rig = filled(before);
    rig.run(0.75);
    expect(rig.pendingOf('read-positions')).toEqual([]);
    rig.run(0.25);
    rig.answer('read-positions', after === 0 ? NOTHING : held(after));
    expect(compared(rig)).toEqual([[after, after]]);
    expect(rig.entries('position-compared')[0]!.orders).toEqual([rig.child().clientOrderId]);
    expect(rig.alerts()).toEqual([]);
    rig.run(60);
    expect(rig.pendingOf('read-positions')).toEqual([]);
  });

  it('FIL-7 F:QRY8: a query that failed is no position of 0: it is asked again, and nothing is told', () => {
    const rig = filled(held(7));
    rig.run(1);
    for (let n = 0; n < 3; n += 1) {
      rig.answer('read-positions', FAILED_READ);
      expect(rig.pendingOf('read-positions')).toEqual([]);
      rig.run(5);
    }
    rig.answer('read-positions', held(607));
    expect(compared(rig)).toEqual([[607, 607]]);
    expect(rig.alerts()).toEqual([]);
  });

  it('FIL-7 F:QRY7: one that lags is asked again before it is believed', () => {
    const rig = filled(NOTHING);
    rig.run(1);
    rig.answer('read-positions', NOTHING);
    expect(rig.alerts()).toEqual(['position-differs raised']);
    told(rig, 2, NOTHING);
    told(rig, 1, held(600));
    expect(rig.alerts()).toEqual(['position-differs raised', 'position-differs cleared']);
    expect(rig.entries('position-adjustment')).toEqual([]);
  });

  it('FIL-7 REC-6: what differs for long enough is told, and booked beside the fills', () => {
    const rig = filled(NOTHING);
    rig.run(1);
    rig.answer('read-positions', held(500));
    told(rig, 3, held(500));
    expect(rig.alerts()).toEqual(['position-differs raised']);
    told(rig, 1, held(500));
    expect(rig.entries('position-adjustment')).toMatchObject([
      { by: -100, inAll: -100, why: 'differs' },
    ]);
    expect(rig.alerts().slice(1)).toEqual(['position-differs cleared', 'position-adjusted raised']);
    expect(rig.entries('alert').at(-1)!.text).toBe(
      'the venue holds 0.5 BTCUSDT for us, by our fills it is 0.6; booked as an adjustment',
    );
    expect(rig.child().belief.filled).toBe(600);
    expect(rig.state.exposure.get(SYMBOL)?.position).toBe(600);
    rig.run(60);
    expect(rig.pendingOf('read-positions')).toEqual([]);
  });

  it('FIL-7: another difference on each look is never believed', () => {
    const rig = filled(NOTHING);
    rig.run(1);
    rig.answer('read-positions', held(1));
    for (let n = 2; n < 20; n += 1) told(rig, 1, held(n));
    expect(rig.alerts()).toEqual(['position-differs raised']);
  });

  it('FIL-7: an order that leaves while it is asked makes the answer worth nothing', () => {
    const rig = filled(NOTHING);
    rig.run(1);
    rig.order({ slices: null, algo: 'direct', duration: null, idempotencyKey: '1' });
    rig.run(0);
    expect(rig.pendingOf('submit')).toHaveLength(1);
    rig.answer('read-positions', held(900));
    expect(rig.entries('position-unclear')).toMatchObject([{ why: 'orders were under way' }]);
    rig.accept();
    rig.trade(600, 600, 1);
    rig.run(1);
    rig.answer('read-positions', held(1_200));
    expect(compared(rig)).toEqual([[1_200, 1_200]]);
    expect(rig.entries('position-compared')[0]!.orders).toHaveLength(2);
    expect(rig.alerts()).toEqual([]);
  });

  it('FIL-7: a time at which the venue is not to be asked is waited out', () => {
    const rig = filled(NOTHING);
    rig.run(1);
    const refused = { kind: 'failed', failure: 'rate-limited', text: '429' } as const;
    rig.answer('read-positions', { ...refused, retryAfter: inSeconds(30) });
    rig.run(29);
    expect(rig.pendingOf('read-positions')).toEqual([]);
    rig.run(1);
    expect(rig.pendingOf('read-positions')).toHaveLength(1);
  });

  it('FIL-7 L10: of an instrument that is never quiet a hundred orders are named, the others counted, and somebody is told', () => {
    const rig = sent(NOTHING);
    const fillOne = (n: number): void => {
      rig.order({ slices: null, algo: 'direct', duration: null, idempotencyKey: String(n) });
      rig.flush();
      rig.accept();
      rig.trade(600, 600, n);
    };
    // The first one rests all along.
    for (let n = 1; n <= ORDERS_NAMED_MOST; n += 1) fillOne(n);
    rig.run(10);
    expect(rig.alerts()).toEqual([]);
    for (let n = ORDERS_NAMED_MOST + 1; n <= ORDERS_NAMED_MOST + 3; n += 1) fillOne(n);
    rig.run(10);
    expect(rig.pendingOf('read-positions')).toEqual([]);
    const [watch] = rig.state.positions!;
    expect([watch!.orders.length, watch!.earlier]).toEqual([ORDERS_NAMED_MOST, 3]);
    expect(watch!.orders.at(-1)).toBe(rig.child(ORDERS_NAMED_MOST + 3).clientOrderId);
    expect(rig.alerts()).toEqual(['position-unconfirmed raised']);
    rig.trade(600, 600);
    rig.run(1);
    // What is compared is all of them, named or not.
    const all = 600 * (ORDERS_NAMED_MOST + 4);
    rig.answer('read-positions', held(all));
    expect(compared(rig)).toEqual([[all, all]]);
    expect(rig.alerts().at(-1)).toBe('position-unconfirmed cleared');
    expect(rig.state.positions).toMatchObject([{ orders: [], earlier: 0 }]);
    expect(projectRun(rig.blocks).positions?.orders).toBe(ORDERS_NAMED_MOST + 4);
  });

  it('FIL-7: where it is not configured nobody asks', () => {
    const rig = new EngineRig({ config: { earlyStop: { liquidityLevels: null } } }).order();
    rig.run(1);
    expect(rig.pendingOf('read-positions')).toEqual([]);
    expect(rig.state.positions).toBeUndefined();
  });
});

describe('a booked difference', () => {
  /** 600 lots were sent, 500 are known to have filled, the venue holds 600 for so long that 100 are booked. */
  function adjusted(): EngineRig {
    const rig = sent(NOTHING);
    rig.trade(500, 500);
    const over = { execType: 'canceled', status: 'canceled', cumQty: 500 as Lots } as const;
    rig.report({ ...over, leaves: 0 as Lots });
    rig.run(1);
    rig.answer('read-positions', held(600));
    told(rig, 4, held(600));
    expect(rig.entries('position-adjustment')).toMatchObject([{ by: 100, inAll: 100 }]);
    expect(inAll(rig)).toBe(600);
    return rig;
  }
  const inAll = ({ state }: EngineRig): Lots => exposureInAll(state, SYMBOL).position;
  const late = (rig: EngineRig, secondsAgo: number): void => {
    const at = (rig.now - secondsAgo * 1_000_000) as EpochMicros;
    rig.report({
      execType: 'trade',
      status: 'filled',
      cumQty: 600 as Lots,
      leaves: 0 as Lots,
      execution: executionOf('late', 100, at),
      venueTime: venueNanos(at),
    });
  };

  it('REC-6: gives way to the execution it stood for, in one step, and is never counted beside it', () => {
    const rig = adjusted();
    late(rig, 60);
    expect(rig.child().belief.filled).toBe(600);
    expect(inAll(rig)).toBe(600);
    expect(rig.state.exposure.get(SYMBOL)?.adjustment).toBeUndefined();
    expect(rig.alerts()).toContain('position-adjusted cleared');
    rig.run(1);
    rig.answer('read-positions', held(600));
    rig.run(60);
    expect(rig.entries('position-adjustment').map(({ why }) => why)).toEqual([
      'differs',
      'execution',
    ]);
  });

  it('REC-6: stays where an execution is news that came after it', () => {
    const rig = adjusted();
    late(rig, 0);
    expect(inAll(rig)).toBe(700);
  });

  it('REC-6: is taken back at the first look at which the venue agrees with the executions alone', () => {
    const rig = adjusted();
    rig.order({ slices: null, algo: 'direct', duration: null, idempotencyKey: '1' });
    rig.run(0);
    rig.accept();
    rig.trade(600, 600, 1);
    rig.run(1);
    rig.answer('read-positions', held(1_100));
    expect(inAll(rig)).toBe(1_100);
    expect(rig.entries('position-adjustment').at(-1)?.why).toBe('agrees');
    expect(rig.entries('position-compared').at(-1)).toMatchObject({ told: 1_100, expected: 1_100 });
  });

  it('REC-6 S15: counts as held where a limit is asked', () => {
    const rig = adjusted();
    const limits = limitsWith({ position: 1_150 as Lots });
    const look = { state: rig.state, config: { ...rig.config, limits } };
    const terms = { ...rig.child().terms, quantity: 551 as Lots };
    expect(intakeVeto(look, terms, rig.now)?.code).toBe('limit');
    expect(intakeVeto(look, { ...terms, quantity: 550 as Lots }, rig.now)).toBeNull();
  });
});
