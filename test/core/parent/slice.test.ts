/** A slice from "due" to "released" (SCH-1, SCH-2), what waits, what is blocked, and what comes after the last one. */
import { describe, expect, it } from 'vitest';
import type { ExecutionReport } from '../../../src/core/order/execution-report.js';
import type { Lots, Ticks } from '../../../src/core/ground/units.js';
import type { ConfigChanges } from '../../support/engine-config.js';
import { EngineRig, READS_DEPTH, DEEP_BOOK } from '../../support/engine-rig.js';
import { INSTRUMENT, inSeconds } from '../../support/simulation-plan.js';

const secondsOf = (rig: EngineRig, kind: 'slice-due' | 'slice-released'): readonly number[] =>
  rig.blocks.flatMap(({ input, entries }) =>
    entries
      .filter((entry) => entry.kind === kind)
      .map(() => (input.at - 1_700_000_000_000_000) / 1_000_000),
  );

/** Every order is filled as it leaves. */
function fillAll(rig: EngineRig): void {
  for (const command of [...rig.pendingOf('submit')]) {
    rig.accept(command);
    const n = rig
      .children()
      .findIndex(({ clientOrderId }) => clientOrderId === command.clientOrderId);
    rig.trade(command.terms.quantity, command.terms.quantity, n);
  }
}

function play(rig: EngineRig, seconds: number): void {
  for (let second = 0; second < seconds; second += 1) {
    for (const read of rig.pendingOf('read-depth')) rig.answer(read, DEEP_BOOK);
    fillAll(rig);
    rig.run(1);
  }
  fillAll(rig);
}

describe('slices in their time', () => {
  it('SCH-1 TWAP-3: each is taken up at its own time, on the clock the core is given', () => {
    const rig = new EngineRig().order();
    play(rig, 60);
    expect(secondsOf(rig, 'slice-due')).toEqual([0, 10, 20, 30, 40, 50]);
    expect(rig.entries('slice-due').map(({ overdueMicros }) => overdueMicros)).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
    expect(rig.parent()).toMatchObject({ status: 'filled', filled: 600 });
    expect(rig.clock.pending).toBe(0);
  });

  it('TWAP-8 TWAP-2 S19: with the quantities of the plan, the larger first', () => {
    const rig = new EngineRig().order({ quantity: '0.603' });
    play(rig, 60);
    const sent = rig.entries('submit-intent').map(({ command }) => command.terms.quantity);
    expect(sent).toEqual([101, 101, 101, 100, 100, 100]);
  });

  it('SCH-1: those that are overdue together leave one by one, no faster than the interval or ten seconds', () => {
    const rig = new EngineRig({ config: READS_DEPTH });
    rig.order({ slices: 6, duration: inSeconds(120) });
    // The first slice's look at the book takes 70 s: three more are due by then.
    rig.run(70);
    play(rig, 120);
    expect(secondsOf(rig, 'slice-due')).toEqual([0, 70, 80, 90, 100, 110]);
    expect(rig.parent().status).toBe('filled');
  });
});

describe('guards', () => {
  const cases = [
    ['kill-on', 'blocked_kill_switch'],
    ['breaker-trip', 'blocked_circuit_breaker'],
  ] as const;

  it.each(cases)(
    'SCH-2: %s at the start of a slice: %s, never sent, journaled with its reason',
    (what, status) => {
      const rig = new EngineRig().order();
      fillAll(rig);
      rig.operator(
        what === 'kill-on' ? { do: what, cancelWorking: true } : { do: what },
        'a storm',
      );
      rig.run(10);
      expect(rig.child(1).belief.status).toBe(status);
      expect(rig.entries('slice-ended').at(-1)?.reason).toContain('a storm');
      expect(rig.entries('submit-intent')).toHaveLength(1);
      rig.operator({ do: what === 'kill-on' ? 'kill-off' : 'breaker-reset' });
      play(rig, 50);
      expect(rig.parent()).toMatchObject({ status: 'completed_partial', filled: 500 });
    },
  );

  it.each(cases)(
    'SCH-2 F:RSK1 F:RSK3: %s while the slice reads the market: caught by the second check',
    (what, status) => {
      const rig = new EngineRig({ config: READS_DEPTH }).order();
      rig.operator(what === 'kill-on' ? { do: what, cancelWorking: true } : { do: what });
      rig.answer('read-depth', DEEP_BOOK);
      expect(rig.child().belief.status).toBe(status);
      expect(rig.entries('slice-released')).toEqual([]);
    },
  );

  it('SCH-2 S10 F:RSK1: the shared kill switch, thrown between decision and wire: vetoed as `not-sent`', () => {
    let engaged = false;
    const rig = new EngineRig({ engaged: () => engaged, config: READS_DEPTH }).order();
    engaged = true;
    rig.answer('read-depth', DEEP_BOOK);
    rig.flush();
    expect(rig.entries('intent-withdrawn').map(({ veto }) => veto?.code)).toEqual(['kill-switch']);
    expect(rig.child().belief.status).toBe('blocked_kill_switch');
  });
});

describe('the session', () => {
  /** 2024-07-03, a half day: the close is at 13:00 in New York, 17:00 UTC. */
  const nyse = { ...INSTRUMENT, calendar: 'nyse' } as const;
  const CONFIG: ConfigChanges = { instruments: new Map([[nyse.symbol, nyse]]) };
  const CLOSE = 1_720_026_000;

  function heldAtTheClose(acrossSessions: boolean): EngineRig {
    const rig = new EngineRig({ config: CONFIG });
    rig.run(CLOSE - 1_700_000_000 - 20);
    rig.quoteAge = inSeconds(60);
    rig.order({ slices: 2, duration: inSeconds(20), acrossSessions });
    rig.run(12);
    // The second slice holds for market data until the close.
    rig.run(8);
    rig.quoteAge = inSeconds(0);
    rig.run(1);
    return rig;
  }

  it('S20 TWAP-3: a slice that was held past the close is skipped', () => {
    const rig = heldAtTheClose(false);
    expect(rig.entries('submit-intent')).toEqual([]);
    expect(rig.children().map(({ belief }) => belief.status)).toEqual(['skipped', 'skipped']);
  });

  it('S20 RCV-3: or waits for the next open, where its order may', () => {
    const rig = new EngineRig({ config: CONFIG });
    rig.run(CLOSE - 1_700_000_000 - 1);
    rig.quoteAge = inSeconds(60);
    rig.order({ slices: 1, duration: inSeconds(60), acrossSessions: true });
    rig.run(1);
    rig.quoteAge = inSeconds(0);
    rig.run(5);
    expect(rig.entries('slice-waiting').at(-1)?.reason).toBe('closed');
    expect(rig.entries('submit-intent')).toEqual([]);
    // July 4th is a holiday: the next open is on the 5th, 13:30 UTC.
    rig.run(1_720_186_200 - CLOSE - 6);
    expect(rig.entries('submit-intent')).toEqual([]);
    rig.run(1);
    expect(rig.entries('submit-intent')).toHaveLength(1);
  });
});

describe('dry run', () => {
  it('ORD-9: everything is planned and journaled, nothing is sent', () => {
    const rig = new EngineRig({ config: { dryRun: true } }).order({ completion: 'catch-up' });
    rig.run(120);
    expect(rig.entries('slice-released').map(({ dryRun }) => dryRun)).toEqual(Array(6).fill(true));
    expect(rig.children().map(({ belief }) => belief.status)).toEqual(Array(6).fill('dry_run'));
    expect(rig.entries('submit-intent')).toEqual([]);
    expect(rig.host.effects).toBe(0);
    expect(rig.parent().status).toBe('failed');
  });
});

describe('what is computed', () => {
  it('ORD-5: a peg is resolved at release, rounded away from aggression', () => {
    const rig = new EngineRig();
    rig.quote = { bid: 600_000, ask: 600_001 };
    rig.order({
      type: 'limit',
      limitPrice: { peg: 'mid', offsetTicks: 0 },
      timeInForce: 'gtc',
      slices: 1,
    });
    expect(rig.only('submit').terms.limitPrice).toBe(600_000);
    const sell = new EngineRig();
    sell.quote = { bid: 600_000, ask: 600_001 };
    sell.order({
      side: 'sell',
      type: 'limit',
      limitPrice: { peg: 'mid', offsetTicks: 0 },
      timeInForce: 'gtc',
      slices: 1,
    });
    expect(sell.only('submit').terms.limitPrice).toBe(600_001);
  });

  it('ORD-5: a slice below the minimum of the venue fails with words before it is sent', () => {
    const rig = new EngineRig({ config: { slicing: { minSliceValue: '0' } } });
    rig.order({
      type: 'limit',
      limitPrice: { peg: 'bid', offsetTicks: 0 },
      timeInForce: 'gtc',
      quantity: '0.001',
      slices: 1,
    });
    fillAll(rig);
    const cheap = new EngineRig({
      config: {
        slicing: { minSliceValue: '0' },
        earlyStop: { ...READS_DEPTH.earlyStop, deviationBps: null },
      },
    });
    cheap.order({
      type: 'limit',
      limitPrice: { peg: 'bid', offsetTicks: 0 },
      timeInForce: 'gtc',
      quantity: '0.001',
      slices: 1,
    });
    cheap.quote = { bid: 49_999, ask: 50_001 };
    const quantity = 1_000 as Lots;
    cheap.answer('read-depth', {
      kind: 'depth',
      bids: [{ price: 49_999 as Ticks, quantity }],
      asks: [{ price: 50_001 as Ticks, quantity }],
    });
    expect(cheap.child().belief.status).toBe('failed');
    expect(cheap.parent()).toMatchObject({
      status: 'stopped_early',
      stop: { code: 'SLICE_FAILED' },
    });
    expect(cheap.parent().stop?.measured).toMatch(/minimum notional/);
  });

  it('ORD-7 SCH-7: filled and unfilled add up to the order, exactly, in every terminal parent', () => {
    const rig = new EngineRig().order({ slices: 2, duration: inSeconds(20) });
    rig.accept();
    rig.trade(123, 123);
    rig.report({ execType: 'canceled', status: 'canceled', cumQty: 123 as Lots });
    rig.run(10);
    fillAll(rig);
    const told = rig.entries('parent-status').at(-1);
    expect(told).toMatchObject({ status: 'completed_partial', filled: 423, unfilled: 177 });
  });
});

describe('completion', () => {
  const canceled = (cumQty: number): Partial<ExecutionReport> => ({
    execType: 'canceled',
    status: 'canceled',
    cumQty: cumQty as Lots,
  });

  it('TWAP-8: `leave` leaves what is unfilled', () => {
    const rig = new EngineRig().order({ slices: 1 });
    rig.accept();
    rig.report(canceled(0));
    rig.run(60);
    expect(rig.parent().status).toBe('failed');
    expect(rig.children()).toHaveLength(1);
  });

  it('TWAP-8: `catch-up` appends one further slice, with its own number and id, once every slice is over', () => {
    const rig = new EngineRig().order({
      slices: 2,
      duration: inSeconds(20),
      completion: 'catch-up',
    });
    rig.accept();
    rig.report(canceled(0));
    rig.run(9);
    expect(rig.entries('catch-up-planned')).toEqual([]);
    rig.run(1);
    fillAll(rig);
    expect(rig.entries('catch-up-planned')).toMatchObject([{ slice: 2, quantity: 300 }]);
    rig.flush();
    fillAll(rig);
    expect(new Set(rig.children().map(({ clientOrderId }) => clientOrderId)).size).toBe(3);
    expect(rig.parent()).toMatchObject({ status: 'filled', filled: 600 });
  });

  it('TWAP-8: once: what the catch-up slice leaves is left, and its refusal stops nothing', () => {
    const rig = new EngineRig().order({ slices: 1, completion: 'catch-up' });
    rig.accept();
    rig.trade(100, 100);
    rig.report(canceled(100));
    rig.flush();
    rig.outcome('submit', { kind: 'rejected', code: 'no', text: '' });
    rig.run(60);
    expect(rig.parent()).toMatchObject({ status: 'completed_partial', stop: null, filled: 100 });
    expect(rig.children()).toHaveLength(2);
  });

  it('TWAP-8 SCH-3: nothing follows a stop or a cancel', () => {
    const rig = new EngineRig().order({ slices: 1, completion: 'catch-up' });
    rig.outcome('submit', { kind: 'rejected', code: 'no', text: '' });
    rig.run(60);
    expect(rig.entries('catch-up-planned')).toEqual([]);
    expect(rig.parent().status).toBe('stopped_early');
  });

  it('SCH-3: with onSliceFailure `continue` the next slices go on after a rejection', () => {
    const rig = new EngineRig({ config: { earlyStop: { onSliceFailure: 'continue' } } }).order({
      slices: 2,
      duration: inSeconds(20),
    });
    rig.outcome('submit', { kind: 'rejected', code: 'no', text: '' });
    play(rig, 20);
    expect(rig.parent()).toMatchObject({ status: 'completed_partial', filled: 300 });
  });
});
