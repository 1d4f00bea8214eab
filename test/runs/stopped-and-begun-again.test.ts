/** RCV-4: a run that is stopped at any point and begun again ends with the fills of the venue, and never beyond what was ordered. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crashMatrix } from '../../src/runs/crash/crash-matrix.js';
import { type CrashRun, crashRun } from '../../src/runs/crash/crash-run.js';
import { type PreparedScenario, prepareScenario } from '../../src/runs/execute-run.js';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { loadScenario, parseScenario } from '../../src/runs/scenario/load.js';
import { inSeconds } from '../support/simulation-plan.js';
import { SOUND_SCENARIO } from './damage.js';

const bundled = (name: string): Promise<PreparedScenario> =>
  prepareScenario(loadScenario(join(PACKAGE_ROOT, 'scenarios', `${name}.yaml`)));

const DOWN = inSeconds(5);

function driven<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const hashOf = ({ ended }: CrashRun): string => ended?.report.journalHash ?? 'none';

describe('a run that is stopped', () => {
  it('RCV-4 F:PRC1 F:PRC2: ends right at every point, and with a second stop while it recovers', async () => {
    for (const name of ['directed/one-lot-late-again', 'directed/filled-says-the-venue']) {
      const matrix = driven(crashMatrix(await bundled(name), { down: DOWN, pairs: 10, nested: 0 }));
      expect(matrix.wrong, name).toEqual([]);
      const runs = [...matrix.runs.values()].reduce((sum, row) => sum + row.runs, 0);
      expect(runs).toBe(matrix.points + 10);
    }
  });

  it('SIM-4 S27: the same stops give the same journal, and others another one', async () => {
    const prepared = await prepareScenario(parseScenario('s.yaml', SOUND_SCENARIO));
    const at = (points: readonly number[]) => crashRun(prepared, { at: points, down: DOWN });
    expect(hashOf(at([9]))).toBe(hashOf(at([9])));
    expect(hashOf(at([9]))).not.toBe(hashOf(at([10])));
    expect(hashOf(at([9, 12]))).not.toBe(hashOf(at([9])));
  });

  it('RCV-2: nothing of what was durable is decided again, and what was not is gone', async () => {
    const prepared = await prepareScenario(parseScenario('s.yaml', SOUND_SCENARIO));
    const whole = crashRun(prepared, { at: [], down: DOWN });
    const stopped = crashRun(prepared, { at: [8], down: DOWN });
    expect(stopped.points.slice(0, 8)).toEqual(whole.points.slice(0, 8));
    const inputs = [...(stopped.ended?.finished.blocks ?? [])].map(({ input }) => input.kind);
    expect(inputs.filter((kind) => kind === 'started')).toHaveLength(1);
    expect(stopped.failures).toEqual([]);
  });

  it('REC-1: who orders while the gate is shut is heard once it is open', async () => {
    const prepared = await prepareScenario(parseScenario('s.yaml', SOUND_SCENARIO));
    const { orders } = prepared.loaded.scenario;
    // The first order is what the process stops at: nobody has heard of it.
    const { ended, failures } = crashRun(prepared, { at: [1], down: DOWN });
    expect(failures).toEqual([]);
    expect(ended?.report.parents).toHaveLength(orders.length);
  });
});
