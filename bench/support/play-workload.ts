/** What the measured process of a paired benchmark does: it plays the workload it is asked for, round by round. */
import { serveRounds } from './rounds.js';
import type { Sources } from './sources.js';
import { WORKLOADS, type WorkloadName, workloadOf } from './workloads.js';

export async function playWorkload(sources: Sources, name = ''): Promise<void> {
  if (!Object.hasOwn(WORKLOADS, name)) throw new Error(`no workload is called ${name}`);
  await serveRounds(await workloadOf(name as WorkloadName, sources));
}
