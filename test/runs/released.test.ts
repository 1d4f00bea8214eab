/** What a finished run keeps alive: its report and ledger, not the engine that made them. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import type { State } from '../../src/core/state/state.js';
import { simulate } from '../../src/runs/simulation.js';
import { planOf } from '../support/simulation-plan.js';

const TURNS_MOST = 20;

it('a venue and a ledger that are kept do not keep the state of the run', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let seen: WeakRef<State> | undefined;
  const run = () => {
    const { venue, ledger, audit } = simulate(planOf(), {
      onBlock: (_, state) => {
        seen ??= new WeakRef(state);
      },
    });
    return { venue, ledger, audit };
  };
  const kept = run();
  expect(seen).toBeDefined();
  // A weak reference holds until the turn of the event loop is over; a frame of the test before, or code that was just thrown away, may
  // hold what it named for a few turns more.
  for (let turn = 0; turn < TURNS_MOST && seen?.deref() !== undefined; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  expect(seen?.deref()).toBeUndefined();
  expect(kept.ledger.executions.length).toBeGreaterThan(0);
});
