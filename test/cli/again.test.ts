/** A run's flags again, for the command that a message tells to type: none is lost, in a form that is read as the same. */
import { describe, expect, it } from 'vitest';
import { filesAgain, flagsAgain } from '../../src/cli/again.js';
import type { RunFlags } from '../../src/cli/commands/run-context.js';

const EVERY: Required<RunFlags> = {
  seed: '3',
  seeds: '1..9',
  against: 'a=1',
  starts: '4',
  sweep: 'b=1,2',
  workers: '2',
  set: ['c=1', 'd=2'],
  db: 'r.db',
  json: true,
  full: true,
  color: 'never',
  failOn: ['fillsLate > 0'],
  keep: 'none',
  attribute: true,
  trace: true,
  log: true,
  hashEvery: '10',
  market: ['m.gz'],
  side: 'buy',
  quantity: '1',
  duration: '5m',
  fit: true,
};

/** Which of many are left says the plan, not the flags. */
const WHICH: ReadonlySet<string> = new Set(['seed', 'seeds', 'starts', 'sweep']);

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (one) => `-${one.toLowerCase()}`);

describe('the flags of a run again', () => {
  it('are all of them with their values, but for those that say which seeds', () => {
    const words = flagsAgain(EVERY);
    for (const [name, value] of Object.entries(EVERY)) {
      const told = words.flatMap((word, index) =>
        word === `--${kebab(name)}` ? [words[index + 1]] : [],
      );
      if (WHICH.has(name)) expect(told, name).toEqual([]);
      else if (value === true) expect(told, name).toHaveLength(1);
      else expect(told, name).toEqual(Array.isArray(value) ? value : [value]);
    }
  });

  it('are none where none were given', () => {
    expect(flagsAgain({ set: [], failOn: [], market: [], json: false })).toEqual([]);
  });

  it('say also what is not to be done', () => {
    expect(flagsAgain({ set: [], failOn: [], market: [], attribute: false })).toEqual([
      '--no-attribute',
    ]);
  });

  it('name no file where a market stands in its place', () => {
    expect(filesAgain(EVERY, ['x.yaml'])).toEqual([]);
    expect(filesAgain({ market: [] }, ['x.yaml'])).toEqual(['x.yaml']);
  });
});
