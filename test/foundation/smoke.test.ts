/** `npm run smoke`, as far as nobody has keys: it says so, and what it would trade is sound and small. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/runs/scenario/load.js';
import { ROOT } from './checkout.js';

const SCRIPT = join(ROOT, 'scripts', 'smoke.mjs');
const smoke = (env: NodeJS.ProcessEnv, ...args: readonly string[]) =>
  spawnSync(process.execPath, [SCRIPT, ...args], { cwd: ROOT, encoding: 'utf8', env });

describe('npm run smoke', () => {
  it('LIV-4: skips each broker without keys, and says why', () => {
    const { status, stdout } = smoke({ APCA_API_KEY_ID: 'half of a pair' });
    expect([status, stdout]).toEqual([
      0,
      'alpaca: skipped, APCA_API_SECRET_KEY is not set\nbinance: skipped, BINANCE_API_KEY is not set\n',
    ]);
  });

  it.each([
    ['--broker', 'ib'],
    ['--url', 'http://127.0.0.1:7000'],
    ['--scenario', 'my.yaml'],
  ])('LIV-4: %s %s: what it needs is said', (...args) => {
    expect(smoke({}, ...args)).toMatchObject({ status: 2, stdout: '' });
  });

  it.each(['alpaca', 'binance'])(
    'LIV-4: trades within limits at %s: one order fills, one is canceled',
    (broker) => {
      const { scenario } = loadScenario(join(ROOT, 'scripts', 'smoke', `${broker}.yaml`));
      expect(scenario.execution.limits?.perSymbol).toHaveLength(1);
      expect(scenario.orders.map(({ type }) => type)).toEqual(['market', 'limit']);
    },
  );
});
