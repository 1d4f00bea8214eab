/**
 * SCH-8: ten thousand live parents with a hundred slices each in one process. Goal: planned slices cost nothing until
 * they are released, and a wake costs the same among ten thousand parents as among a hundred. Method: the real host,
 * wakes counted and timed; ratios, not milliseconds, so that a slow machine does not matter.
 */
import { describe, expect, it } from 'vitest';
import { EngineRig } from '../../support/engine-rig.js';
import { inSeconds, order } from '../../support/simulation-plan.js';
import { processorTime } from '../../support/processor-time.js';

const SLICES = 100;

/** So many parents, planned, none of them due yet. */
function planned(parents: number): EngineRig {
  const rig = new EngineRig();
  const start = rig.now + inSeconds(3_600);
  for (let n = 0; n < parents; n += 1) {
    // Spread over an hour, so that their wakes are not one burst.
    const own = start + n * 360_000;
    rig.take({
      kind: 'order-request',
      request: order({
        idempotencyKey: `${n}`,
        slices: SLICES,
        duration: inSeconds(36_000),
        start: own as typeof rig.now,
      }),
    });
  }
  rig.flush();
  return rig;
}

/** Cost of one first slice, microseconds: due, decided, released, journaled, sent. */
function costPerSlice(rig: EngineRig, slices: number): number {
  const before = rig.entries('slice-released').length;
  rig.run(3_600);
  const took = processorTime();
  while (rig.host.effects < before + slices) rig.run(0.36);
  return (took() * 1_000) / slices;
}

describe('SCH-8', () => {
  it('a million planned slices in one process: bounded memory, one timer a parent, flat cost', () => {
    const few = planned(200);
    const fewCost = costPerSlice(few, 200);
    const heapBefore = process.memoryUsage().heapUsed;
    const many = planned(10_000);
    expect(many.parents().reduce((sum, { plan }) => sum + (plan?.slices ?? 0), 0)).toBe(1_000_000);
    expect(many.clock.pending).toBe(10_000);
    // With its request, its plan and its journal blocks (kept by the rig): a few kilobytes a parent, nothing a slice.
    const bytes = (process.memoryUsage().heapUsed - heapBefore) / 10_000;
    expect(bytes).toBeLessThan(40_000);
    const manyCost = costPerSlice(many, 200);
    // log(10,000) / log(200) is 1.7; the rest is for the machine.
    expect(manyCost / fewCost).toBeLessThan(10);
  });

  it('a parent of thousands of slices costs no more at its last slice than at its first', () => {
    const rig = new EngineRig({ config: { dryRun: true, slicing: { minSliceValue: '0' } } });
    const slices = 6_000;
    rig.order({ quantity: '6', slices, duration: inSeconds(6_000) });
    const timed = (seconds: number): number => {
      const took = processorTime();
      rig.run(seconds);
      return took();
    };
    timed(1_000);
    const early = timed(1_000);
    timed(3_000);
    const late = timed(1_000);
    expect(rig.parent().childCount).toBe(slices);
    expect(late / early).toBeLessThan(6);
  });
});
