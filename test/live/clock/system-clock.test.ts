/** The core's clock over the machine's time: what it shows, in which order its timers run, and what it tells of a clock that was set. */
import { describe, expect, it } from 'vitest';
import {
  LANE_ARRIVAL,
  LANE_DELIVERY,
  LANE_DEPARTURE,
  LANE_WAKE,
  type Lane,
} from '../../../src/core/ground/clock.js';
import { type EpochMicros, epochMicros, seconds } from '../../../src/core/ground/units.js';
import { SystemClock } from '../../../src/live/clock/system-clock.js';
import { FakeTime } from './fake-time.js';

const START = epochMicros(1_700_000_000_000_000);
const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;
const after = (micros: number): EpochMicros => epochMicros(START + micros);

const made = (speed = 1) => {
  const time = new FakeTime(START);
  return { time, clock: new SystemClock({ shows: START, speed }, time) };
};

describe('the system clock', () => {
  it('SIM-1: shows the wall clock of its beginning and counts from there', () => {
    const time = new FakeTime(START);
    const clock = SystemClock.ofWall(time);
    expect(clock.now()).toBe(START);
    time.pass(1_234_567);
    expect(clock.now()).toBe(after(1_234_567));
  });

  it('runs so many times faster, timers and all', () => {
    const { time, clock } = made(100);
    const ran: number[] = [];
    clock.schedule(after(10 * SECOND), LANE_WAKE, () => ran.push(clock.now()));
    time.pass(99_000);
    expect(ran).toEqual([]);
    time.pass(2_000);
    expect(ran).toHaveLength(1);
    expect(ran[0]).toBeGreaterThanOrEqual(after(10 * SECOND));
    expect(clock.now()).toBe(after(10.1 * SECOND));
  });

  it('SIM-1: runs what is due by time, then lane, then order of scheduling, and never inside schedule', () => {
    const { time, clock } = made();
    const ran: string[] = [];
    const plan = (at: number, lane: Lane, name: string) =>
      clock.schedule(after(at), lane, () => ran.push(name));
    plan(5_000, LANE_WAKE, 'wake');
    plan(5_000, LANE_DEPARTURE, 'departure');
    plan(5_000, LANE_DELIVERY, 'delivery 1');
    plan(5_000, LANE_DELIVERY, 'delivery 2');
    plan(5_000, LANE_ARRIVAL, 'arrival');
    plan(4_000, LANE_DEPARTURE, 'earlier');
    const gone = plan(4_500, LANE_WAKE, 'canceled');
    clock.cancel(gone);
    expect(ran).toEqual([]);
    time.pass(10_000);
    expect(ran).toEqual(['earlier', 'arrival', 'delivery 1', 'delivery 2', 'wake', 'departure']);
  });

  it('runs what is past as soon as it can, after the action under way', () => {
    const { time, clock } = made();
    const ran: string[] = [];
    clock.schedule(after(1_000), LANE_WAKE, () => {
      clock.schedule(after(-5), LANE_WAKE, () => ran.push('past'));
      clock.soon(LANE_DEPARTURE, () => ran.push('soon'));
      ran.push('first');
    });
    time.pass(1_000);
    time.pass(1);
    expect(ran).toEqual(['first', 'past', 'soon']);
    expect(() => clock.schedule(NaN as EpochMicros, LANE_WAKE, () => undefined)).toThrow(
      'not a time: NaN',
    );
  });

  it('F:CLK8: a time further off than 2^31 ms is waited for in pieces, and comes once', () => {
    const { time, clock } = made();
    const ran: number[] = [];
    clock.schedule(after(60 * DAY), LANE_WAKE, () => ran.push(clock.now()));
    time.pass(59 * DAY);
    expect(ran).toEqual([]);
    expect(Math.max(...time.delays)).toBe(2 ** 31 - 1);
    time.pass(DAY);
    expect(ran).toEqual([after(60 * DAY)]);
  });

  it.each([
    ['F:CLK3: set ahead', 30],
    ['F:CLK4: a machine that slept', 7_200],
  ])('%s is told before anything else of that time, and followed', (_, by) => {
    const { time, clock } = made();
    const ran: unknown[] = [];
    clock.onStep((stepped) => ran.push(['stepped', stepped, clock.now()]));
    clock.schedule(after(2 * SECOND), LANE_WAKE, () => ran.push('due'));
    time.pass(1_500_000);
    time.setWall(by * SECOND);
    time.pass(500_000);
    expect(ran).toEqual([['stepped', seconds(by), after((by + 2) * SECOND)], 'due']);
    time.pass(5 * SECOND);
    expect(ran).toHaveLength(2);
  });

  it('F:CLK3: set back, it stands still until it has caught up, and says so', () => {
    const { time, clock } = made();
    const told: number[] = [];
    clock.onStep((stepped) => told.push(stepped));
    time.pass(2 * SECOND);
    const before = clock.now();
    time.setWall(-3 * SECOND);
    time.pass(2 * SECOND);
    expect(told).toEqual([-3 * SECOND]);
    expect(clock.now()).toBe(before);
    time.pass(500_000);
    expect(clock.now()).toBe(before);
    time.pass(1_500_000);
    expect(clock.now()).toBe(before + SECOND);
  });

  it('a wall clock that is slewed a little is no step', () => {
    const { time, clock } = made();
    const told: number[] = [];
    clock.onStep((stepped) => told.push(stepped));
    for (let k = 0; k < 10; k += 1) {
      time.setWall(k % 2 === 0 ? 400_000 : -400_000);
      time.pass(SECOND);
    }
    expect(told).toEqual([]);
  });

  it('an action that throws has run; the others still come', () => {
    const { time, clock } = made();
    const ran: string[] = [];
    clock.schedule(after(10), LANE_WAKE, () => {
      throw new Error('broken');
    });
    clock.schedule(after(10), LANE_WAKE, () => ran.push('next'));
    expect(() => time.pass(1_000)).toThrow('broken');
    time.pass(1_000);
    expect(ran).toEqual(['next']);
  });

  it('gives way to what comes from outside when there is always something due', () => {
    const { time, clock } = made();
    let runs = 0;
    const again = (): void => {
      runs += 1;
      time.pass(1_000);
      clock.soon(LANE_WAKE, again);
    };
    clock.soon(LANE_WAKE, again);
    let outside = 0;
    time.after(0, () => (outside = runs));
    time.pass(0);
    expect(outside).toBeGreaterThan(0);
    clock.close();
  });

  it('closed, it runs nothing more', () => {
    const { time, clock } = made();
    clock.schedule(after(1_000), LANE_WAKE, () => expect.unreachable());
    clock.close();
    time.pass(SECOND);
    expect(time.nextAt).toBeNull();
  });
});
