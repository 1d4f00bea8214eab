/** RSK-2: what trips the breaker, that one order at a time tries it after the cool-down, and what survives a snapshot. */
import { describe, expect, it } from 'vitest';
import { restore, snapshot, stateHash } from '../../../src/core/engine/snapshot.js';
import { evolve } from '../../../src/core/state/evolve.js';
import { initialState } from '../../../src/core/state/initial-state.js';
import { type BreakerConfig, DEFAULT_BREAKER } from '../../../src/core/state/breaker.js';
import { epochMicros, micros, plus, seconds } from '../../../src/core/ground/units.js';
import { EngineRig, REFUSED_CONNECTION, UNKNOWN } from '../../support/engine-rig.js';

const ONE = { algo: 'direct', quantity: '0.1', slices: null, duration: null } as const;
const LONG = { slices: 10, duration: seconds(600), quantity: '1' } as const;
const REFUSED = { kind: 'rejected', code: 'no', text: 'no' } as const;

const rigWith = (breaker: Partial<BreakerConfig> = {}): EngineRig =>
  new EngineRig({ config: { breaker: { ...DEFAULT_BREAKER, ...breaker } } });
const ordered = (rig: EngineRig, key: string, more: object = {}): void => {
  rig.order({ ...ONE, idempotencyKey: key, ...more });
};
const changes = (rig: EngineRig): readonly string[] =>
  rig.entries('breaker').map(({ state, reason }) => `${state}: ${reason}`);
/** What the core was told of, and when. */
const watched = (rig: EngineRig): readonly object[] =>
  rig.blocks.flatMap(({ input }) =>
    input.kind === 'watch' ? [{ condition: input.condition, at: input.at }] : [],
  );
const refuse = (rig: EngineRig, times: number, from = 0): void => {
  for (let n = from; n < from + times; n += 1) {
    // The same order four times would wait (S22).
    ordered(rig, `r${n}`, { quantity: (0.1 + n / 1_000).toFixed(3) });
    rig.outcome('submit', REFUSED);
  }
};

describe('what trips the breaker', () => {
  it('RSK-2: five orders refused one after the other, not four and one that was taken between', () => {
    const rig = rigWith();
    refuse(rig, 4);
    ordered(rig, 'taken');
    rig.accept();
    refuse(rig, 4, 10);
    expect(changes(rig)).toEqual([]);
    refuse(rig, 1, 20);
    expect(changes(rig)).toEqual(['tripped: 5 orders refused one after the other']);
    expect(rig.alerts()).toContain('breaker raised');
    ordered(rig, 'after');
    expect(rig.entries('order-refused').map(({ code }) => code)).toEqual(['circuit-breaker']);
  });

  it('RSK-2: a fifth of the calls within a minute failed, of twenty at least; a veto is no call', () => {
    const rig = rigWith({ callsLeast: 4, callErrorsBps: 5_000 });
    for (const key of ['a', 'b', 'c']) {
      ordered(rig, key);
      rig.outcome('submit', UNKNOWN);
    }
    expect(changes(rig)).toEqual([]);
    ordered(rig, 'd');
    rig.outcome('submit', REFUSED_CONNECTION);
    expect(changes(rig)).toEqual(['tripped: 4 of 4 calls failed within 60 s']);
    const calm = rigWith({ callsLeast: 2, callErrorsBps: 5_000 });
    ordered(calm, 'a');
    calm.outcome('submit', UNKNOWN);
    calm.run(70);
    ordered(calm, 'b');
    calm.accept(calm.pendingOf('submit')[0]);
    expect(changes(calm).filter((text) => text.includes('2 of 2'))).toEqual([]);
  });

  it('RSK-2: market data that nothing was heard of for a minute, the instant it is longer', () => {
    const rig = rigWith();
    rig.order(LONG);
    rig.run(70);
    rig.silentSince = rig.now;
    rig.run(60);
    expect(changes(rig)).toEqual([]);
    const silent = plus(rig.now, micros(1));
    rig.run(1);
    expect(changes(rig)).toEqual(['tripped: market data of BTCUSDT is older than 60 s']);
    expect(watched(rig)).toEqual([{ condition: 'data-age', at: silent }]);
  });

  it('RSK-2: a feed that never delivered is silent since the first order', () => {
    const rig = rigWith();
    rig.quoteAge = null;
    rig.run(300);
    rig.order(LONG);
    rig.run(60);
    expect(changes(rig)).toEqual([]);
    rig.run(1);
    expect(changes(rig)).toEqual(['tripped: market data of BTCUSDT is older than 60 s']);
  });

  it('RSK-2: a loss of two percent within a day, be it over in the same second', () => {
    const rig = rigWith({ equity: '10000' });
    rig.order(LONG);
    rig.accept();
    rig.trade(100, 100);
    rig.run(1);
    rig.quote = { bid: 580_000, ask: 580_000 };
    rig.flush();
    expect(changes(rig)).toEqual([]);
    const lost = rig.now;
    rig.quote = { bid: 580_000, ask: 579_999 };
    rig.flush();
    rig.quote = { bid: 599_990, ask: 600_010 };
    rig.run(1);
    expect(changes(rig)).toEqual(['tripped: lost 200.005 today, the limit is 200']);
    expect(watched(rig)).toEqual([{ condition: 'drawdown', at: lost }]);
  });

  it('RSK-2: a fill at a bad price is a loss without any move of the market', () => {
    const rig = rigWith({ equity: '100', drawdownBps: 1 });
    rig.order(LONG);
    rig.accept();
    rig.quote = { bid: 599_700, ask: 599_720 };
    rig.flush();
    expect(changes(rig)).toEqual([]);
    rig.trade(100, 100);
    rig.flush();
    expect(changes(rig)).toEqual(['tripped: lost 2.9 today, the limit is 0.01']);
  });

  it('RSK-2: a loss is one of its UTC day', () => {
    const rig = rigWith({ equity: '10000' });
    rig.order({ ...LONG, slices: 2, duration: seconds(100_000) });
    rig.accept();
    rig.trade(100, 100);
    rig.quote = { bid: 585_000, ask: 585_000 };
    rig.run(6_400);
    expect(watched(rig)).toEqual([{ condition: 'day', at: epochMicros(1_700_006_400_000_000) }]);
    expect(rig.state.watch).toMatchObject({ day: 19_676, result: '-150' });
    rig.quote = { bid: 570_000, ask: 570_000 };
    rig.flush();
    expect(changes(rig)).toEqual([]);
    rig.quote = { bid: 564_990, ask: 564_990 };
    rig.flush();
    expect(changes(rig)).toEqual(['tripped: lost 200.1 today, the limit is 200']);
  });

  it('RSK-2: while nothing goes on nobody watches; the next order finds what has come about', () => {
    const rig = rigWith({ equity: '10000' });
    ordered(rig, 'a');
    rig.accept();
    rig.trade(10, 10);
    rig.trade(90, 100);
    rig.run(30);
    expect(rig.parent().status).toBe('filled');
    rig.silentSince = rig.now;
    rig.quote = { bid: 500_000, ask: 500_000 };
    rig.run(1_000);
    expect(changes(rig)).toEqual([]);
    ordered(rig, 'b');
    expect(changes(rig)).toEqual(['tripped: market data of BTCUSDT is older than 60 s']);
  });

  it('RSK-2: what is known contradicts itself', () => {
    const rig = rigWith();
    rig.order(LONG);
    rig.report({ clientOrderId: 'f'.repeat(24) as never });
    expect(changes(rig)[0]).toContain('tripped: unmatched-report: ');
  });

  it('RSK-2: without configuration nothing does, and nothing is counted', () => {
    const rig = new EngineRig();
    refuse(rig, 6);
    expect(rig.kinds().filter((kind) => kind === 'call-judged' || kind === 'breaker')).toEqual([]);
    expect(rig.state.calls).toBeUndefined();
  });
});

describe('the way back', () => {
  function cooled(): EngineRig {
    const rig = rigWith({ rejects: 1 });
    refuse(rig, 1);
    rig.run(299);
    expect(rig.state.breaker.state).toBe('tripped');
    rig.run(1);
    expect(rig.state.breaker.state).toBe('half-open');
    return rig;
  }

  it('RSK-2: half-open lets one order at a time through, over all parents; taken, it closes', () => {
    const rig = cooled();
    ordered(rig, 'a');
    ordered(rig, 'b');
    expect(rig.pendingOf('submit')).toHaveLength(1);
    expect(rig.child(2).belief.status).toBe('blocked_circuit_breaker');
    rig.accept();
    expect(changes(rig).at(-1)).toBe('closed: the order that tried it was taken');
    expect(rig.alerts().at(-1)).toBe('breaker cleared');
    ordered(rig, 'c');
    ordered(rig, 'd');
    expect(rig.pendingOf('submit')).toHaveLength(2);
  });

  it.each([REFUSED, UNKNOWN, REFUSED_CONNECTION])('RSK-2: $kind trips it again', (outcome) => {
    const rig = cooled();
    ordered(rig, 'a');
    rig.outcome('submit', outcome);
    expect(rig.state.breaker.state).toBe('tripped');
    rig.run(301);
    expect(rig.entries('breaker').filter(({ state }) => state === 'half-open')).toHaveLength(2);
  });

  it('RSK-2: an operator resets it at once; one that an operator tripped waits for one', () => {
    const rig = rigWith({ rejects: 1 });
    refuse(rig, 1);
    rig.operator({ do: 'breaker-reset' });
    expect(rig.state.breaker).toEqual({ state: 'closed', reason: 'test' });
    expect(rig.alerts().at(-1)).toBe('breaker cleared');
    rig.operator({ do: 'breaker-trip' });
    rig.run(1_000);
    expect(rig.state.breaker.state).toBe('tripped');
  });

  it('RSK-2 RSK-1: state and counts survive a fold of the journal and a snapshot', () => {
    const rig = cooled();
    ordered(rig, 'a');
    rig.operator({ do: 'kill-on', cancelWorking: true });
    const folded = initialState();
    for (const { input, entries } of rig.blocks)
      for (const entry of entries) evolve(folded, entry, input.at);
    expect(folded.breaker.probe).toBe(rig.child(1).clientOrderId);
    expect(folded.killSwitch.engaged).toBe(true);
    expect(stateHash(folded)).toBe(stateHash(rig.state));
    expect(stateHash(restore(snapshot(folded)))).toBe(stateHash(rig.state));
  });
});
