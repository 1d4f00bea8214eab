/** `squall runs compare` of what is recorded in files: sessions, states of engines, and stored runs beside them. */
import { describe, expect, it } from 'vitest';
import { type Divergence, divergenceSchema } from '../../src/report/schema/divergence.js';
import { buildId } from '../../src/runs/build-id.js';
import { sessionLines } from '../../src/runs/session/session-file.js';
import { encodeStoredConfig } from '../../src/runs/stored-config.js';
import { openEngineStore } from '../../src/store/engine-store.js';
import { FOUR_SLICES, recordedRun } from '../runs/session/support/recorded-run.js';
import { workplace } from './support/workplace.js';

const here = workplace();
const slow = FOUR_SLICES.replace('submit: 20ms', 'submit: 520ms');
const [session, later] = await Promise.all([recordedRun(), recordedRun(slow)]);

here.put('sim.yaml', FOUR_SLICES);
for (const [name, of] of [
  ['a.squall', session],
  ['b.squall', later],
] as const)
  here.put(name, [...sessionLines(of)].map((line) => `${line}\n`).join(''));

const store = openEngineStore(here.at('live.db'));
store.noteConfiguration({ build: buildId(), text: encodeStoredConfig(later.parts[0]!.engine) });
store.append(later.blocks);
store.close();

interface Told {
  readonly sameJournal: boolean;
  readonly figures: unknown;
  readonly divergence: Divergence;
}

async function compared(a: string, b: string): Promise<Told> {
  const { code, out, err } = await here.run(['runs', 'compare', a, b, '--json']);
  expect([code, err]).toEqual([0, '']);
  const told = JSON.parse(out) as Told;
  return { ...told, divergence: divergenceSchema.parse(told.divergence) };
}

describe('squall runs compare of sessions', () => {
  it('LIV-5: a session and the state that it came from are alike held against another', async () => {
    const [file, state] = [
      await compared('a.squall', 'b.squall'),
      await compared('a.squall', 'live.db'),
    ];
    expect(state.divergence).toEqual(file.divergence);
    expect(file).toMatchObject({ sameJournal: false, figures: null });
    const [parent] = file.divergence.parents;
    expect(parent!.delayMicros.difference).toBe(500_000);
    expect(await compared('b.squall', 'live.db')).toMatchObject({ sameJournal: true });
  });

  it('of a scenario is told that it has to be run', async () => {
    const { code, err } = await here.run(['runs', 'compare', 'sim.yaml', 'a.squall']);
    expect(code).toBe(2);
    expect(err).toMatch(/sim\.yaml is a scenario.+\n {2}fix: "squall run sim\.yaml"/);
  });

  it('LIV-5: a stored run is held against a session', async () => {
    expect((await here.run(['run', 'sim.yaml'])).code).toBe(0);
    const { sameJournal, divergence } = await compared('latest', 'a.squall');
    expect(sameJournal).toBe(true);
    expect(divergence.parents[0]!.first).toEqual({ event: null, amount: null, time: null });
    const { out } = await here.run(['runs', 'compare', 'latest', 'b.squall']);
    expect(out).toContain('delay: A 140 ms, B 640 ms, B less A 500 ms\n');
    expect(out).toMatch(/^First event {3}none differs$/m);
    expect(out).toMatch(/^ +B +60 ms +540 ms +580 ms /m);
  });

  it('LIV-5: what is no session, and what is not there, is refused with what to do', async () => {
    here.put('not.squall', 'name: calm\n');
    const ended = async (a: string, b: string) => {
      const { code, err } = await here.run(['runs', 'compare', a, b]);
      expect(err).toMatch(/\n {2}fix: /);
      return code;
    };
    expect(await ended('a.squall', 'not.squall')).toBe(3);
    expect(await ended('a.squall', 'none.squall')).toBe(3);
    expect(await ended('a.squall', 'none')).toBe(2);
    here.put('sim.txt', 'name: calm\n');
    expect(await ended('sim.txt', 'a.squall')).toBe(78);
  });
});
