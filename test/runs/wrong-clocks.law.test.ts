/**
 * Laws of whole runs of a client whose clock is wrong or that sleeps (F:CLK1 to F:CLK4, F:CLK6, F:CLK8): its inputs never go back in time, no
 * slice leaves before its time by more than the clock is ahead, each leaves once, and nothing is broken.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceTime } from '../../src/core/plan/schedule.js';
import { type EpochMicros, millis } from '../../src/core/ground/units.js';
import { simulate } from '../../src/runs/simulation.js';
import type { FaultSpec } from '../../src/sim/fault/fault-set.js';
import { EngineRig } from '../support/engine-rig.js';
import { inSeconds, order, planOf, tapeOf } from '../support/simulation-plan.js';

const LENGTH = 120;
const TAPE = tapeOf(5, { durationSeconds: LENGTH, messagesPerSecond: 4 });
const TAKES = order({ duration: inSeconds(40), slices: 8, fillTimeout: inSeconds(6) });

const second = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: least * 1e6, max: most * 1e6 });

/** A clock that is wrong somehow, and by how much it is ahead of the truth at most. */
const flaws: fc.Arbitrary<{ readonly faults: readonly FaultSpec[]; readonly ahead: number }> = fc
  .record({
    skew: second(-60, 60),
    ppm: fc.integer({ min: 1, max: 500 }),
    jump: second(1, 60),
    back: fc.boolean(),
    jumpAt: second(5, 60),
    sleepAt: second(5, 60),
    sleep: second(1, 30),
    leap: fc.record({
      at: second(0, 90),
      client: fc.constantFrom('repeats', 'smears', 'none'),
      venue: fc.constantFrom('repeats', 'smears', 'none'),
      over: second(10, 86_400),
    }),
  })
  .map(({ skew, ppm, jump, back, jumpAt, sleepAt, sleep, leap }) => ({
    faults: [
      {
        kind: 'clock-skew',
        values: skew > 0 ? { ahead: skew } : { behind: Math.max(1, -skew) },
      },
      { kind: 'clock-drift', values: { ppm } },
      {
        kind: 'clock-jump',
        values: { at: jumpAt, by: jump, direction: back ? 'back' : 'ahead' },
      },
      { kind: 'machine-asleep', values: { at: sleepAt, for: sleep } },
      { kind: 'leap-second', values: leap },
    ],
    ahead: skew + (back ? 0 : jump) + LENGTH * ppm,
  }));

/** Of submits, as the rig of plans has it. */
const LATENCY = millis(20);

describe('a client whose clock is wrong or that sleeps', () => {
  it('F:CLK1 F:CLK2 F:CLK3 F:CLK4 F:CLK6: its time never goes back, no slice is earlier than its clock is ahead, each leaves once', () => {
    fc.assert(
      fc.property(flaws, ({ faults, ahead }) => {
        let last = 0;
        const { state, ledger, audit } = simulate(
          planOf({ tape: TAPE, orders: [[2, TAKES]], faults }),
          {
            onBlock: ({ input: { at } }) => {
              expect(at).toBeGreaterThanOrEqual(last);
              last = at;
            },
          },
        );
        expect(audit.violations).toEqual([]);
        const [parent] = [...state.parents.entries()].map(([, one]) => one);
        const sent = new Set<number>();
        for (const { kind, clientOrderId, at } of ledger.entries) {
          if (kind !== 'accepted') continue;
          const { slice, childKind } = state.children.get(clientOrderId)!;
          if (childKind !== 'slice') continue;
          const due = sliceTime(parent!.plan!, slice) as number;
          expect(at - LATENCY).toBeGreaterThanOrEqual(due - ahead);
          expect(sent.has(slice)).toBe(false);
          sent.add(slice);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('S10 F:CLK1: when a request left is judged by true time, not by what it is stamped with', () => {
    const { audit, faultCounts } = simulate(
      planOf({
        tape: TAPE,
        orders: [[2, TAKES]],
        faults: [
          { kind: 'clock-skew', values: { ahead: inSeconds(0.9) } },
          {
            kind: 'kill-switch',
            values: {
              at: { after: 'submit-sent', nth: 2, plus: inSeconds(0.01) },
              for: inSeconds(3),
            },
          },
        ],
      }),
    );
    expect(faultCounts.get('kill-switch')).toBe(1);
    expect(audit.violations).toEqual([]);
  });

  it('F:CLK8 F:CLK4: timers that come late and all at once: each slice once, overdue ones at their own pace', () => {
    const asleep = (at: number, lasts: number): FaultSpec => ({
      kind: 'machine-asleep',
      values: { at: inSeconds(at), for: inSeconds(lasts) },
    });
    const awake = simulate(planOf({ tape: TAPE, orders: [[2, TAKES]] }));
    const { audit, ledger } = simulate(
      planOf({ tape: TAPE, orders: [[2, TAKES]], faults: [asleep(8, 18), asleep(27, 9)] }),
    );
    const accepted = (entries: typeof ledger.entries): readonly EpochMicros[] =>
      entries.flatMap(({ kind, at }) => (kind === 'accepted' ? [at] : []));
    expect(audit.violations).toEqual([]);
    const times = accepted(ledger.entries);
    expect(times).toHaveLength(accepted(awake.ledger.entries).length);
    const gaps = times.slice(1).map((at, index) => at - times[index]!);
    expect(Math.min(...gaps)).toBeGreaterThan(inSeconds(4));
  });

  it('F:CLK8: a time further off than 2^31 ms is waited for, and comes once', () => {
    const days = 60;
    const rig = new EngineRig().order({ slices: 2, duration: inSeconds(days * 86_400) });
    rig.accept();
    rig.trade(rig.child().terms.quantity, rig.child().terms.quantity);
    rig.run((days / 2) * 86_400 - 1);
    expect(rig.children()).toHaveLength(1);
    rig.run(2);
    expect(rig.children()).toHaveLength(2);
  });
});
