/**
 * The instruments as they are configured, held against the venue's own rules for them (`exchangeInfo`): a wrong tick or lot would be refused
 * at best, and at worst be another quantity than was meant. Pure.
 */
import { formatDecimal, parseDecimal } from '../../core/ground/decimal.js';
import type { Instrument } from '../../core/ground/instrument.js';
import type { Product } from './product.js';
import { type Fields, fieldsOf, listOf, needText, textIn } from '../rest/fields.js';

/** What does not fit, one line each; none = all does. Errors: `UnreadableError`. */
export function gridProblems(
  body: unknown,
  instruments: readonly Instrument[],
  { rules }: Product,
): readonly string[] {
  const symbols = listOf(fieldsOf(body, 'exchangeInfo')['symbols'], 'symbols').map((row) =>
    fieldsOf(row, 'a symbol'),
  );
  return instruments.flatMap((instrument) => {
    const found = symbols.find((row) => row['symbol'] === instrument.symbol);
    return found === undefined
      ? [`${instrument.symbol} is not traded there`]
      : problemsOf(instrument, found, rules);
  });
}

/** What to read, and what to do about it. */
export const gridText = (problems: readonly string[]): string =>
  `what is configured is not what Binance trades:\n${problems.map((line) => `  ${line}`).join('\n')}\n  fix: configure the instruments as the venue has them`;

function problemsOf(
  instrument: Instrument,
  row: Fields,
  rules: Product['rules'],
): readonly string[] {
  const filters = listOf(row['filters'], 'filters').map((filter) => fieldsOf(filter, 'a filter'));
  const told = (type: string, name: string): string | null => {
    const filter = filters.find((one) => one['filterType'] === type);
    return filter === undefined ? null : textIn(filter, name);
  };
  const { symbol, tickSize, lotSize, minQuantity = lotSize, minNotional } = instrument;
  const status = needText(row, 'status');
  return [
    ...(status === 'TRADING' ? [] : [`${symbol} is ${status} there`]),
    ...differing(symbol, 'base asset', [instrument.baseAsset, needText(row, 'baseAsset')]),
    ...differing(symbol, 'quote asset', [instrument.quoteAsset, needText(row, 'quoteAsset')]),
    ...differing(symbol, 'tick size', [tickSize, told('PRICE_FILTER', 'tickSize')]),
    ...differing(symbol, 'lot size', [lotSize, told('LOT_SIZE', 'stepSize')]),
    ...differing(symbol, 'minimum quantity', [minQuantity, told('LOT_SIZE', 'minQty')]),
    ...differing(symbol, 'minimum notional', [
      minNotional,
      rules.leastWorth({ fields: row, told }),
    ]),
    ...rules.problems(instrument, { fields: row, told }),
  ];
}

export function differing(
  symbol: string,
  what: string,
  [ours, theirs]: readonly [string, string | null],
): readonly string[] {
  if (theirs !== null && plain(ours) === plain(theirs)) return [];
  return [`${what} of ${symbol}: ${ours} is configured, the venue says ${theirs ?? 'nothing'}`];
}

/** One spelling of a number, whatever zeros stand behind it. */
function plain(text: string): string {
  const value = parseDecimal(text);
  return value === null ? text : formatDecimal(value);
}
