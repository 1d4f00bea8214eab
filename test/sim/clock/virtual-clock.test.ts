/** The virtual clock: what moves time, what may not, and the order within an instant. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Clock,
  LANE_ARRIVAL,
  LANE_DELIVERY,
  LANE_DEPARTURE,
  LANE_WAKE,
  type Lane,
} from '../../../src/core/ground/clock.js';
import { InvariantError } from '../../../src/core/ground/invariant.js';
import type { EpochMicros } from '../../../src/core/ground/units.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';

const at = (time: number): EpochMicros => time as EpochMicros;
const drain = (clock: VirtualClock): void => {
  while (clock.runOne());
};

describe('virtual clock', () => {
  it('SCH-1: runs the timers in time order and stands at each one while it runs', () => {
    const clock = new VirtualClock(at(1_000));
    const seen: number[] = [];
    for (const due of [3_000, 1_000, 2_000]) {
      clock.schedule(at(due), LANE_WAKE, () => seen.push(due, clock.now()));
    }
    drain(clock);
    expect(seen).toEqual([1_000, 1_000, 2_000, 2_000, 3_000, 3_000]);
    expect(clock.runOne()).toBe(false);
  });

  it('orders one instant arrival < delivery < wake < departure, and a lane by order of scheduling', () => {
    const clock = new VirtualClock(at(0));
    const seen: string[] = [];
    const lanes: [string, Lane][] = [
      ['departure', LANE_DEPARTURE],
      ['wake', LANE_WAKE],
      ['delivery', LANE_DELIVERY],
      ['arrival', LANE_ARRIVAL],
    ];
    for (const turn of [1, 2]) {
      for (const [name, lane] of lanes)
        clock.schedule(at(5), lane, () => seen.push(`${name} ${turn}`));
    }
    drain(clock);
    expect(seen).toEqual([
      'arrival 1',
      'arrival 2',
      'delivery 1',
      'delivery 2',
      'wake 1',
      'wake 2',
      'departure 1',
      'departure 2',
    ]);
  });

  it('runs a timer of a lane already passed within the instant next, before the lanes that are left', () => {
    const clock = new VirtualClock(at(0));
    const seen: string[] = [];
    clock.schedule(at(5), LANE_WAKE, () => {
      seen.push('wake');
      clock.schedule(clock.now(), LANE_DEPARTURE, () => seen.push('departure'));
      clock.schedule(clock.now(), LANE_ARRIVAL, () => seen.push('arrival'));
    });
    clock.schedule(at(5), LANE_WAKE, () => seen.push('second wake'));
    drain(clock);
    expect(seen).toEqual(['wake', 'arrival', 'second wake', 'departure']);
    expect(clock.now()).toBe(5);
  });

  it('refuses a timer in the past and a time that is no safe integer', () => {
    const clock = new VirtualClock(at(10));
    for (const bad of [9, NaN, Infinity, 10.5]) {
      expect(() => clock.schedule(at(bad), LANE_WAKE, () => undefined)).toThrow(InvariantError);
    }
    expect(clock.pending).toBe(0);
  });

  it('advances without running, but neither backwards nor past a timer that is due', () => {
    const clock = new VirtualClock(at(10));
    let runs = 0;
    const timer = clock.schedule(at(20), LANE_WAKE, () => (runs += 1));
    clock.advanceTo(at(20));
    expect([clock.now(), runs, clock.peekTime()]).toEqual([20, 0, 20]);
    expect(() => clock.advanceTo(at(21))).toThrow(InvariantError);
    expect(() => clock.advanceTo(at(19))).toThrow(InvariantError);
    expect(clock.now()).toBe(20);
    clock.cancel(timer);
    clock.advanceTo(at(21));
    expect([clock.now(), runs, clock.peekTime()]).toEqual([21, 0, null]);
  });

  it('runs until a time, inclusive, with what is scheduled on the way', () => {
    const clock = new VirtualClock(at(0));
    const seen: number[] = [];
    const tick = (): void => {
      seen.push(clock.now());
      clock.schedule(at(clock.now() + 10), LANE_WAKE, tick);
    };
    clock.schedule(at(10), LANE_WAKE, tick);
    clock.runUntil(at(30));
    expect(seen).toEqual([10, 20, 30]);
    clock.runUntil(at(35));
    expect([clock.now(), clock.peekTime()]).toEqual([35, 40]);
  });

  it('refuses to be advanced from inside one of its actions', () => {
    for (const advance of [
      (clock: VirtualClock) => clock.runOne(),
      (clock: VirtualClock) => clock.runUntil(at(9)),
      (clock: VirtualClock) => clock.advanceTo(at(9)),
    ]) {
      const clock = new VirtualClock(at(0));
      clock.schedule(at(5), LANE_WAKE, () => advance(clock));
      expect(() => clock.runOne()).toThrow(InvariantError);
    }
  });

  it('goes on after an action that throws: it has run, the others are pending', () => {
    const clock = new VirtualClock(at(0));
    let runs = 0;
    clock.schedule(at(5), LANE_WAKE, () => {
      throw new Error('strategy bug');
    });
    clock.schedule(at(5), LANE_WAKE, () => (runs += 1));
    expect(() => clock.runOne()).toThrow('strategy bug');
    drain(clock);
    expect(runs).toBe(1);
  });

  it('never runs what was canceled, also by the action just before it', () => {
    const clock = new VirtualClock(at(0));
    const seen: string[] = [];
    const first = clock.schedule(at(5), LANE_WAKE, () => {
      seen.push('first');
      clock.cancel(second);
      clock.cancel(first);
    });
    const second = clock.schedule(at(5), LANE_WAKE, () => seen.push('second'));
    clock.schedule(at(6), LANE_WAKE, () => seen.push('third'));
    drain(clock);
    expect(seen).toEqual(['first', 'third']);
  });

  it('time never falls, whatever the actions schedule and cancel', () => {
    const aPlan = fc.array(fc.tuple(fc.nat(30), fc.constantFrom<Lane>(0, 1, 2, 3), fc.nat(3)), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(aPlan, (plan) => {
        const clock = new VirtualClock(at(100));
        const times: number[] = [];
        let next = 0;
        const spawn = (port: Clock): void => {
          const planned = plan[next++];
          if (planned === undefined) return;
          const [wait, lane, children] = planned;
          port.schedule(at(port.now() + wait), lane, () => {
            times.push(port.now());
            for (let child = 0; child < children; child += 1) spawn(port);
          });
        };
        for (let root = 0; root < 5; root += 1) spawn(clock);
        drain(clock);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(clock.pending).toBe(0);
      }),
    );
  });

  it('SCH-8: ten thousand parents with a hundred slices each, one wake a parent, in order', () => {
    const clock = new VirtualClock(at(0));
    let released = 0;
    let last = 0;
    for (let parent = 0; parent < 10_000; parent += 1) {
      let slice = 0;
      const wake = (): void => {
        if (clock.now() < last) throw new Error('out of order');
        last = clock.now();
        released += 1;
        slice += 1;
        if (slice < 100) clock.schedule(at(clock.now() + 1_000_000 + parent), LANE_WAKE, wake);
      };
      clock.schedule(at(parent), LANE_WAKE, wake);
    }
    expect(clock.pending).toBe(10_000);
    drain(clock);
    expect(released).toBe(1_000_000);
  });
});
