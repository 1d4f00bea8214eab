/** LIV-1: a broker trades spot or futures, and a scenario that says another ends before anybody is asked (exit code 78). */
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/cli/failure.js';
import { accessTo } from '../../src/cli/live-keys.js';
import { checkFutures } from '../../src/cli/open-venue.js';
import type { RealVenue } from '../../src/runs/paper/venue-policy.js';
import { parseScenario } from '../../src/runs/scenario/load.js';

const scenarioOf = (account: string) =>
  parseScenario(
    'my.yaml',
    `name: mine
shows: what is asked for
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: 5m }
venue: { account: { ${account} } }
orders: [{ side: buy, quantity: '0.1', duration: 60s, slices: 2 }]`,
  );

describe('a scenario and its broker', () => {
  it.each([
    ['futures: true', 'binance', 'broker binance trades no futures', '--broker binance-usdm'],
    ['futures: true', 'alpaca', 'broker alpaca trades no futures', '--broker binance-usdm'],
    ['futures: false', 'binance-usdm', 'trades futures alone', '--broker binance for spot'],
  ] as readonly (readonly [string, RealVenue, string, string])[])(
    'LIV-1: %s at %s ends with 78, and how to put it right is said',
    (account, broker, why, fix) => {
      let thrown: unknown = null;
      try {
        checkFutures(scenarioOf(account), broker);
      } catch (error) {
        thrown = error;
      }
      expect(exitCodeOf(thrown)).toBe(78);
      expect((thrown as Error).message).toContain(why);
      expect((thrown as Error).message).toContain(`fix: `);
      expect((thrown as Error).message).toContain(fix);
    },
  );

  it.each([
    ['futures: true', 'binance-usdm'],
    ['', 'binance-usdm'],
    ['futures: false', 'binance'],
    ['', 'alpaca'],
  ] as const)('LIV-1: "%s" at %s agree', (account, broker) => {
    expect(() => checkFutures(scenarioOf(account), broker)).not.toThrow();
  });
});

describe('keys of futures', () => {
  it('LIV-1: are those of Binance, and its demo is named as spot’s test network is', () => {
    const env = { BINANCE_API_KEY: 'K', BINANCE_API_SECRET: 'S', BINANCE_TESTNET: 'true' };
    const asked = { mode: 'paper', url: null } as const;
    expect(accessTo({ env }, 'binance-usdm', asked)).toEqual({
      ...{ keys: { keyId: 'K', secret: 'S' }, url: null },
    });
    const live = { ...asked, mode: 'live' } as const;
    expect(() => accessTo({ env }, 'binance-usdm', live)).toThrow('BINANCE_TESTNET is set');
    const off = { ...env, BINANCE_TESTNET: '' };
    expect(() => accessTo({ env: off }, 'binance-usdm', asked)).toThrow('--dialect binance-usdm');
  });
});
