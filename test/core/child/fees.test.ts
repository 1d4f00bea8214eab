/** Commissions in quote currency: quote, base and third assets, estimates, busts. */
import { describe, expect, it } from 'vitest';
import { feeInQuote, feesOfLedger } from '../../../src/core/child/fees.js';
import type { Execution, Fee } from '../../../src/core/order/execution-report.js';
import { EMPTY_LEDGER, withRow } from '../../../src/core/order/fill-ledger.js';
import type { ExecId } from '../../../src/core/order/order.js';
import { ticks } from '../../../src/core/ground/units.js';
import { anExecution } from '../order/order-updates.js';
import { BTC } from '../plan/requests.js';

/** 0.5 BTC at 60,000.00 = 30,000 USDT. */
const trade = (fee: Fee | null, overrides: Partial<Execution> = {}): Execution =>
  anExecution('e1', 50_000, { price: ticks(6_000_000), fee, ...overrides });

const ledgerOf = (...executions: readonly Execution[]) =>
  executions.reduce(
    (ledger, execution) => withRow(ledger, { execution, bustOf: null }),
    EMPTY_LEDGER,
  );

describe('fees', () => {
  it('FIL-13: in quote as charged, rebates negative', () => {
    expect(feeInQuote(trade({ asset: 'USDT', amount: '12.30' }), BTC, 10)).toEqual({
      feeQuote: '12.3',
      estimated: false,
    });
    expect(feeInQuote(trade({ asset: 'USDT', amount: '-1.5' }), BTC, 10)).toEqual({
      feeQuote: '-1.5',
      estimated: false,
    });
  });

  it('FIL-13: in base at the price of the fill itself', () => {
    expect(feeInQuote(trade({ asset: 'BTC', amount: '0.0005' }), BTC, 10)).toEqual({
      feeQuote: '30',
      estimated: false,
    });
  });

  it('FIL-13: in a third asset at its price at fill time, else the configured rate, marked', () => {
    const charged = { asset: 'BNB', amount: '0.05' };
    const fee = trade(charged);
    expect(feeInQuote(trade({ ...charged, quotePrice: '512.40' }), BTC, 10)).toEqual({
      feeQuote: '25.62',
      estimated: false,
    });
    expect(feeInQuote(fee, BTC, 10)).toEqual({ feeQuote: '30', estimated: true });
    const unreadable = trade({ ...charged, quotePrice: 'NaN' });
    expect(feeInQuote(unreadable, BTC, 10)).toEqual({ feeQuote: '30', estimated: true });
    expect(feeInQuote(trade({ asset: 'BNB', amount: '0' }), BTC, 10)).toEqual({
      feeQuote: '0',
      estimated: false,
    });
  });

  it('FIL-13, F:FIL6: a fee not told yet, or unreadable, is the configured rate, marked', () => {
    expect(feeInQuote(trade(null), BTC, 25)).toEqual({ feeQuote: '75', estimated: true });
    expect(feeInQuote(trade({ asset: 'USDT', amount: '1e2' }), BTC, 10)).toEqual({
      feeQuote: '30',
      estimated: true,
    });
  });

  it('FIL-13: an order sums its executions; one estimate marks the sum; nothing executed is null', () => {
    const charged = trade({ asset: 'USDT', amount: '12.3' });
    const estimated = trade(null, { execId: 'e2' as ExecId });
    expect(feesOfLedger(ledgerOf(charged), BTC, 10)).toEqual({
      feeQuote: '12.3',
      estimated: false,
    });
    expect(feesOfLedger(ledgerOf(charged, estimated), BTC, 10)).toEqual({
      feeQuote: '42.3',
      estimated: true,
    });
    expect(feesOfLedger(EMPTY_LEDGER, BTC, 10)).toEqual({ feeQuote: null, estimated: false });
  });

  it('FIL-13, F:FIL5: the estimate of a bust takes back the estimate of its fill', () => {
    const bust = anExecution('b1', -50_000, { price: ticks(6_000_000) });
    const ledger = withRow(ledgerOf(trade(null)), { execution: bust, bustOf: 'e1' as ExecId });
    expect(feesOfLedger(ledger, BTC, 10)).toEqual({ feeQuote: '0', estimated: true });
  });
});
