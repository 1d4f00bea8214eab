/** What a stored run was asked to be: its sentence, what was put over it, and which runs are one campaign. */
import { describe, expect, it } from 'vitest';
import { askedOf } from '../../src/runs/asked.js';
import type { StoredPlan } from '../../src/runs/stored-plan.js';

const plan = (
  set: readonly string[],
  seed = 1,
  scenarioText = 'name: x\nshows: it\n',
): StoredPlan => ({
  scenarioFile: 'x.yaml',
  scenarioText,
  set: [...set],
  defaults: [],
  dataDir: null,
  seed,
  markets: [],
  startMicros: 0,
  endMicros: 1,
});
const campaign = (...given: Parameters<typeof plan>): string => askedOf(plan(...given)).campaign;

describe('a stored run', () => {
  it('is of one campaign with those of other seeds, however the seed was given', () => {
    expect(campaign(['seed=5'], 5)).toBe(campaign([], 1));
  });

  it('is of one campaign with those of other values of the same keys, and of no other', () => {
    expect(campaign(['a=1', 'b=2'])).toBe(campaign(['a=3', 'b=4']));
    expect(campaign(['a=1'])).not.toBe(campaign(['b=1']));
    expect(campaign(['a=1'])).not.toBe(campaign(['a=1'], 1, 'name: y\n'));
  });

  it('has its sentence, and what was put over it but the seed', () => {
    expect(askedOf(plan(['seed=5', 'a=1']))).toMatchObject({ shows: 'it', overrides: ['a=1'] });
    expect(askedOf(plan([], 1, 'name: [')).shows).toBeNull();
  });
});
