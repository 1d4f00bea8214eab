/**
 * Laws of the timer heap: against a plain sorted list, under any interleaving of schedule, cancel
 * and pop.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lane, TimerHandle } from '../../../src/core/ground/clock.js';
import type { EpochMicros } from '../../../src/core/ground/units.js';
import { TimerHeap } from '../../../src/core/ground/timer-heap.js';

interface ListedTimer {
  readonly at: number;
  readonly lane: number;
  readonly sequence: number;
}

const byOrder = (a: ListedTimer, b: ListedTimer): number =>
  [a.at - b.at, a.lane - b.lane].find((gap) => gap !== 0) ?? a.sequence - b.sequence;

type Step =
  | { readonly kind: 'schedule'; readonly at: number; readonly lane: Lane }
  | { readonly kind: 'cancel'; readonly pick: number }
  | { readonly kind: 'pop' };

// Few distinct times, so that ties in time and in lane are the rule; canceling as common as
// running.
const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('schedule' as const),
      at: fc.nat(20),
      lane: fc.constantFrom<Lane>(0, 1, 2, 3),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'pop' as const }) },
);

/** Runs the steps on the heap and on a list; the trace of what each of them answered. */
function runBoth(steps: readonly Step[]): { heap: unknown[]; list: unknown[] } {
  const heap = new TimerHeap();
  let list: ListedTimer[] = [];
  const handles: TimerHandle[] = [];
  const trace: { heap: unknown[]; list: unknown[] } = { heap: [], list: [] };
  let popped = -1;
  const popBoth = (): void => {
    trace.heap.push(heap.peekTime());
    popped = -1;
    heap.pop()?.();
    trace.heap.push(popped);
    const least = [...list].sort(byOrder)[0];
    trace.list.push(least?.at ?? null, least?.sequence ?? -1);
    list = list.filter((timer) => timer !== least);
  };
  for (const step of steps) {
    if (step.kind === 'schedule') {
      const sequence = handles.length;
      handles.push(heap.schedule(step.at as EpochMicros, step.lane, () => (popped = sequence)));
      list.push({ at: step.at, lane: step.lane, sequence });
    } else if (step.kind === 'cancel' && handles.length > 0) {
      // Any handle ever given out: pending, canceled already or long gone.
      const sequence = step.pick % handles.length;
      trace.heap.push(heap.cancel(handles[sequence]!));
      trace.list.push(list.some((timer) => timer.sequence === sequence));
      list = list.filter((timer) => timer.sequence !== sequence);
    } else popBoth();
    trace.heap.push(heap.size);
    trace.list.push(list.length);
  }
  while (list.length > 0 || heap.size > 0) popBoth();
  return trace;
}

describe('timer heap', () => {
  it('any interleaving of schedule, cancel and pop equals a stable sort by (time, lane, sequence)', () => {
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 400, size: 'max' }), (steps) => {
        const { heap, list } = runBoth(steps);
        expect(heap).toEqual(list);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps the order when it grows and when canceled timers are swept out', () => {
    const steps: Step[] = [];
    for (let index = 0; index < 1_000; index += 1) {
      steps.push({ kind: 'schedule', at: (index * 7_919) % 101, lane: (index % 4) as Lane });
    }
    for (let index = 0; index < 900; index += 1)
      steps.push({ kind: 'cancel', pick: (index * 7) % 1_000 });
    steps.push({ kind: 'pop' }, { kind: 'schedule', at: 50, lane: 1 });
    const { heap, list } = runBoth(steps);
    expect(heap).toEqual(list);
  });

  it('never lets a stale handle hit the timer that took its slot', () => {
    const heap = new TimerHeap();
    const handles = new Set<TimerHandle>();
    for (let turn = 0; turn < 10_000; turn += 1) {
      handles.add(heap.schedule(turn as EpochMicros, 0, () => undefined));
      heap.pop();
    }
    expect(handles.size).toBe(10_000);
    heap.schedule(1 as EpochMicros, 0, () => undefined);
    for (const stale of handles) expect(heap.cancel(stale)).toBe(false);
    expect(heap.size).toBe(1);
  });

  it('does not hoard canceled timers (a timeout renewed a million times)', () => {
    const heap = new TimerHeap();
    let renewed: TimerHandle | null = null;
    for (let turn = 0; turn < 1_000_000; turn += 1) {
      if (renewed !== null) heap.cancel(renewed);
      renewed = heap.schedule((turn + 30_000_000) as EpochMicros, 2, () => undefined);
    }
    expect(heap.size).toBe(1);
    // A hoard would fill the slots: they are far fewer than the timers canceled.
    expect((renewed ?? 0) % 2 ** 22).toBeLessThan(256);
  });
});
