/** Faults written out: what is read back is the same faults, and the same run to the byte. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seconds } from '../../../src/core/ground/units.js';
import { writtenFault } from '../../../src/runs/campaign/written-fault.js';
import { scenarioText, writtenOut } from '../../../src/runs/campaign/written-scenario.js';
import { executeRun, prepareScenario } from '../../../src/runs/execute-run.js';
import { faultsOfRun } from '../../../src/runs/faults-of-run.js';
import { PACKAGE_ROOT } from '../../../src/runs/package-root.js';
import { loadScenario, parseScenario } from '../../../src/runs/scenario/load.js';
import type { FaultSpec } from '../../../src/sim/fault/fault-set.js';
import { FAULT_KINDS } from '../../../src/sim/fault/registry.js';
import { SWARM_DEFAULTS, drawSwarm } from '../../../src/sim/fault/swarm.js';

const campaign = loadScenario(join(PACKAGE_ROOT, 'scenarios/campaign/ids-used-again.yaml'));

const readBack = (faults: readonly FaultSpec[]): readonly FaultSpec[] =>
  parseScenario('x.yaml', scenarioText(writtenOut(campaign, { faults, seed: 1 }), ['why'])).scenario
    .faults;

describe('faults written out', () => {
  it('are read back as they were', () => {
    const kinds = [...FAULT_KINDS.values()];
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), (seed, places) => {
        const run = { seed, length: seconds(660) };
        const drawn = drawSwarm({ ...SWARM_DEFAULTS, kinds, share: 1 }, run);
        const faults = places ? drawn.map((spec, at) => ({ ...spec, place: 2 * at })) : drawn;
        expect(readBack(faults)).toEqual(faults);
      }),
      { numRuns: 5 },
    );
  });

  it('are read back where they hang on an event', () => {
    const at = { after: 'accepted', nth: 2, plus: seconds(1.5) } as const;
    const faults: FaultSpec[] = [
      { kind: 'outage', values: { at, for: seconds(0.001), paths: ['query'] } },
    ];
    expect(readBack(faults)).toEqual(faults);
    expect(writtenFault(faults[0]!)).toMatchObject({ at: { plus: '1.5s' }, for: '1ms' });
  });

  it('give the same journal', async () => {
    const prepared = await prepareScenario(campaign);
    for (const seed of [4]) {
      const run = { seed, length: seconds(660) };
      const faults = faultsOfRun(campaign.scenario, run);
      const text = scenarioText(writtenOut(campaign, { faults, seed }), []);
      const written = await prepareScenario(parseScenario('y.yaml', text));
      const [drawn, told] = [prepared, written].map((one) => executeRun(one, { seed }).report);
      expect(told?.journalHash).toBe(drawn?.journalHash);
      expect(told?.faults).toEqual(drawn?.faults);
    }
  });
});
