/** `squall crash`: the matrix, one of its runs, and what it refuses. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { runMain } from './support/run-main.js';

const SCENARIO = join(PACKAGE_ROOT, 'scenarios/directed/one-lot-late-again.yaml');
const ONE = ['crash', SCENARIO];

describe('squall crash', () => {
  it('RCV-4 L8: a row for each kind of stop, all right, exit 0; the same as JSON', async () => {
    const { code, out, err } = await runMain([...ONE, '--pairs', '3', '--nested', '1']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^crash of one-lot-late-again \(seed 3\): 30 points, each process down for 5s/,
    );
    expect(out).toMatch(/before a write +15 +15 +0/);
    expect(out).toMatch(/twice, the second time while it recovers +3 +3 +0/);
    expect(out).toMatch(/and up to five times more while it recovers +1 +1 +0/);
    expect(out).toMatch(/\nheld against one stop alone: 1 \(stops while it recovered: \d with \d/);
    expect(out).toContain('every run ended right');
    const json = await runMain([...ONE, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      scenario: 'one-lot-late-again',
      points: 30,
      wrong: [],
    });
  });

  it('RCV-4: --at runs one of them and --trace tells it', async () => {
    const { code, out } = await runMain([...ONE, '--at', '9,14', '--trace']);
    expect(code).toBe(0);
    expect(out.match(/> started/g)).toHaveLength(2);
    expect(out).toContain('stopped at 9 (before a write) and at 14');
    expect(out).toContain('right in the end');
  });

  it.each([
    [['--at', '31'], '--at 31: the run has 30 points'],
    [['--at', '9,9'], 'points in rising order'],
    [['--at', 'x'], 'a whole number, 1 or more'],
    [['--down', 'soon'], 'a duration, as in 5s'],
    [['--down', '0s'], 'a duration, as in 5s'],
    [['--pairs', '-1'], 'a whole number, 0 or more'],
    [['--nested', 'x'], 'a whole number, 0 or more'],
  ])('%j is refused with a way out', async (flags, text) => {
    const { code, err } = await runMain([...ONE, ...flags]);
    expect(code).toBe(2);
    expect(err).toContain(text);
  });

  it('Ctrl-C ends it, and what was done until then is told as that', async () => {
    const { code, out } = await runMain(ONE, { interruptAfterTurns: 5 });
    expect(code).toBe(130);
    expect(out).toMatch(/left off after \d+ of \d+ runs: of those every run ended right/);
    expect(out).not.toMatch(/^every run ended right/m);
  });
});
