/** The laws of liveness: each holds for a world in which all came about, and fires where it did not. */
import { describe, expect, it } from 'vitest';
import type { ClientOrderId } from '../../../src/core/order/order.js';
import type { FillAudit, OneSidedOrder, TruthLedger } from '../../../src/core/order/truth.js';
import { type EpochMicros, type Lots, plus, seconds } from '../../../src/core/ground/units.js';
import type { State } from '../../../src/core/state/state.js';
import { alertKey } from '../../../src/core/state/state.js';
import { convergenceBound } from '../../../src/sim/audit/liveness/bound.js';
import type { HealedWorld } from '../../../src/sim/audit/liveness/law.js';
import { unmetLaws } from '../../../src/sim/audit/liveness/laws.js';
import { RequestsByMinute } from '../../../src/sim/audit/liveness/requests-by-minute.js';
import { EngineRig, UNKNOWN } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';
import { accepted, executed, id, rig } from './history.js';

const BOUND = seconds(720);
const NOTHING: TruthLedger = { arrivals: [], entries: [], executions: [] };

/** The bound has passed since the rig was left alone. */
function worldOf(of: EngineRig, changes: Partial<HealedWorld> = {}): HealedWorld {
  const from = of.now;
  return {
    from,
    bound: BOUND,
    at: plus(from, BOUND),
    config: of.config,
    state: of.state,
    truth: NOTHING,
    fills: [],
    oneSided: [],
    requestsLate: 0,
    isForeign: () => false,
    ownOf: (at: EpochMicros) => at,
    ...changes,
  };
}

const found = (world: HealedWorld): readonly string[] => [
  ...new Set(
    unmetLaws(world).map(({ id: law, beyondUs }) => (beyondUs === null ? law : `told ${law}`)),
  ),
];
const withState = (of: EngineRig, changes: Partial<State>): HealedWorld =>
  worldOf(of, { state: Object.assign(Object.create(of.state) as State, changes) });

const over = new EngineRig().order({ slices: 1, duration: inSeconds(10) });
over.accept();
over.trade(600, 600);
over.run(20);
const [order] = over.children();
const done = order!.clientOrderId;

const fill: FillAudit = {
  execId: 'x' as FillAudit['execId'],
  clientOrderId: done,
  at: over.now,
  quantity: 1 as Lots,
  detectedAt: over.now,
  late: false,
  pricedAt: over.now,
  feeKnown: true,
  owed: true,
};

describe('the bound', () => {
  it('L1: 720 s, and longer where lists are asked for more rarely or fills show later', () => {
    const { config } = rig;
    expect(convergenceBound(config)).toBe(seconds(720));
    const rarely = { every: seconds(400), pageSize: 1, pagesMost: 1 };
    expect(convergenceBound({ ...config, openOrdersCheck: rarely })).toBe(seconds(920));
    const reconciliation = { interval: seconds(600), window: seconds(60), lookUpsMost: 1 };
    expect(convergenceBound({ ...config, reconciliation })).toBe(seconds(1_320));
    const venue = { ...config.venue, visibilityLag: seconds(60) };
    expect(convergenceBound({ ...config, venue })).toBe(seconds(750));
  });
});

describe('what one side knows', () => {
  it('L1 L2 L3 L5: hold once all is over', () => {
    expect(found(worldOf(over, { fills: [fill] }))).toEqual(['L4']);
    const truth = truthOf(over);
    expect(found(worldOf(over, { fills: [fill], truth }))).toEqual([]);
  });

  it('L2: fires on an execution that was never booked, and on one of which only the quantity is known', () => {
    const truth = truthOf(over);
    const never = { ...fill, detectedAt: null, pricedAt: null };
    expect(found(worldOf(over, { truth, fills: [never] }))).toEqual(['L2']);
    expect(found(worldOf(over, { truth, fills: [{ ...fill, pricedAt: null }] }))).toEqual(['L2']);
    expect(found(worldOf(over, { truth, fills: [{ ...never, owed: false }] }))).toEqual([]);
  });

  it('L4: fires on an order that is open for one side, and on a position or money that differs', () => {
    const truth = truthOf(over);
    const one: OneSidedOrder = {
      clientOrderId: done,
      venueOrderId: null,
      symbol: 'BTCUSDT',
      leaves: 1 as Lots,
      openFor: 'venue',
      since: over.now,
      owed: true,
    };
    expect(found(worldOf(over, { truth, oneSided: [one] }))).toEqual(['L4']);
    expect(found(worldOf(over, { truth, oneSided: [{ ...one, owed: false }] }))).toEqual([]);
    const executions = truth.executions.map((execution) => ({
      ...execution,
      price: (execution.price + 1) as typeof execution.price,
    }));
    expect(found(worldOf(over, { truth: { ...truth, executions } }))).toEqual(['L4']);
  });

  /** What was booked, as the venue's. */
  function truthOf(of: EngineRig): TruthLedger {
    const executions = of.entries('fill-booked').flatMap(({ row: { execution } }) => {
      const fed = executed(execution.quantity, 0, execution.price, order!.terms.side);
      return 'truth' in fed && fed.truth.kind === 'executed'
        ? [{ ...fed.truth, clientOrderId: done }]
        : [];
    });
    return { ...NOTHING, executions };
  }
});

describe('what is under way', () => {
  /** Sent, and never answered. */
  const silent = new EngineRig().order({ slices: 1, duration: inSeconds(10) });
  const lost = silent.children()[0]!.clientOrderId;

  it('L3 L5: fire on an order nobody answered for, and on its parent', () => {
    expect(silent.children()[0]!.stage.kind).toBe('sending');
    expect(found(worldOf(silent))).toEqual(['L3', 'L5']);
  });

  it.each(['sending', 'unknown', 'taken', 'canceling', 'verifying', 'settling'])(
    'L3: fires on an order that is between two states: %s',
    (kind) => {
      const child = silent.children()[0]!;
      const between = { ...child, stage: { ...child.stage, kind } } as typeof child;
      const children = { get: () => between } as unknown as State['children'];
      expect(found(withState(silent, { children }))).toContain('L3');
    },
  );

  it('L3 L5: do not fire on an order that was sent since, nor on a parent whose slices are to come', () => {
    const from = plus(silent.now, inSeconds(-60));
    expect(found(worldOf(silent, { from, at: plus(from, BOUND) }))).not.toContain('L3');
    const early = plus(silent.now, inSeconds(-3_600));
    expect(
      found(worldOf(rig, { from: early, at: plus(early, BOUND), truth: NOTHING })),
    ).not.toContain('L5');
  });

  it('L1: fires on a question that has no answer', () => {
    const asks = new EngineRig().order({ slices: 1, duration: inSeconds(10) });
    asks.accept();
    asks.run(5);
    expect([...asks.state.reads.entries()].length).toBeGreaterThan(0);
    expect(found(worldOf(asks))).toContain('L1');
  });

  it('L11: what a venue cannot say and somebody was told of is no bug, and what nobody was told of is one', () => {
    const unknown = new EngineRig().order({ slices: 1, duration: inSeconds(10) });
    unknown.outcome('submit', UNKNOWN);
    const config = { ...unknown.config, venue: { ...unknown.config.venue, validFor: null } };
    expect(found(worldOf(unknown, { config }))).toEqual(['L3', 'L5']);
    const raised = new Map([[alertKey('order-unknown', unknown.child().clientOrderId), 1]]);
    const alerts = { get: (key: string) => raised.get(key) } as State['alerts'];
    const told = withState(unknown, { alerts });
    expect(found({ ...told, config })).toEqual(['told L3', 'told L5']);
    expect(found(told)).toEqual(['L3', 'L5']);
    // Of one that waits for its outcome the venue can say what became of it.
    const sent = new Map([[alertKey('order-unknown', lost), 1]]);
    const waits = withState(silent, {
      alerts: { get: (key: string) => sent.get(key) } as State['alerts'],
    });
    expect(found({ ...waits, config })).toEqual(['L3', 'L5']);
  });

  it('L11: a venue that is still to be left alone is no bug, one that was is', () => {
    const { at } = worldOf(silent);
    const held = (until: EpochMicros): readonly string[] =>
      found(withState(silent, { heldUntil: until }));
    expect(held(plus(at, inSeconds(1)))).toEqual(['told L3', 'told L5']);
    expect(held(at)).toEqual(['L3', 'L5']);
  });

  it.each(['fill-without-price', 'fill-contradiction'])(
    'L11 L2 L3 L4: that %s was told excuses nothing: by the bound the venue says it',
    (code) => {
      const raised = new Map([[alertKey(code, lost), 1]]);
      const alerts = { get: (key: string) => raised.get(key) } as State['alerts'];
      expect(found(withState(silent, { alerts }))).toEqual(['L3', 'L5']);
    },
  );
});

describe('what belongs to the account', () => {
  const since = over.now;
  const shut = { state: 'shut', since, waiting: [id], unread: ['history'], lateAt: null } as const;
  const gateOf = (gate: NonNullable<State['gate']>): readonly string[] =>
    found(withState(rig, { gate })).filter((law) => law === 'L6');

  it('L6: fires on a gate that is shut, forced and not clean, or that opened too late', () => {
    expect(gateOf(shut)).toEqual(['L6']);
    expect(gateOf({ ...shut, state: 'forced', operator: 'op' })).toEqual(['L6']);
    expect(gateOf({ state: 'open', since: plus(rig.now, inSeconds(300)) })).toEqual([]);
    expect(gateOf({ state: 'open', since: plus(rig.now, inSeconds(301)) })).toEqual(['L6']);
  });

  it('L7: fires on an order by hand that nobody knows of, and on one that is over and not resolved', () => {
    const taken = accepted();
    const entries = 'truth' in taken ? [taken.truth] : [];
    const truth = { ...NOTHING, entries, byHand: new Set<ClientOrderId>([id]) };
    const openOrders = { nextAt: null, reading: null };
    const world = (orphans: NonNullable<State['orphans']>, more: Partial<HealedWorld> = {}) => ({
      ...withState(over, { openOrders, orphans }),
      ...{ truth, isForeign: (one: ClientOrderId) => one === id },
      ...more,
    });
    const lawOf = (one: HealedWorld) => found(one).filter((law) => law === 'L7');
    expect(lawOf(world([]))).toEqual(['L7']);
    const orphan = { found: { clientOrderId: id }, status: 'untracked' } as NonNullable<
      State['orphans']
    >[number];
    expect(lawOf(world([orphan]))).toEqual([]);
    const gone = executed(300, 0);
    const ended = { ...truth, entries: [...entries, ...('truth' in gone ? [gone.truth] : [])] };
    expect(lawOf(world([orphan], { truth: ended }))).toEqual(['L7']);
    expect(lawOf(world([], { truth: ended }))).toEqual([]);
  });

  it('L10: fires on requests beyond what is under way, counted by whole minutes', () => {
    expect(found(worldOf(over, { requestsLate: 360 }))).not.toContain('L10');
    expect(found(worldOf(over, { requestsLate: 361 }))).toContain('L10');
    const requests = new RequestsByMinute();
    const [asked] = rig.entries('submit-intent');
    for (const second of [0, 59, 60, 61])
      requests.onEntry(asked!, (second * 1_000_000) as EpochMicros);
    requests.onEntry(rig.entries('order-received')[0]!, 61_000_000 as EpochMicros);
    expect(requests.since(1 as EpochMicros)).toBe(2);
  });
});
