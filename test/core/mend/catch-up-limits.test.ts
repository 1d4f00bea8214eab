/**
 * A catch-up obeys the liquidity limit like every slice (TWAP-7): what four slices left undone is not sent as one order
 * of four times the size that the day's volume allows. It is cut, and the parts go at the pace of overdue slices.
 */
import { describe, expect, it } from 'vitest';
import { EngineRig } from '../../support/engine-rig.js';
import { INSTRUMENT, inSeconds } from '../../support/simulation-plan.js';
import { ended, lots, submits } from './late-parents.js';

/** 600 lots in six slices, 10 s apart; 1 % of the day's volume is `limit` lots. The first `missed` of them fill nothing. */
function missing(missed: number, limit: number | null): EngineRig {
  const config = { slicing: { liquidityCheckEnabled: true, maxSliceOfAdvBps: 100 } };
  const rig = new EngineRig({ config }).order({ completion: 'catch-up', slices: 6 });
  const averageDailyVolume = limit === null ? null : lots(limit * 100);
  rig.answer('read-volume', { kind: 'volume', averageDailyVolume });
  rig.flush();
  for (let n = 0; n < 6; n += 1) {
    rig.accept();
    ended(rig, n, n < missed ? 0 : 100);
    if (n < 5) rig.run(10);
  }
  return rig;
}

/** Fills what is pending, whatever it is, for so long; returns when each submit was intended, in seconds. */
function fillAll(rig: EngineRig, seconds: number): void {
  for (let n = 0; n < seconds * 2; n += 1) {
    const [submit] = rig.pendingOf('submit');
    if (submit !== undefined) {
      rig.accept(submit);
      const at = rig.children().findIndex((child) => child.clientOrderId === submit.clientOrderId);
      rig.trade(submit.terms.quantity, submit.terms.quantity, at);
    }
    rig.run(0.5);
  }
}

const intendedAt = (rig: EngineRig): readonly number[] =>
  rig.blocks.flatMap(({ input, entries }) =>
    entries.some(({ kind }) => kind === 'submit-intent') ? [input.at / 1_000_000] : [],
  );

describe('a catch-up beyond the liquidity limit', () => {
  it('TWAP-7 TWAP-8: is cut into orders within it, which together are what was missing', () => {
    const rig = missing(4, 100);
    fillAll(rig, 90);
    expect(submits(rig).slice(6)).toEqual([100, 100, 100, 100]);
    expect(rig.parent()).toMatchObject({ status: 'filled', filled: 600 });
  });

  it('TWAP-7 TWAP-8: is cut into even parts, the larger first', () => {
    const rig = missing(4, 150);
    fillAll(rig, 90);
    expect(submits(rig).slice(6)).toEqual([134, 133, 133]);
  });

  it('TWAP-5 TWAP-8 S17: each part has a number and an id of its own', () => {
    const rig = missing(4, 100);
    fillAll(rig, 90);
    const released = rig.entries('slice-released').slice(6);
    expect(released.map(({ slice, childKind }) => `${childKind} ${slice}`)).toEqual([
      'catch-up 6',
      'catch-up 7',
      'catch-up 8',
      'catch-up 9',
    ]);
    const ids = rig.entries('slice-released').map(({ clientOrderId }) => clientOrderId);
    expect(new Set(ids).size).toBe(10);
  });

  it('TWAP-7 RCV-3: the parts do not leave in one burst', () => {
    const rig = missing(4, 100);
    fillAll(rig, 90);
    const times = intendedAt(rig).slice(6);
    const gaps = times.slice(1).map((at, n) => at - (times[n] ?? 0));
    expect(gaps).toHaveLength(3);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(9.9);
  });

  it('TWAP-8: a part that fills nothing is not caught up again, the others still go, and the parent ends', () => {
    const rig = missing(4, 100);
    for (let n = 0; n < 200; n += 1) {
      const [submit] = rig.pendingOf('submit');
      if (submit !== undefined) {
        const at = rig.children().length - 1;
        rig.accept(submit);
        ended(rig, at, at === 7 ? 0 : 100);
      }
      rig.run(0.5);
    }
    expect(submits(rig)).toHaveLength(10);
    expect(rig.parent()).toMatchObject({ status: 'completed_partial', filled: 500 });
  });

  it('S1 TWAP-8: a late fill between two parts makes the later ones smaller, or keeps them back', () => {
    const rig = missing(4, 100);
    fillAll(rig, 1);
    expect(submits(rig)).toHaveLength(7);
    rig.trade(100, 100, 0);
    rig.trade(60, 60, 1);
    fillAll(rig, 90);
    expect(rig.parent()).toMatchObject({ status: 'filled', filled: 600 });
    const sent = submits(rig).slice(6);
    expect(sent.reduce((sum, quantity) => sum + quantity, 0)).toBe(240);
    for (const quantity of sent) expect(quantity).toBeLessThanOrEqual(100);
  });

  it('SCH-5: a cancel of the parent between two parts leaves the rest undone', () => {
    const rig = missing(4, 100);
    fillAll(rig, 1);
    rig.operator({ do: 'cancel-parent', parentId: rig.parent().parentId });
    fillAll(rig, 60);
    expect(submits(rig)).toHaveLength(7);
    expect(rig.parent()).toMatchObject({ status: 'canceled', filled: 300 });
  });

  it('TWAP-6 TWAP-7 TWAP-8: where less than the limit is worth no order, no part is smaller than a slice was', () => {
    // Two lots are the least that is worth 100, and the limit is one: the plan has slices of two, with a warning.
    const instrument = { ...INSTRUMENT, minNotional: '100' };
    const config = {
      slicing: { liquidityCheckEnabled: true, maxSliceOfAdvBps: 100 },
      instruments: new Map([[instrument.symbol, instrument]]),
    };
    const rig = new EngineRig({ config });
    rig.order({ completion: 'catch-up', quantity: '0.01', slices: 5, duration: inSeconds(50) });
    rig.answer('read-volume', { kind: 'volume', averageDailyVolume: lots(100) });
    rig.flush();
    for (let n = 0; n < 5; n += 1) {
      rig.accept();
      ended(rig, n, n === 0 ? 1 : n === 1 ? 0 : 2);
      rig.run(10);
    }
    fillAll(rig, 60);
    expect(submits(rig)).toEqual([2, 2, 2, 2, 2, 3]);
    expect(rig.parent()).toMatchObject({ status: 'filled', filled: 10 });
  });

  it('TWAP-7: without a limit it is one order, as before', () => {
    const rig = missing(4, null);
    fillAll(rig, 60);
    expect(submits(rig).slice(6)).toEqual([400]);
    expect(rig.parent()).toMatchObject({ status: 'filled', filled: 600 });
  });
});
