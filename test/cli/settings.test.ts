/** Flag before environment before file before default, each checked where it comes from; LIV-1's combinations. */
import { rmSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/cli/failure.js';
import { settingKeys } from '../../src/cli/setting-keys.js';
import { COMBINATIONS, CONFIG_FILE, readSettings } from '../../src/cli/settings.js';
import type { World } from '../../src/cli/world.js';
import { SOUND_SCENARIO } from '../runs/damage.js';
import { runMain, temporaryFolder } from './support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);
const file = join(folder.path, CONFIG_FILE);
afterEach(() => {
  rmSync(file, { force: true });
});

const world = (env: Record<string, string> = {}): World => ({
  out: () => undefined,
  err: () => undefined,
  env,
  cwd: folder.path,
  program: 'squall',
  interactive: false,
  redraw: () => undefined,
  tell: () => undefined,
  columns: null,
  useColor: () => undefined,
  onInterrupt: () => () => undefined,
});

const sourceOf = (
  key: string,
  env: Record<string, string> = {},
  flags: Record<string, string> = {},
) => {
  const found = readSettings(world(env), flags).all.find((setting) => setting.key === key);
  return [found?.value, found?.source];
};

describe('a setting', () => {
  it('comes from the flag, else the environment, else the file, else the default', () => {
    expect(sourceOf('db')).toEqual(['.squall/results.db', 'default']);
    writeFileSync(file, 'db: from-file.db\nserver: { port: 9000 }\n');
    expect(sourceOf('db')).toEqual(['from-file.db', 'file']);
    expect(sourceOf('server.port')).toEqual(['9000', 'file']);
    expect(sourceOf('db', { SQUALL_DB: 'from-env.db' })).toEqual(['from-env.db', 'environment']);
    expect(sourceOf('db', { SQUALL_DB: 'from-env.db' }, { db: 'from-flag.db' })).toEqual([
      'from-flag.db',
      'flag',
    ]);
  });

  it('has one environment name, those of the requirements first', () => {
    const names = settingKeys().map(({ environment }) => environment);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('LIQUIDITY_CHECK_ENABLED');
    expect(sourceOf('execution.slicing.maxSliceOfAdvBps', { MAX_SLICE_PCT_OF_ADV: '0.5' })).toEqual(
      ['50', 'environment'],
    );
    expect(settingKeys().every(({ check, fallback }) => check(fallback) === null)).toBe(true);
  });

  it.each([
    [
      { SQUALL_SERVER_PORT: '99999' },
      'environment SQUALL_SERVER_PORT: server.port "99999"',
      '0 to 65535',
    ],
    [{ SQUALL_MODE: 'demo' }, 'environment SQUALL_MODE: mode "demo"', 'sim | paper | live'],
    [
      { SQUALL_EXECUTION_EARLY_STOP_SPREAD_BPS: '0' },
      'execution.earlyStop.spreadBps "0"',
      '1 to 10000 | off',
    ],
    [
      { SQUALL_EXECUTION_FILL_DETECTION_TIMEOUT: '30' },
      'execution.fillDetection.timeout "30"',
      '250ms',
    ],
    [
      { LIQUIDITY_CHECK_ENABLED: 'maybe' },
      'execution.slicing.liquidityCheckEnabled "maybe"',
      'true | false',
    ],
    [{ MAX_SLICE_PCT_OF_ADV: '1 %' }, 'environment MAX_SLICE_PCT_OF_ADV', '1 to 10000'],
  ])('F:RSK8: one that cannot be used is named with its range: %j', (env, name, range) => {
    expect(() => readSettings(world(env))).toThrow(ConfigurationError);
    expect(() => readSettings(world(env))).toThrow(name);
    expect(() => readSettings(world(env))).toThrow(range);
  });

  it('with a typo in the file is found with its place', () => {
    writeFileSync(file, 'mode: sim\nserver:\n  prot: 9000\n');
    expect(() => readSettings(world())).toThrow(
      /squall\.config\.yaml:3:3: unknown key "server\.prot"\n {2}fix: did you mean "server\.port"\?/,
    );
  });

  it('of the engine is what a scenario leaves out, and is kept with the run', async () => {
    const scenario = join(folder.path, 's.yaml');
    writeFileSync(scenario, SOUND_SCENARIO);
    const run = async (env: Record<string, string>): Promise<string> => {
      const { code, out } = await runMain(
        ['run', scenario, '--json', '--db', join(folder.path, 'r.db')],
        { cwd: folder.path, env },
      );
      expect(code).toBe(0);
      return (JSON.parse(out) as { journalHash: string }).journalHash;
    };
    const plain = await run({});
    // The scenario says 50 itself: nothing changes.
    expect(await run({ SQUALL_EXECUTION_EARLY_STOP_SPREAD_BPS: '1' })).toBe(plain);
    expect(await run({ SQUALL_EXECUTION_EARLY_STOP_LIQUIDITY_LEVELS: 'off' })).not.toBe(plain);
    const verified = await runMain(['verify', 'latest', '--db', join(folder.path, 'r.db')], {
      cwd: folder.path,
    });
    expect(verified.code).toBe(0);
  });
});

describe('LIV-1: mode, broker and feed', () => {
  const words = ['sim', 'alpaca', 'binance'];

  it('LIV-1: only the combinations of the table are taken', () => {
    for (const mode of ['sim', 'paper', 'live']) {
      for (const broker of words) {
        for (const feed of words) {
          const env = { SQUALL_MODE: mode, SQUALL_BROKER: broker, SQUALL_FEED: feed };
          const allowed = COMBINATIONS.some(
            (row) => row.mode === mode && row.broker === broker && row.feed === feed,
          );
          if (allowed)
            expect(() => readSettings(world(env)), `${mode} ${broker} ${feed}`).not.toThrow();
          else
            expect(() => readSettings(world(env)), `${mode} ${broker} ${feed}`).toThrow(
              `mode ${mode} cannot have`,
            );
        }
      }
    }
  });

  it('LIV-1: what is not simulation is not built yet: exit 78', async () => {
    const env = { SQUALL_MODE: 'paper', SQUALL_BROKER: 'alpaca', SQUALL_FEED: 'alpaca' };
    const ran = await runMain(['run', 'x.yaml'], { cwd: folder.path, env });
    expect(ran).toMatchObject({ code: 78, out: '' });
    expect(ran.err).toContain('mode paper is not built yet');
  });

  it('config show names key, environment, value, source and range', async () => {
    const { out } = await runMain(['config', 'show', '--json'], {
      cwd: folder.path,
      env: { SQUALL_DB: 'x.db' },
    });
    const { items } = JSON.parse(out) as { items: object[] };
    expect(items).toContainEqual({
      key: 'db',
      environment: 'SQUALL_DB',
      value: 'x.db',
      source: 'environment',
      range: 'a file',
    });
    const text = await runMain(['config', 'show'], { cwd: folder.path });
    expect(text.out).toContain('SQUALL_EXECUTION_FILL_DETECTION_TIMEOUT');
  });

  it('doctor finds what is wrong with a machine', async () => {
    const fine = await runMain(['doctor', '--json'], {
      cwd: folder.path,
      env: { SQUALL_SERVER_PORT: '0' },
    });
    expect(fine.code).toBe(0);
    const blocked = join(folder.path, 'blocked');
    writeFileSync(blocked, '');
    const bad = await runMain(['doctor'], {
      cwd: folder.path,
      env: { SQUALL_DB: join(blocked, 'r.db') },
    });
    expect(bad.code).toBe(78);
    expect(bad.out).toMatch(/^BAD +results/m);
    writeFileSync(join(folder.path, 'notes.txt'), 'no database, but long enough to be looked at');
    const text = await runMain(['doctor', '--db', 'notes.txt'], { cwd: folder.path });
    expect(text.code).toBe(78);
    const { openResultsStore } = await import('../../src/store/results-store.js');
    openResultsStore(join(folder.path, 'kept.db')).close();
    const kept = await runMain(['doctor', '--db', 'kept.db'], { cwd: folder.path });
    expect(kept.out).toMatch(/^ok +results .+kept\.db$/m);
    expect(readdirSync(folder.path).filter((name) => name.startsWith('kept'))).toEqual(['kept.db']);
    expect(text.out).toMatch(/^BAD +results .+notes\.txt: file is not a database/m);
  });
});
