/** The request budget where it bites: slices and questions wait, cancels go first, and what is counted survives a restart. */
import { describe, expect, it } from 'vitest';
import { restore, snapshot, stateHash } from '../../../src/core/engine/snapshot.js';
import { seconds } from '../../../src/core/ground/units.js';
import { evolve } from '../../../src/core/state/evolve.js';
import { initialState } from '../../../src/core/state/initial-state.js';
import type { RequestBudget } from '../../../src/core/state/request-budget.js';
import { EngineRig } from '../../support/engine-rig.js';
import { LOSSY_PLAN } from '../../support/lossy-plan.js';
import { simulateKept } from '../../support/simulate-kept.js';

const ONE = { algo: 'direct', quantity: '0.1', slices: null, duration: null } as const;

const budgetOf = (changes: Partial<RequestBudget>): RequestBudget => ({
  requests: 6,
  per: seconds(10),
  reserved: 2,
  weights: {},
  ...changes,
});

const rigWith = (changes: Partial<RequestBudget>): EngineRig =>
  new EngineRig({ config: { requestBudget: budgetOf(changes) } });

/** So many orders that rest at the venue. */
function resting(rig: EngineRig, count: number): void {
  for (let n = 0; n < count; n += 1) {
    rig.order({ ...ONE, idempotencyKey: `o${n}` });
    if (rig.pendingOf('submit').length > 0) rig.accept();
  }
}

describe('a request budget', () => {
  it('S22 ALR-1: a slice that it has no room for waits, is sent when there is, and someone is told', () => {
    const rig = rigWith({ weights: { 'read-order': 1 } });
    resting(rig, 5);
    expect(rig.entries('submit-intent')).toHaveLength(4);
    expect(rig.entries('slice-waiting').at(-1)).toMatchObject({ reason: 'rate-limit' });
    expect(rig.alerts()).toContain('request-budget raised');
    rig.run(30);
    expect(rig.entries('submit-intent')).toHaveLength(5);
  });

  it('S22 RSK-1: cancels have their own part, and go on as soon as there is room', () => {
    const rig = rigWith({});
    resting(rig, 6);
    rig.operator({ do: 'kill-on', cancelWorking: true });
    expect(rig.entries('cancel-intent')).toHaveLength(2);
    rig.run(11);
    expect(rig.entries('cancel-intent')).toHaveLength(4);
  });

  it('S22: without one nothing is counted and nothing waits', () => {
    const rig = new EngineRig();
    resting(rig, 5);
    expect(rig.entries('submit-intent')).toHaveLength(5);
    expect(rig.state.requests).toBeUndefined();
  });

  it('S22: what is spent survives a fold of the journal and a snapshot', () => {
    const rig = rigWith({});
    resting(rig, 5);
    const folded = initialState();
    for (const { input, entries } of rig.blocks)
      for (const entry of entries) evolve(folded, entry, input.at);
    expect(folded.requests?.stretches).toEqual(rig.state.requests?.stretches);
    expect(stateHash(restore(snapshot(folded)))).toBe(stateHash(rig.state));
  });

  it('S22 RCV-2: a process that reads it back from a journal, where its keys have another order, begins nothing anew', () => {
    const rig = rigWith({ weights: { submit: 1, cancel: 1 } });
    resting(rig, 4);
    const after = { rig, down: seconds(1) };
    const same = { requestBudget: budgetOf({ weights: { submit: 1, cancel: 1 } }) };
    const next = new EngineRig({ config: same, after });
    expect(next.entries('request-budget')).toEqual([]);
    const more = new EngineRig({ config: { requestBudget: budgetOf({ requests: 7 }) }, after });
    expect(more.entries('request-budget')).toHaveLength(1);
  });

  it('S22: a run that loses acknowledgements keeps within it, and does not without', () => {
    const requestBudget = { requests: 5, per: seconds(10), reserved: 2, weights: {} };
    const kept = simulateKept({
      ...LOSSY_PLAN,
      engine: { ...LOSSY_PLAN.engine, requestBudget },
    });
    expect(kept.audit.violations.filter(({ id }) => id === 'S22')).toEqual([]);
    const most = (blocks: typeof kept.blocks): number => {
      const asked = blocks.flatMap(({ input, entries }) =>
        entries.flatMap(({ kind }) =>
          ['submit-intent', 'cancel-intent', 'read-requested'].includes(kind) ? [input.at] : [],
        ),
      );
      return Math.max(...asked.map((at) => asked.filter((one) => one <= at && one > at - seconds(10)).length)); // prettier-ignore
    };
    expect(most(kept.blocks)).toBeLessThanOrEqual(5);
    expect(most(simulateKept(LOSSY_PLAN).blocks)).toBeGreaterThan(5);
  });
});
