/** What a run prints: one screen by default, everything with --full; in color and at its width on a terminal alone. */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { colored, wantsColor } from '../../src/cli/color.js';
import { runMain, temporaryFolder } from './support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const db = join(folder.path, 'r.db');
const scenario = (name: string): string =>
  join(import.meta.dirname, `../../scenarios/${name}.yaml`);
const run = (...argv: readonly string[]) => runMain(['run', ...argv, '--db', db]);

describe('squall run of one scenario', () => {
  it.each(['calm', 'outage', 'spread-shift', 'lost-acknowledgements', 'halt', 'rate-limit'])(
    'tells %s on one screen',
    async (name) => {
      const { out } = await run(scenario(name));
      const lines = out.trimEnd().split('\n');
      expect(lines.length).toBeGreaterThanOrEqual(24);
      expect(lines.length).toBeLessThanOrEqual(40);
      expect(out).toContain('--full');
    },
  );

  it('asks for 24 slices and says 24, though a catch-up makes them 25', async () => {
    expect((await run(scenario('outage'), '--no-attribute')).out).toMatch(
      /^Asked +P1 buy .+, 24 slices$/m,
    );
  });

  it('shows with --full what it has: each order, the options, what is not real; and so do report and show', async () => {
    const full = await run(scenario('outage'), '--full');
    for (const words of ['P1/23 ', 'latency.feed 5ms', 'Options', 'Not real', 'Detection'])
      expect(full.out).toContain(words);
    const screen = await run(scenario('outage'));
    expect(screen.out).not.toContain('Options');
    for (const verb of [['report'], ['runs', 'show']]) {
      const short = await runMain([...verb, 'latest', '--db', db]);
      expect(short.out).toBe(screen.out);
      const long = await runMain([...verb, 'latest', '--full', '--db', db]);
      expect(long.out).toContain('Options');
    }
  });
});

describe('colors', () => {
  const lines = [
    { tone: 'bad', text: 'evil \u001b[2J name' },
    { tone: 'plain', text: 'calm' },
  ] as const;

  it('are put around what was made harmless before', () => {
    expect(colored(lines, true)).toBe('\u001b[1;31mevil \\u001b[2J name\u001b[0m\ncalm\n');
    expect(colored(lines, false)).toBe('evil \\u001b[2J name\ncalm\n');
  });

  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ])('with %o on a terminal (%s): %s', (env, isTerminal, expected) => {
    expect(wantsColor(env, isTerminal)).toBe(expected);
    expect(wantsColor(env, isTerminal, 'auto')).toBe(expected);
    expect(wantsColor(env, isTerminal, 'always')).toBe(true);
    expect(wantsColor(env, isTerminal, 'never')).toBe(false);
  });

  const ESCAPE = '\u001b[';
  const calm = scenario('calm');
  it.each([
    ['one run', [calm]],
    ['one run in full', [calm, '--full']],
    ['several scenarios', [calm, scenario('halt')]],
    ['many seeds', [calm, '--seeds', '2']],
    ['a sweep', [calm, '--sweep', 'orders.0.slices=4,8']],
    ['a comparison', [calm, '--against', 'faults=[]']],
  ])('are in what is told of %s, where --color asks for them', async (_, argv) => {
    const place = { columns: 80 };
    const asked = (...color: readonly string[]) =>
      runMain(['run', ...argv, ...color, '--db', db], place);
    const bright = await asked('--color', 'always');
    expect(bright.out).toContain(ESCAPE);
    expect((await asked('--color', 'never')).out).not.toContain(ESCAPE);
  });

  it('have three settings, before the command or after it', async () => {
    const wrong = await runMain(['run', calm, '--color', 'pink']);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('auto, always, never');
    const { out } = await runMain(['--color', 'always', 'run', calm, '--db', db]);
    expect(out).toContain(ESCAPE);
  });
});

describe('the width of the terminal', () => {
  it('holds in the full report too: prose is as wide as it is, tables as they need', async () => {
    const narrow = await runMain(['run', scenario('outage'), '--full', '--db', db], {
      columns: 72,
    });
    const prose = narrow.out
      .split('\n')
      .filter((line) => /^(Truth|Options|Not real|Engine) /.test(line));
    expect(prose.length).toBeGreaterThanOrEqual(4);
    for (const line of prose) expect(line.length, line).toBeLessThanOrEqual(72);
  });
});
