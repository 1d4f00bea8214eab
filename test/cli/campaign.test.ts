/** `squall campaign`: the same table whoever runs it, what is judged and what is not, and how it ends. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { workplace } from './support/workplace.js';

const here = workplace();
const bundled = join(PACKAGE_ROOT, 'scenarios/campaign/twelve-slices.yaml');
/** Small markets, short runs: what is drawn is the same. */
const quick = ['--set', 'market.synthetic.messagesPerSecond=1', '--seeds', '1..10'];
const campaign = (...argv: string[]) => here.run(['campaign', ...argv]);

describe('squall campaign', () => {
  it('tells the same, however many workers there are', async () => {
    const one = await campaign(bundled, ...quick, '--workers', '1', '--full');
    const two = await campaign(bundled, ...quick, '--workers', '2', '--full');
    expect(one.code).toBe(0);
    expect(two).toMatchObject({ code: 0, out: one.out });
    expect(one.out).toContain('campaign of twelve-slices, seeds 1..10: 10 runs, none failed');
    expect(one.out).toMatch(/fills missed +0 +of [1-9]\d* +0 +yes/);
    expect(one.out).toMatch(/fills detected in time.*not judged: fewer than 1,000 runs/);
  }, 60_000);

  it('judges what is rare where it is told to, and says what was never reached', async () => {
    const ran = await campaign(bundled, ...quick, '--workers', '1', '--sometimes');
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/sometimes +\d+ of \d+ were never reached: alert:/);
  }, 60_000);

  it('fails where a run does what its scenario does not expect, and says how to see it', async () => {
    const wrong = ['--set', 'expect=["filledShare > 1"]', '--workers', '1'];
    const ran = await campaign(bundled, ...quick, '--seeds', '3..4', ...wrong);
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('2 runs, 2 FAILED');
    expect(ran.out).toContain('expects filledShare > 1: 2 runs, first twelve-slices (seed 3)');
    expect(ran.out).toContain(' run .squall/corpus/twelve-slices-3.yaml --seed 3\n');
  }, 60_000);

  it('keeps each failing seed as a scenario that fails in the same way, and the same for all workers', async () => {
    const wrong = ['--set', 'expect=["filledShare > 1"]', ...quick, '--seeds', '3..6'];
    const folders = await Promise.all(
      ['1', '2'].map(async (workers) => {
        const ran = await campaign(bundled, ...wrong, '--workers', workers, '--corpus', workers);
        expect(ran.code).toBe(1);
        expect(ran.out).toMatch(/ run \d\/twelve-slices-3\.yaml --seed 3\n/);
        const names = readdirSync(here.at(workers)).toSorted();
        return names.map((name) => [name, readFileSync(here.at(`${workers}/${name}`), 'utf8')]);
      }),
    );
    const [one, two] = folders.map((files) => JSON.stringify(files).replaceAll(/run \d\//g, ''));
    expect(two).toBe(one);
    expect(folders[0]?.map(([name]) => name)).toEqual(
      [3, 4, 5, 6].map((seed) => `twelve-slices-${seed}.yaml`),
    );
    const again = await here.run(['run', '1/twelve-slices-3.yaml', '--seed', '3']);
    expect(again.code).toBe(1);
    expect(again.err).toMatch(/expected filledShare > 1, it is/);
  }, 60_000);

  it.each([
    [['--minutes', 'x'], 2],
    [['--faults', 'outages'], 2],
    [['--seeds', '5..1'], 2],
    [['nowhere.yaml'], 3],
  ])('refuses %j', async (argv, code) => {
    expect(await campaign(...argv)).toMatchObject({ code, out: '' });
  });
});
