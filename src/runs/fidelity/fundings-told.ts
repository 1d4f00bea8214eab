/** The funding times that a run passed with a future in the account, each in a sentence of the sheet (F17, F19). Pure. */
import { formatDecimal } from '../../core/ground/decimal.js';
import { type Instrument, formatQuantity } from '../../core/ground/instrument.js';
import type { FundingPassed } from '../../sim/exchange/funding.js';

export const fundingsTold = (
  fundings: readonly FundingPassed[],
  instruments: readonly Instrument[],
): readonly string[] =>
  fundings.flatMap((passed) => {
    const instrument = instruments.find(({ symbol }) => symbol === passed.symbol);
    return instrument === undefined ? [] : [sentence(passed, instrument)];
  });

function sentence({ at, symbol, position, paid }: FundingPassed, instrument: Instrument): string {
  const when = `${new Date(at / 1_000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const held = `${formatQuantity(instrument, position)} ${symbol}`;
  if (paid === null) {
    return `the funding of ${when} is missing: ${held} were held, and neither the recording nor the scenario (venue.fundingBps) has its rate`;
  }
  const { mantissa, scale } = paid;
  const amount = formatDecimal({ mantissa: mantissa < 0n ? -mantissa : mantissa, scale });
  const verb = mantissa < 0n ? 'brought' : 'cost';
  return `the funding of ${when} ${verb} ${amount} ${instrument.quoteAsset} on ${held}; no cost of an order has it`;
}
