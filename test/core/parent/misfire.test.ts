/** RCV-3: slices that came due while nobody was there, by how late they are and whether their market is open. */
import { describe, expect, it } from 'vitest';
import { micros } from '../../../src/core/ground/units.js';
import type { ConfigChanges } from '../../support/engine-config.js';
import { EngineRig, START } from '../../support/engine-rig.js';
import { INSTRUMENT, inSeconds } from '../../support/simulation-plan.js';

const nyse = { ...INSTRUMENT, calendar: 'nyse' } as const;
const CONFIG: ConfigChanges = { instruments: new Map([[nyse.symbol, nyse]]) };
/** 2024-07-03, a half day: the close is at 13:00 in New York, 17:00 UTC; July 4th is a holiday. */
const CLOSE = 1_720_026_000;
const NEXT_OPEN = 1_720_186_200;

const secondsFrom = (rig: EngineRig, second: number): number => second - rig.now / 1_000_000;

/** Ten slices, one every 20 s from 100 s before the close; three of them are sent, then the process is gone until `back`. */
function backAt(back: number, acrossSessions = true): EngineRig {
  const rig = new EngineRig({ config: CONFIG });
  rig.run(CLOSE - 100 - START / 1_000_000);
  rig.order({ slices: 10, duration: inSeconds(200), acrossSessions });
  for (let slice = 0; slice < 3; slice += 1) {
    rig.accept();
    const { quantity } = rig.child(slice).terms;
    rig.trade(quantity, quantity, slice);
    rig.run(slice === 2 ? 1 : 20);
  }
  const down = micros(back * 1_000_000 - rig.now);
  const next = new EngineRig({ config: CONFIG, after: { rig, down } });
  clearUp(next);
  return next;
}

/** The venue has everything the process before had sent, and nothing more. */
function clearUp(rig: EngineRig): void {
  rig.answer(rig.pendingOf('read-open-orders').at(-1)!, {
    kind: 'open-orders',
    orders: [],
    nextCursor: null,
  });
  const orders = rig
    .children()
    .filter(({ submit }) => submit.attempts > 0)
    .map(({ clientOrderId, terms }) =>
      rig.snapshot(clientOrderId, { status: 'filled', cumQty: terms.quantity }),
    );
  rig.answer(rig.pendingOf('read-history').at(-1)!, { kind: 'history', orders, nextCursor: null });
  rig.answer('read-positions', { kind: 'positions', positions: [] });
  rig.run(1);
}

const statuses = (rig: EngineRig): readonly string[] =>
  rig.children().map(({ belief }) => belief.status);

const sentBy = (rig: EngineRig): readonly number[] =>
  rig.entries('slice-released').map(({ slice }) => slice);

const isOverdueTold = (rig: EngineRig): boolean => rig.alerts().includes('slice-overdue raised');

describe('a slice that came due while nobody was there', () => {
  it('RCV-3: late by less than the grace and open: sent now, and nothing told', () => {
    const rig = backAt(CLOSE - 15);
    expect(sentBy(rig)).toEqual([3]);
    expect(isOverdueTold(rig)).toBe(false);
  });

  it('RCV-3: late by less than the grace and closed: sent at the next open', () => {
    const rig = backAt(CLOSE + 5);
    expect(sentBy(rig)).toEqual([]);
    expect(rig.entries('slice-waiting').at(-1)).toMatchObject({ slice: 3, reason: 'closed' });
    rig.run(secondsFrom(rig, NEXT_OPEN) - 1);
    expect(sentBy(rig)).toEqual([]);
    rig.run(1);
    expect(sentBy(rig)).toEqual([3]);
  });

  it('RCV-3: not the next day where its order ends with the session', () => {
    const rig = new EngineRig({ config: CONFIG });
    rig.run(CLOSE - 20 - START / 1_000_000);
    rig.order({ slices: 2, duration: inSeconds(20) });
    rig.accept();
    rig.trade(rig.child().terms.quantity, rig.child().terms.quantity);
    const next = new EngineRig({ config: CONFIG, after: { rig, down: inSeconds(25) } });
    clearUp(next);
    expect(statuses(next)).toEqual(['filled', 'skipped']);
  });

  it('RCV-3: late by more and open: sent now, one every 10 s, and told once', () => {
    const rig = backAt(NEXT_OPEN + 120);
    rig.run(1);
    expect(sentBy(rig)).toEqual([3]);
    expect(isOverdueTold(rig)).toBe(true);
    rig.accept();
    rig.run(7);
    expect(sentBy(rig)).toEqual([3]);
    rig.run(2);
    expect(sentBy(rig)).toEqual([3, 4]);
    expect(rig.entries('alert').filter(({ code }) => code === 'slice-overdue')).toHaveLength(1);
  });

  it('RCV-3: what came due behind one that waited for the gate does not leave in one burst with it', () => {
    const rig = new EngineRig();
    rig.order({ slices: 10, duration: inSeconds(100) });
    rig.accept();
    rig.trade(rig.child().terms.quantity, rig.child().terms.quantity);
    const next = new EngineRig({ after: { rig, down: inSeconds(12) } });
    next.run(30);
    expect(sentBy(next)).toEqual([]);
    clearUp(next);
    expect(sentBy(next)).toEqual([1]);
    next.run(9);
    expect(sentBy(next)).toEqual([1]);
    next.run(1);
    expect(sentBy(next)).toEqual([1, 2]);
  });

  it('RCV-3: late by more and closed: it fails, alone: those that are to come are sent', () => {
    const rig = backAt(CLOSE + 3_600);
    rig.run(100);
    expect(statuses(rig)).toEqual(['filled', 'filled', 'filled', 'failed', 'failed']);
    expect(rig.entries('slice-ended').at(-1)?.reason).toContain('late, and the market is closed');
    expect(rig.entries('parent-stopped')).toEqual([]);
    rig.run(secondsFrom(rig, NEXT_OPEN));
    expect(sentBy(rig)).toEqual([5]);
    expect(isOverdueTold(rig)).toBe(false);
  });

  it('RCV-3: what waits for the next open is not late before that', () => {
    const rig = backAt(CLOSE + 5);
    expect(statuses(rig)).toEqual(['filled', 'filled', 'filled']);
    const down = inSeconds(7_200);
    const next = new EngineRig({ config: CONFIG, after: { rig, down } });
    next.run(60);
    expect(statuses(next)).not.toContain('failed');
  });

  it('RCV-3: the grace is configuration', () => {
    const config: ConfigChanges = {
      ...CONFIG,
      restart: { misfireGrace: inSeconds(7_200), gateTimeout: inSeconds(300) },
    };
    const rig = new EngineRig({ config });
    rig.run(CLOSE - 40 - START / 1_000_000);
    rig.order({ slices: 2, duration: inSeconds(40), acrossSessions: true });
    const next = new EngineRig({ config, after: { rig, down: inSeconds(3_600) } });
    clearUp(next);
    next.run(1);
    expect(next.entries('slice-waiting').at(-1)).toMatchObject({ slice: 1, reason: 'closed' });
  });
});
