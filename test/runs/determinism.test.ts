/** SIM-4: the same scenario and seed give the same journal, wherever, whenever and however often it runs. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import type { EndedRun } from '../../src/runs/ended-run.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';
import { tapeChecksum } from '../../src/sim/tape/tape-checksum.js';
import { runMain, temporaryFolder } from '../cli/support/run-main.js';
import { runProcess } from '../cli/support/run-process.js';
import { SOUND_SCENARIO, edit } from './damage.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const file = join(folder.path, 'sound.yaml');
writeFileSync(file, SOUND_SCENARIO);
const db = (name: string): string => join(folder.path, `${name}.db`);
const prepare = (text: string) => prepareScenario(parseScenario('s.yaml', text));

describe('a run', () => {
  it('S27 SIM-4: repeats to the same journal and state, also in another order of seeds, on a used venue', async () => {
    const prepared = await prepare(SOUND_SCENARIO);
    const hashes = (seeds: readonly number[], reuse: boolean): Map<number, string> => {
      const found = new Map<number, string>();
      let venue;
      for (const seed of seeds) {
        const run = executeRun(prepared, { seed, ...(venue === undefined ? {} : { venue }) });
        if (reuse) venue = run.venue;
        found.set(seed, `${run.report.journalHash} ${run.report.stateHash}`);
      }
      return found;
    };
    const forwards = hashes([1, 2, 3, 4], false);
    const backwards = hashes([4, 3, 2, 1], true);
    for (const [seed, hash] of forwards) expect(backwards.get(seed), `seed ${seed}`).toBe(hash);
    expect(new Set(forwards.values()).size).toBe(4);
  });

  it('SIM-4: writes over no market but that of the run whose venue it is given', async () => {
    const prepared = await prepare(SOUND_SCENARIO);
    const marketOf = (run: EndedRun): string => tapeChecksum(run.plan.markets[0]!.tape);
    const [kept, worn] = [executeRun(prepared, { seed: 1 }), executeRun(prepared, { seed: 2 })];
    const before = [marketOf(kept), marketOf(worn)];
    executeRun(prepared, { seed: 3, venue: worn.venue });
    expect(marketOf(worn)).not.toBe(before[1]);
    executeRun(prepared, { seed: 4, venue: kept.venue });
    expect(marketOf(kept)).toBe(before[0]);
  });

  it('SIM-4: does not know its name, its words, its expectations or its id', async () => {
    const texts = [
      SOUND_SCENARIO,
      edit('name: sound', 'name: renamed'),
      edit('a short run to be damaged', 'other words'),
      edit('  - filledShare > 0\n', ''),
    ];
    const hashes: string[] = [];
    for (const text of texts) hashes.push(executeRun(await prepare(text)).report.journalHash ?? '');
    expect(new Set(hashes).size).toBe(1);
  });

  it('SIM-4: is the same in other processes, time zones and languages', async () => {
    const places = [
      { TZ: 'UTC', LANG: 'C' },
      { TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
      { TZ: 'America/St_Johns', LANG: 'de_DE.UTF-8', NODE_OPTIONS: '--max-old-space-size=256' },
    ];
    const all = await Promise.all(
      places.map((env, index) =>
        runProcess(['run', file, '--json', '--db', db(`place-${index}`)], { env }),
      ),
    );
    const hashes = all.map((ran) => {
      expect(ran).toMatchObject({ code: 0, err: '' });
      const { journalHash, stateHash } = JSON.parse(ran.out) as Report;
      return `${journalHash ?? ''} ${stateHash ?? ''}`;
    });
    expect(new Set(hashes).size).toBe(1);
  });

  it('SIM-4: is the same with one worker and with two, run for run', async () => {
    const argv = (workers: string): string[] =>
      ['run', file, '--seeds', '1..8', '--workers', workers, '--json', '--db'].concat(db(workers));
    const [one, two] = (await Promise.all([runMain(argv('1')), runProcess(argv('2'))])).map(
      (ran) => {
        expect(ran).toMatchObject({ code: 0, err: '' });
        const { runs } = JSON.parse(ran.out) as { readonly runs: readonly Report[] };
        return runs.map(({ seed, journalHash }) => [seed, journalHash]);
      },
    );
    expect(one!.map(([seed]) => seed)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(two).toEqual(one);
  });
});
