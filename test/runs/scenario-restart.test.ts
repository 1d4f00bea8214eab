/** A scenario that would lose what a strategy knows is refused before it runs. */
import { expect, it } from 'vitest';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { SOUND_SCENARIO, edit } from './damage.js';

const withStrategy = edit('operator:', 'strategies:\n  - { id: s, module: ./s.mjs }\noperator:');

it('F:PRC1: a process that ends by a fault beside a strategy is refused, with the way out', () => {
  const set = ['faults=[{ kind: client-killed, at: 5s, down: 5s }]'];
  expect(() => parseScenario('s.yaml', SOUND_SCENARIO, { set })).not.toThrow();
  expect(() => parseScenario('s.yaml', withStrategy, { set })).toThrow(
    /client-killed ends the process, and what a strategy knows is not kept over that: give its orders/,
  );
  expect(() =>
    parseScenario('s.yaml', withStrategy, { set: ['faults=[]', 'swarm={ kinds: [disk-full] }'] }),
  ).toThrow(/disk-full ends the process/);
});
