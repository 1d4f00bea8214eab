/**
 * RxJS on virtual time: each operator the product relies on, and the contract of a scheduler's
 * actions.
 */
import {
  type Observable,
  type SchedulerAction,
  Subject,
  auditTime,
  bufferTime,
  debounceTime,
  delay,
  interval,
  map,
  merge,
  observeOn,
  of,
  sampleTime,
  scheduled,
  subscribeOn,
  take,
  throttleTime,
  timeInterval,
  timeout,
  timer,
} from 'rxjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANE_ARRIVAL, LANE_DEPARTURE, LANE_WAKE } from '../../../src/core/ground/clock.js';
import { InvariantError } from '../../../src/core/ground/invariant.js';
import { schedulerOf } from '../../../src/core/ground/rx-scheduler.js';
import type { EpochMicros } from '../../../src/core/ground/units.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';

/** A real date, so that milliseconds as doubles are tried where they are coarsest. */
const START = 1_700_000_000_123_457;

function aRun() {
  const clock = new VirtualClock(START as EpochMicros);
  const scheduler = schedulerOf(clock);
  /** Microseconds since the start. */
  const elapsed = (): number => clock.now() - START;
  const after = (micros: number, action: () => void): unknown =>
    clock.schedule((START + micros) as EpochMicros, LANE_WAKE, action);
  /** Subscribes and records "micros: what" until nothing is pending, or until `limit` micros. */
  const record = (source: Observable<unknown>, limit = 1e12): string[] => {
    const seen: string[] = [];
    source.subscribe({
      next: (value) => seen.push(`${elapsed()}: ${JSON.stringify(value)}`),
      error: (error: unknown) => seen.push(`${elapsed()}: ${(error as Error).name}`),
      complete: () => seen.push(`${elapsed()}: done`),
    });
    expect(seen, 'nothing is emitted inside subscribe').toEqual([]);
    while ((clock.peekTime() ?? Infinity) <= START + limit) clock.runOne();
    return seen;
  };
  /** A subject that emits `value` at each of the given micros. */
  const pulses = (times: readonly number[], completeAt?: number): Subject<number> => {
    const subject = new Subject<number>();
    times.forEach((time, index) => after(time, () => subject.next(index)));
    if (completeAt !== undefined) after(completeAt, () => subject.complete());
    return subject;
  };
  return { clock, scheduler, elapsed, after, record, pulses };
}

describe('RxJS operators on virtual time', () => {
  it('SCH-1: timer fires once, and again with a period', () => {
    const { scheduler, record } = aRun();
    expect(record(timer(1.5, scheduler))).toEqual(['1500: 0', '1500: done']);
    const second = aRun();
    expect(second.record(timer(10, 5, second.scheduler).pipe(take(3)))).toEqual([
      '10000: 0',
      '15000: 1',
      '20000: 2',
      '20000: done',
    ]);
  });

  it('SCH-1: timer takes a date of the clock', () => {
    const { scheduler, record } = aRun();
    const due = new Date(1_700_000_000_200);
    expect(record(timer(due, scheduler))).toEqual(['76543: 0', '76543: done']);
  });

  it('SCH-1: interval ticks without drift', () => {
    const { scheduler, record, clock } = aRun();
    expect(record(interval(250, scheduler).pipe(take(4)))).toEqual([
      '250000: 0',
      '500000: 1',
      '750000: 2',
      '1000000: 3',
      '1000000: done',
    ]);
    expect(clock.pending).toBe(0);
  });

  it('SCH-1: delay moves every value, in order', () => {
    const { scheduler, record, pulses } = aRun();
    expect(record(pulses([1_000, 1_000, 3_000], 4_000).pipe(delay(10, scheduler)))).toEqual([
      '11000: 0',
      '11000: 1',
      '13000: 2',
      '13000: done',
    ]);
  });

  it('SCH-1: debounceTime emits what was followed by silence', () => {
    const { scheduler, record, pulses } = aRun();
    const source = pulses([0, 4_000, 9_999, 30_000], 60_000);
    expect(record(source.pipe(debounceTime(10, scheduler)))).toEqual([
      '19999: 2',
      '40000: 3',
      '60000: done',
    ]);
  });

  it('SCH-1: timeout fails a silence and leaves a talkative source alone', () => {
    const { scheduler, record, pulses, clock } = aRun();
    const source = pulses([4_000, 9_000, 19_001]);
    const limited = source.pipe(timeout({ each: 10, scheduler }));
    expect(record(limited)).toEqual(['4000: 0', '9000: 1', '19000: TimeoutError']);
    expect(clock.pending).toBe(0);
    const calm = aRun();
    const enough = calm
      .pulses([4_000, 9_000], 12_000)
      .pipe(timeout({ each: 10, scheduler: calm.scheduler }));
    expect(calm.record(enough)).toEqual(['4000: 0', '9000: 1', '12000: done']);
  });

  it('SCH-1: bufferTime cuts windows, also overlapping ones', () => {
    const { scheduler, record, pulses } = aRun();
    const source = pulses([1_000, 2_000, 12_000], 25_000);
    expect(record(source.pipe(bufferTime(10, scheduler)))).toEqual([
      '10000: [0,1]',
      '20000: [2]',
      '25000: []',
      '25000: done',
    ]);
    const sliding = aRun();
    const windows = sliding
      .pulses([1_000, 6_000, 12_000], 16_000)
      .pipe(bufferTime(10, 5, sliding.scheduler));
    expect(sliding.record(windows)).toEqual([
      '10000: [0,1]',
      '15000: [1,2]',
      '16000: [2]',
      '16000: []',
      '16000: done',
    ]);
  });

  it('SCH-1: observeOn, subscribeOn and scheduled leave the current call', () => {
    const { scheduler, record } = aRun();
    expect(record(of('a', 'b').pipe(observeOn(scheduler, 1)))).toEqual([
      '1000: "a"',
      '1000: "b"',
      '1000: done',
    ]);
    const lazy = aRun();
    expect(lazy.record(of('a').pipe(subscribeOn(lazy.scheduler, 2)))).toEqual([
      '2000: "a"',
      '2000: done',
    ]);
    const listed = aRun();
    expect(listed.record(scheduled(['a', 'b'], listed.scheduler))).toEqual([
      '0: "a"',
      '0: "b"',
      '0: done',
    ]);
  });

  it('SCH-1: auditTime, sampleTime, throttleTime and timeInterval read the same clock', () => {
    const times = [1_000, 2_000, 3_000, 14_000];
    const { scheduler, record, pulses } = aRun();
    expect(record(pulses(times).pipe(auditTime(5, scheduler), take(2)))).toEqual([
      '6000: 2',
      '19000: 3',
      '19000: done',
    ]);
    const sampled = aRun();
    expect(
      sampled.record(sampled.pulses(times).pipe(sampleTime(10, sampled.scheduler), take(2))),
    ).toEqual(['10000: 2', '20000: 3', '20000: done']);
    const throttled = aRun();
    expect(
      throttled.record(throttled.pulses(times, 20_000).pipe(throttleTime(5, throttled.scheduler))),
    ).toEqual(['1000: 0', '14000: 3', '20000: done']);
    const spaced = aRun();
    const gaps = spaced.pulses(times, 20_000).pipe(
      timeInterval(spaced.scheduler),
      map((gap) => Math.round(gap.interval * 1_000)),
    );
    expect(spaced.record(gaps)).toEqual([
      '1000: 1000',
      '2000: 1000',
      '3000: 1000',
      '14000: 11000',
      '20000: done',
    ]);
  });

  it('debounceTime comes due within a microsecond, at any microsecond and any fraction of a delay', () => {
    fc.assert(
      fc.property(
        fc.nat(5_000_000),
        fc.integer({ min: 1, max: 20_000_000 }),
        (first, waitMicros) => {
          const { scheduler, pulses, clock, elapsed } = aRun();
          let emitted = -1;
          const source = pulses([first, first + (waitMicros >> 1)]);
          source
            .pipe(debounceTime(waitMicros / 1_000, scheduler))
            .subscribe(() => (emitted = elapsed()));
          for (let run = 0; clock.runOne(); run += 1) expect(run).toBeLessThan(10);
          const exact = first + (waitMicros >> 1) + waitMicros;
          expect(Math.abs(emitted - exact)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('merges several timed streams in one order of time', () => {
    const { scheduler, record } = aRun();
    const source = merge(
      interval(3, scheduler).pipe(
        map(() => 'three'),
        take(2),
      ),
      interval(2, scheduler).pipe(
        map(() => 'two'),
        take(3),
      ),
    );
    // At 6 ms the threes' timer was scheduled first (at 3 ms, the twos' at 4 ms).
    expect(record(source)).toEqual([
      '2000: "two"',
      '3000: "three"',
      '4000: "two"',
      '6000: "three"',
      '6000: "two"',
      '6000: done',
    ]);
  });
});

describe('scheduler of a clock', () => {
  it('tells milliseconds, with the microseconds as their fraction', () => {
    const { scheduler, clock } = aRun();
    expect(scheduler.now()).toBeCloseTo(1_700_000_000_123.457, 3);
    expect(Math.round(scheduler.now() * 1_000)).toBe(clock.now());
  });

  it('runs work with itself as `this` and the state it was given, and again when it reschedules itself', () => {
    const { scheduler, clock, elapsed } = aRun();
    const seen: number[] = [];
    const action = scheduler.schedule<number>(
      function (this: SchedulerAction<number>, state = 0) {
        seen.push(elapsed(), state);
        if (state < 3) this.schedule(state + 1, 10 * state);
      },
      5,
      1,
    );
    while (clock.runOne());
    expect(seen).toEqual([5_000, 1, 15_000, 2, 35_000, 3]);
    expect(action.closed).toBe(false);
  });

  it('keeps one pending timer an action: rescheduling replaces it', () => {
    const { scheduler, clock, elapsed } = aRun();
    const seen: string[] = [];
    const action = scheduler.schedule<string>(
      (state) => seen.push(`${elapsed()} ${state}`),
      5,
      'first',
    );
    (action as SchedulerAction<string>).schedule('second', 8);
    expect(clock.pending).toBe(1);
    while (clock.runOne());
    expect(seen).toEqual(['8000 second']);
  });

  it('cancels the timer on unsubscribe, whether it is waiting or running', () => {
    const { scheduler, clock } = aRun();
    let runs = 0;
    scheduler.schedule(() => (runs += 1), 5).unsubscribe();
    expect(clock.pending).toBe(0);
    scheduler.schedule(function (this: SchedulerAction<unknown>) {
      runs += 1;
      this.schedule(undefined, 5);
      this.unsubscribe();
      this.schedule(undefined, 5);
    }, 5);
    while (clock.runOne());
    expect(runs).toBe(1);
    const subscription = interval(5, scheduler).subscribe();
    subscription.unsubscribe();
    expect(clock.pending).toBe(0);
  });

  it('lets an error inside work through, closes that action and keeps the others', () => {
    const { scheduler, clock } = aRun();
    const seen: string[] = [];
    const failing = scheduler.schedule(() => {
      throw new Error('strategy bug');
    }, 5);
    scheduler.schedule(() => seen.push('other'), 5);
    expect(() => clock.runOne()).toThrow('strategy bug');
    expect(failing.closed).toBe(true);
    while (clock.runOne());
    expect(seen).toEqual(['other']);
  });

  it('waits in the wake lane', () => {
    const { scheduler, clock, elapsed } = aRun();
    const seen: string[] = [];
    const due = (START + 5_000) as EpochMicros;
    clock.schedule(due, LANE_DEPARTURE, () => seen.push('departure'));
    scheduler.schedule(() => seen.push('wake'), 5);
    clock.schedule(due, LANE_ARRIVAL, () => seen.push('arrival'));
    while (clock.runOne());
    expect(seen).toEqual(['arrival', 'wake', 'departure']);
    expect(elapsed()).toBe(5_000);
  });

  it('takes delays as they come: negative is 0, a sliver is a microsecond, Infinity never, NaN an error', () => {
    const { scheduler, clock } = aRun();
    const due = (wait: number): number | null => {
      const action = scheduler.schedule(() => undefined, wait);
      const time = clock.peekTime();
      action.unsubscribe();
      return time === null ? null : time - START;
    };
    expect([due(-5), due(0), due(1e-9), due(0.0014), due(2.5), due(Infinity)]).toEqual([
      0,
      0,
      1,
      1,
      2_500,
      null,
    ]);
    expect(() => due(NaN)).toThrow(InvariantError);
  });
});
