/** Faults that end the client's process beside strategies, which do not outlive it. */
import { FAULT_KINDS } from '../../sim/fault/registry.js';
import type { Found } from './problem.js';
import type { Scenario } from './schema.js';
import { drawnKinds } from './swarm-schema.js';

export function restartProblems({ strategies, faults, swarm }: Scenario): readonly Found[] {
  if (strategies.length === 0) return [];
  const isRestart = (kind: string): boolean => FAULT_KINDS.get(kind)?.restarts === true;
  const what = (kind: string): string =>
    `${kind} ends the process, and what a strategy knows is not kept over that: give its orders under "orders"`;
  const drawn = drawnKinds({ swarm });
  return [
    ...faults.flatMap(({ kind }, index) =>
      isRestart(kind) ? [{ path: ['faults', index, 'kind'], what: what(kind) }] : [],
    ),
    ...drawn.filter(isRestart).map((kind) => ({ path: ['swarm', 'kinds'], what: what(kind) })),
  ];
}
