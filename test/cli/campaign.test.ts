/** `squall campaign`: the same table whoever runs it, what is judged and what is not, and how it ends. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { workplace } from './support/workplace.js';

const here = workplace();
const bundled = join(PACKAGE_ROOT, 'scenarios/campaign/twelve-slices.yaml');
/** Small markets, short runs: what is drawn is the same. */
const small = ['--set', 'market.synthetic.messagesPerSecond=1', '--seeds'];
const quick = [...small, '1..10'];
const campaign = (...argv: string[]) => here.run(['campaign', ...argv]);

describe('squall campaign', () => {
  it('tells and keeps the same, however many workers there are, and what is kept fails in the same way', async () => {
    const wrong = ['--set', 'expect=["filledShare > 1"]', ...small, '1..4', '--full', '--corpus'];
    const [one, two] = await Promise.all(
      ['1', '2'].map(async (workers) => {
        const ran = await campaign(bundled, ...wrong, workers, '--workers', workers);
        expect(ran.code).toBe(1);
        const names = readdirSync(here.at(workers)).toSorted();
        const texts = names.map((name) => readFileSync(here.at(`${workers}/${name}`), 'utf8'));
        const told = [ran.out, ...texts].map((text) => text.replaceAll(/run \d\//g, ''));
        return { names, told };
      }),
    );
    expect(two).toEqual(one);
    expect(one?.names).toContain('twelve-slices-4.yaml');
    expect(one?.names).toHaveLength(5);
    const [out] = one?.told ?? [];
    expect(out).toContain('campaign of twelve-slices, seeds 1..4: 4 runs, 4 FAILED');
    expect(out).toMatch(/fills missed +0 +of [1-9]\d* +0 +yes/);
    expect(out).toMatch(/fills detected in time.*not judged: fewer than 1,000 runs/);
    expect(out).toMatch(/ smallest: 0 faults, 1 slice: .*twelve-slices-1-least\.yaml --seed 1\n/);
    const again = await here.run(['run', '1/twelve-slices-3.yaml', '--seed', '3']);
    expect(again.code).toBe(1);
    expect(again.err).toMatch(/expected filledShare > 1, it is/);
  }, 60_000);

  it('ends well where nothing fails', async () => {
    const ran = await campaign(bundled, ...quick, '--seeds', '3..4', '--workers', '1');
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.out).toContain('2 runs, none failed');
  }, 60_000);

  it('judges what is rare where it is told to, and says what was never reached', async () => {
    const ran = await campaign(bundled, ...quick, '--workers', '1', '--sometimes');
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/sometimes +\d+ of \d+ were never reached: alert:/);
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
