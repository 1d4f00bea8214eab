/** DED-1: what a signal is called. */
import { describe, expect, it } from 'vitest';
import { signalKey, signalName } from '../../../src/core/account/signal-id.js';
import { type EpochMicros, epochMicros } from '../../../src/core/ground/units.js';
import { order } from '../../support/simulation-plan.js';

const at = (text: string): EpochMicros => epochMicros(Date.parse(text) * 1_000);
const name = (price: string, decimals = 0): string =>
  signalName({ price, order: order() }, at('2026-03-01T17:03:22Z'), decimals);

describe('the name of a signal', () => {
  it('DED-1: symbol, side, rounded price, and the minute floored to 5', () => {
    expect(name('42150.75')).toBe('BTCUSDT_BUY_42151_17:00');
  });

  it('DED-1: halves are rounded away from zero, to as many decimals as asked', () => {
    expect(name('42150.5')).toBe('BTCUSDT_BUY_42151_17:00');
    expect(name('0.125', 2)).toBe('BTCUSDT_BUY_0.13_17:00');
  });

  it('DED-1: the key also has the strategy and the UTC date', () => {
    expect(signalKey('demo', 'x', at('2026-03-01T23:59:59Z'))).toBe('demo|2026-03-01|x');
    expect(signalKey('demo', 'x', at('2026-03-02T00:00:00Z'))).toBe('demo|2026-03-02|x');
  });
});
