/** The measured process of a paired benchmark: `workload-process.ts NAME ROOT` plays NAME on the sources below ROOT. */
import { serveRounds } from './rounds.js';
import { WORKLOADS, type WorkloadName, workloadOf } from './workloads.js';

const [name = '', root = ''] = process.argv.slice(2);
if (!Object.hasOwn(WORKLOADS, name)) throw new Error(`no workload is called ${name}`);
await serveRounds(await workloadOf(name as WorkloadName, root));
