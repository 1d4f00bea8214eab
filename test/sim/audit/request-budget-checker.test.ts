/** S22, the checker of the request budget: proven to fire. */
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/core/state/entry.js';
import { type EpochMicros, plus } from '../../../src/core/ground/units.js';
import { requestBudget } from '../../../src/sim/audit/invariants/request-budget.js';
import { EngineRig, START } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';
import { type Fed, entry, id, judge } from './history.js';

describe('S22: the request budget', () => {
  const budget = { requests: 3, per: inSeconds(10), reserved: 1, weights: {} };
  const of = new EngineRig({ config: { requestBudget: budget } });
  const at = (seconds: number): EpochMicros => plus(START, inSeconds(seconds));
  const submit = (seconds: number): Fed => ({ ...entry('submit-intent'), at: at(seconds) });
  const cancel = (seconds: number): Fed => ({
    entry: { kind: 'cancel-intent', clientOrderId: id } as Entry,
    at: at(seconds),
  });

  it('S22: holds up to it, and again once the first has left its time', () => {
    const history = [submit(0), submit(1), cancel(2), submit(12)];
    expect(judge(requestBudget, history, of)).toEqual([]);
  });

  it('S22: fires on one too many, and on an order that takes what is kept for cancels', () => {
    expect(judge(requestBudget, [submit(0), submit(1), submit(2)], of)).toEqual(['S22']);
    expect(judge(requestBudget, [submit(0), cancel(1), cancel(2), cancel(3)], of)).toEqual(['S22']);
    expect(judge(requestBudget, [submit(0), submit(1), submit(2)])).toEqual([]);
  });
});
