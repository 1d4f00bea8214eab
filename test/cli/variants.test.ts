/** `--starts` and `--sweep`: which variants they make, that each is a run of its own, and what they refuse. */
import { describe, expect, it } from 'vitest';
import { parseSweep } from '../../src/cli/sweep.js';
import type { Report } from '../../src/report/schema/report.js';
import { workplace } from './support/workplace.js';

const here = workplace();
const file = here.sound();
const market = here.recording();
const run = (...argv: readonly string[]) => here.run(['run', ...argv, '--db', here.at('r.db')]);
const recorded = ['--market', market, '--side', 'buy', '--quantity', '0.2'];

describe('--sweep', () => {
  it.each([
    ['a.b=5ms..15ms/5ms', ['5ms', '10ms', '15ms']],
    ['a=0.1..0.3/0.1', ['0.1', '0.2', '0.3']],
    ['a=-1..1/1', ['-1', '0', '1']],
    ['a=1..2/3', ['1']],
    ['a=x,y', ['x', 'y']],
    ['a=[{b: 1, c: 2}],[]', ['[{b: 1, c: 2}]', '[]']],
  ])('%s', (text, labels) => {
    expect(parseSweep(text).variants.map(({ label }) => label)).toEqual(labels);
    const key = text.slice(0, text.indexOf('='));
    expect(parseSweep(text).variants.map(({ set }) => set)).toEqual(
      labels.map((one) => `${key}=${one}`),
    );
  });

  it.each(['a', 'a=', 'a=1..2/0', 'a=2..1/1', 'a=1ms..2s/1ms', 'a=0..9999999/1'])(
    'refuses %s',
    (text) => {
      expect(() => parseSweep(text)).toThrow(`--sweep ${text}: `);
    },
  );

  it('runs each value, one row each', async () => {
    const ran = await run(file, '--sweep', 'orders.0.slices=2,3,6');
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/^sound: 3 runs over orders\.0\.slices\n/);
    for (const value of [2, 3, 6]) expect(ran.out).toMatch(new RegExp(`^${value} +[\\d.]+ `, 'm'));
    const json = await run(file, '--sweep', 'orders.0.slices=2,3', '--json');
    const { runs } = JSON.parse(json.out) as { readonly runs: readonly Report[] };
    expect(runs.map(({ parents }) => parents[0]?.slices.planned)).toEqual([2, 3]);
  });

  it('says what is wrong with a value before any runs', async () => {
    const ran = await run(file, '--sweep', 'orders.0.side=sell,bye');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('--set orders.0.side=bye');
  });
});

describe('many runs', () => {
  const hashes = async (...argv: readonly string[]) => {
    const { out } = await run(file, ...argv, '--json');
    const { runs } = JSON.parse(out) as { readonly runs: readonly Report[] };
    return runs.map(({ journalHash }) => journalHash);
  };

  it('are variants times seeds, the same in any number of workers', async () => {
    const asked = ['--sweep', 'orders.0.slices=2,6', '--seeds', '2..3'];
    const alone = await hashes(...asked);
    expect(alone).toHaveLength(4);
    expect(new Set(alone).size).toBe(4);
    expect(await hashes(...asked, '--workers', '2')).toEqual(alone);
    expect(alone[2]).toBe((await hashes('--set', 'orders.0.slices=6', '--seeds', '2..2'))[0]);
  });

  it('tell the failures of ten, how many more there are, and how to see one', async () => {
    const ran = await run(
      file,
      '--sweep',
      'orders.0.slices=1..11/1',
      '--fail-on',
      'fillsMissed >= 0',
    );
    expect(ran.code).toBe(1);
    expect(ran.err.match(/^orders\.0\.slices=\d+: sound \(seed \d+\): --fail-on/gm)).toHaveLength(
      10,
    );
    expect(ran.err).toMatch(
      /^and 1 more failed; to see one: squall run .* --set orders\.0\.slices=11 /m,
    );
  });

  it('that are interrupted say exactly what is left', async () => {
    const asked = ['--sweep', 'orders.0.slices=1..4/1', '--seeds', '1..2'];
    const argv = ['run', file, ...asked, '--db', here.at('left.db')];
    const ran = await here.run(argv, { interruptAfterTurns: 14 });
    expect(ran.code).toBe(130);
    const commands = [...ran.err.matchAll(/^ {2}squall (run .*)$/gm)].map((found) => found[1]!);
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) expect((await here.run(command.split(' '))).code).toBe(0);
    const { out } = await here.run([
      'runs',
      'ls',
      '--json',
      '--limit',
      '100',
      '--db',
      here.at('left.db'),
    ]);
    const { items } = JSON.parse(out) as {
      readonly items: readonly { overrides: string[]; seed: number }[];
    };
    const all = items.map(({ overrides, seed }) => `${overrides.join()} ${seed}`);
    expect(new Set(all).size).toBe(8);
    expect(all).toHaveLength(8);
  });
});

describe('--starts', () => {
  it('varies where in the data a run begins', async () => {
    const flags = ['--duration', '5s', '--set', 'clock.duration=8s', '--starts', '3'];
    const ran = await run(...recorded, ...flags, '--json');
    expect(ran.err).toBe('');
    const { runs } = JSON.parse(ran.out) as { readonly runs: readonly Report[] };
    const starts = runs.map(({ virtual }) => virtual.startMicros);
    expect(new Set(starts).size).toBe(3);
    expect(starts[1]! - starts[0]!).toBeCloseTo(starts[2]! - starts[1]!, -1);
    expect((await run(...recorded, ...flags)).out).toMatch(/3 runs over clock\.start/);
    const rest = await run(...recorded, ...flags.with(-1, '2..3/3'), '--json');
    const left = (JSON.parse(rest.out) as { readonly runs: readonly Report[] }).runs;
    expect(left.map(({ virtual }) => virtual.startMicros)).toEqual(starts.slice(1));
  });

  it.each([
    ['a generated market', [file], 'this one is generated'],
    ['a scenario as long as its data', [...recorded, '--set', 'clock.duration=null'], 'shorter'],
  ])('refuses %s', async (_, argv, words) => {
    const ran = await run(...argv, '--starts', '3');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(words);
  });
});
