/** Sweeps: what is wrong is said before the first seed runs, and what a later scenario breaks takes nothing from those before it. */
import { describe, expect, it } from 'vitest';
import { runProcess } from './support/run-process.js';
import { runsIn, withStrategy, workplace } from './support/workplace.js';

const here = workplace();
const file = here.sound();
const withModule = (name: string, module: string): string => here.put(name, withStrategy(module));

describe('squall run --seeds', () => {
  it.each([
    ['a key that is none', 'orders.0.sid=buy', 2],
    ['a scenario that is not there', 'nowhere.yaml', 3],
    ['a market that cannot be', 'market.synthetic.startPrice=1800', 2],
  ])('refuses a comparison with %s before anything runs', async (_, against, code) => {
    const db = here.at(`${code}-${against.length}.db`);
    const ran = await here.run(['run', file, '--seeds', '1..3', '--against', against, '--db', db]);
    expect(ran).toMatchObject({ code, out: '' });
    expect(await runsIn(db)).toBe(0);
  });

  it('tells and keeps what ran before a scenario that cannot be prepared', async () => {
    const db = here.at('kept.db');
    const bad = withModule('bad.yaml', './nowhere.mjs');
    const ran = await here.run(['run', file, bad, '--seeds', '1..3', '--db', db]);
    expect(ran.code).toBe(3);
    expect(ran.out).toContain('3 runs, seeds 1..3');
    expect(ran.err).toContain('nowhere.mjs');
    expect(await runsIn(db)).toBe(3);
  });
});

describe('a strategy module that waits for ever', () => {
  it('is a problem of the scenario: the process would have ended without a word', async () => {
    here.put('waits.mjs', 'await new Promise(() => {}); export const strategy = () => null;');
    const ran = await runProcess(['scenario', 'validate', withModule('waits.yaml', './waits.mjs')]);
    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.err).toMatch(/waits\.yaml:\d+:\d+: strategies\.0\.module: .+never comes/);
  }, 60_000);
});
