/** What the oracle has to know of a venue's account and fees, in its own units (F19). */
import type { Instrument } from '../../src/core/ground/instrument.js';
import type { VenueOptions } from '../../src/sim/exchange/venue-options.js';
import type { Tape } from '../../src/sim/tape/tape.js';
import type { OracleAccountRules } from './oracle-account.js';

const DIGITS = 30;
const ONE = 100_000_000n;

/** A decimal text times 10^30. */
function wide(text: string): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const digits = BigInt(whole + fraction.padEnd(DIGITS, '0'));
  return text.startsWith('-') ? -digits : digits;
}

export function accountRules(
  { fees, account }: Pick<VenueOptions, 'fees' | 'account'>,
  { symbol, tickSize, lotSize }: Pick<Instrument, 'symbol' | 'tickSize' | 'lotSize'>,
  { quantaPerTick, quantaPerLot }: Pick<Tape, 'quantaPerTick' | 'quantaPerLot'>,
): OracleAccountRules {
  const perTickLot = BigInt(quantaPerTick) * BigInt(quantaPerLot) * ONE * 10n ** BigInt(DIGITS);
  const cash = (wide(account.cash) * perTickLot) / (wide(tickSize) * wide(lotSize));
  // A basis point is 1e-4, a rate is in 1e-8.
  const rate = (bps: string): bigint => wide(bps) / 10n ** BigInt(DIGITS - 4);
  const charged = { maker: rate(fees.makerBps), taker: rate(fees.takerBps) };
  const none = { maker: 0n, taker: 0n };
  return {
    cash,
    position: BigInt(account.positions.get(symbol) ?? 0) * BigInt(quantaPerLot),
    credit: cash * BigInt(account.leverage - 1),
    shorting: account.shorting || account.derivatives.has(symbol),
    fee: fees.asset === 'quote' ? charged : none,
    saleFee: typeof fees.asset === 'string' ? charged : none,
    future: account.derivatives.has(symbol)
      ? {
          leverage: BigInt(account.marginLeverage),
          entry: (account.entryPrices.get(symbol) ?? 0) * quantaPerTick,
          quantaPerTick,
          fundingRate: account.funding.bps === null ? null : rate(account.funding.bps),
          fundingTimes: account.funding.times,
        }
      : null,
  };
}
