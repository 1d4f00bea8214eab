/**
 * A machine without recordings: recorded scenarios are left out in one line that says how to get them, or refused with a fix
 * when one is asked for by name. Twins of the recordings stand in where they are named.
 */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { writeTwins } from '../data/generated-recordings.js';
import { runMain, temporaryFolder } from './support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const place = { cwd: folder.path };
const RECORDED = join(PACKAGE_ROOT, 'scenarios/recorded');
const HOW =
  /docs\/data\.md names the files and their public origin; "squall data fetch binance-vision SYMBOL DATE"/;

describe('without SQUALL_DATA_DIR', () => {
  it('several scenarios: the recorded ones are left out in one line', async () => {
    const calm = join(PACKAGE_ROOT, 'scenarios/calm.yaml');
    const ran = await runMain(['scenario', 'validate', calm, join(RECORDED, '*.yaml')], place);
    expect(ran.code).toBe(0);
    expect(ran.out.match(/^skipped/gm)).toHaveLength(1);
    expect(ran.out).toMatch(HOW);
    const db = ['--db', join(folder.path, 'r.db'), '--json'];
    const run = await runMain(['run', calm, join(RECORDED, '*.yaml'), ...db], place);
    expect(run.code).toBe(0);
    expect(run.err.trimEnd().split('\n')).toHaveLength(1);
    expect(run.err).toMatch(/^skipped .*spot-passive\.yaml, .*which is not set; docs/);
    expect(run.err).toMatch(HOW);
  });

  it('one by name: refused with what to do', async () => {
    const ran = await runMain(['run', join(RECORDED, 'usdm-taker.yaml')], place);
    expect(ran.code).toBe(3);
    expect(ran.err).toMatch(
      /usdm-taker\.yaml:\d+:\d+: .*SQUALL_DATA_DIR is not set\n {2}fix: set it/,
    );
    expect(ran.err).toMatch(HOW);
  });

  it('doctor and data ls say so', async () => {
    expect((await runMain(['doctor'], place)).out).toMatch(/^note {2}data .*is not set/m);
    const listed = await runMain(['data', 'ls'], place);
    expect(listed.code).toBe(2);
    expect(listed.err).toContain('fix: name one, or set SQUALL_DATA_DIR');
  });
});

it('with SQUALL_DATA_DIR the recorded scenarios run, on whatever lies there under their names', async () => {
  const twins = writeTwins(['usdm']);
  try {
    const flags = ['--no-attribute', '--json', '--db', join(folder.path, 'twins.db')];
    const env = { SQUALL_DATA_DIR: twins.root };
    const ran = await runMain(['run', join(RECORDED, 'usdm-*.yaml'), ...flags], { ...place, env });
    expect(ran).toMatchObject({ code: 0, err: '' });
  } finally {
    twins.remove();
  }
}, 60_000);
