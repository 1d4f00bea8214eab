/** Laws of a clock that is wrong (F:CLK1 to F:CLK4, F:CLK6): it never goes back, and what waits for a time of it happens when it shows it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lane } from '../../../src/core/ground/clock.js';
import {
  type EpochMicros,
  type Micros,
  epochMicros,
  plus,
} from '../../../src/core/ground/units.js';
import { ClockShape } from '../../../src/sim/clock/clock-shape.js';
import { AwakeClock, LocalClock } from '../../../src/sim/clock/local-clock.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';

const START = epochMicros(1_700_000_000_000_000);
const RUN = 1_000_000;
const within = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: least, max: most });

interface Drawn {
  readonly ahead: number;
  readonly ppm: number;
  readonly steps: readonly (readonly [at: number, by: number])[];
  readonly sleeps: readonly (readonly [from: number, length: number])[];
  readonly slews: readonly (readonly [from: number, length: number, share: number])[];
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  ahead: within(-RUN, RUN),
  ppm: fc.oneof(fc.constant(0), within(-500, 500), within(-400_000, 400_000)),
  steps: fc.array(fc.tuple(within(0, RUN), within(-RUN, RUN)), { maxLength: 4 }),
  sleeps: fc.array(fc.tuple(within(0, RUN), within(1, RUN / 2)), { maxLength: 3 }),
  slews: fc.array(fc.tuple(within(-RUN, RUN), within(10, RUN), within(-25, 25)), { maxLength: 2 }),
});
/** Of a slew that takes so long. */
const byOf = (length: number, share: number): number => Math.trunc((length * share) / 100);

const after = (micros: number): EpochMicros => plus(START, micros as Micros);

function shapeOf({ ahead, ppm, steps, sleeps, slews }: Drawn): ClockShape {
  const shape = new ClockShape(START, { ahead: ahead as Micros, ppm });
  for (const [at, by] of steps) shape.step(after(at), by as Micros);
  for (const [from, length, share] of slews)
    shape.slew({ from: after(from), to: after(from + length), by: byOf(length, share) as Micros });
  for (const [from, length] of sleeps) shape.sleep(after(from), after(from + length));
  return shape;
}

/** What a clock shows that may go back, and the most it has shown. */
function oracle({ ahead, ppm, steps }: Drawn, until: number): number {
  const plain = (at: number): number =>
    START +
    at +
    ahead +
    Math.floor((at * ppm) / 1e6) +
    steps.filter(([from]) => from <= at).reduce((sum, [, by]) => sum + by, 0);
  const passed = steps.map(([at]) => at).filter((at) => at <= until);
  return Math.max(plain(until), ...passed.flatMap((at) => [plain(at - 1), plain(at)]));
}

describe('a clock that is wrong', () => {
  it('F:CLK1 F:CLK2 F:CLK3: shows the most that a clock would have shown that may go back', () => {
    fc.assert(
      fc.property(drawn, within(0, 2 * RUN), (of, at) => {
        const stepped = { ...of, slews: [] };
        expect(shapeOf(stepped).shownAt(after(at))).toBe(oracle(stepped, at));
      }),
    );
  });

  it('F:CLK6: set anew slowly it never goes back, and has come there at the end', () => {
    fc.assert(
      fc.property(drawn, within(0, 2 * RUN), (of, at) => {
        const shape = shapeOf(of);
        expect(shape.shownAt(after(at))).toBeGreaterThanOrEqual(shape.shownAt(after(at - 1)));
      }),
    );
    const shape = new ClockShape(START, { ahead: 0 as Micros, ppm: 0 });
    const by = -RUN as Micros;
    shape.slew({ from: after(-43_200 * RUN), to: after(43_200 * RUN), by });
    const behind = (at: number): number => after(at) - shape.shownAt(after(at));
    expect(behind(0)).toBe(RUN / 2);
    expect([behind(43_200 * RUN), behind(86_400 * RUN)]).toEqual([RUN, RUN]);
    expect([behind(-43_200 * RUN), behind(-86_400 * RUN)]).toEqual([0, 0]);
  });

  it('F:CLK1 F:CLK2 F:CLK3: without steps as far off as it is set and as it drifts', () => {
    const shape = new ClockShape(START, { ahead: -5 as Micros, ppm: 500 });
    expect(shape.shownAt(START)).toBe(START - 5);
    expect(shape.shownAt(after(RUN))).toBe(START + RUN + 500 - 5);
  });

  it('F:CLK1 F:CLK2 F:CLK3: a time is reached when it is first shown', () => {
    fc.assert(
      fc.property(drawn, within(-RUN, 3 * RUN), within(0, RUN), (of, shown, from) => {
        const shape = shapeOf(of);
        const at = shape.reachedAt(after(shown), after(from));
        expect(at).toBeGreaterThanOrEqual(after(from));
        expect(shape.shownAt(at)).toBeGreaterThanOrEqual(after(shown));
        if (at > after(from))
          expect(shape.shownAt((at - 1) as EpochMicros)).toBeLessThan(after(shown));
      }),
    );
  });

  it('F:CLK4: what falls due in a sleep happens at its end, all else in its time and order, each once', () => {
    fc.assert(
      fc.property(
        drawn,
        fc.array(fc.tuple(within(-RUN, 3 * RUN), fc.constantFrom<Lane>(1, 2)), { maxLength: 12 }),
        fc.boolean(),
        (of, timers, late) => {
          const world = new VirtualClock(START);
          // A step that becomes known in the run moves what is pending.
          const shape = shapeOf(late ? { ...of, steps: [] } : of);
          const awake = new AwakeClock(world, shape);
          const clock = new LocalClock(world, awake, shape);
          const ran: { shown: number; at: number; wanted: number }[] = [];
          for (const [shown, lane] of timers)
            clock.schedule(after(shown), lane, () =>
              ran.push({ shown: clock.now(), at: world.now(), wanted: after(shown) }),
            );
          if (late) {
            for (const [at, by] of of.steps) shape.step(after(at), by as Micros);
            clock.changed();
          }
          world.runUntil(after(20 * RUN));
          expect(ran).toHaveLength(timers.length);
          for (const [index, { shown, at, wanted }] of ran.entries()) {
            const due = shape.reachedAt(wanted as EpochMicros, START);
            expect(at).toBe(shape.awakeAt(due));
            expect(shown).toBeGreaterThanOrEqual(wanted);
            expect(at).toBeGreaterThanOrEqual(ran[index - 1]?.at ?? START);
          }
        },
      ),
    );
  });

  it('F:CLK3: what was called off does not happen, moved by a step or not', () => {
    const world = new VirtualClock(START);
    const shape = new ClockShape(START, { ahead: 0 as Micros, ppm: 0 });
    const clock = new LocalClock(world, new AwakeClock(world, shape), shape);
    let ran = 0;
    const [kept, gone] = [1, 2].map(() => clock.schedule(after(10), 2, () => (ran += 1)));
    shape.step(after(5), 100 as Micros);
    clock.changed();
    clock.cancel(gone!);
    world.runUntil(after(5));
    expect(ran).toBe(1);
    clock.cancel(kept!);
  });
});
