/**
 * What the account holds, as positions: at a spot venue that is the balance of an instrument's base asset, free and locked together. A
 * balance is finer than a lot where commissions were taken out of it: what is below a lot could not be sold, and is left out. Pure.
 */
import { type Decimal, addDecimal, parseDecimal } from '../../core/ground/decimal.js';
import { type Instrument, roundQuantity } from '../../core/ground/instrument.js';
import type { PositionRow } from '../../core/order/outcome.js';
import { type Fields, UnreadableError, fieldsOf, listOf, needText } from '../rest/fields.js';

/** Errors: `UnreadableError`. */
export function positionsOf(
  body: unknown,
  instruments: Iterable<Instrument>,
): readonly PositionRow[] {
  const { balances } = fieldsOf(body, 'the account') as { readonly balances?: unknown };
  const held = new Map<string, Decimal>();
  for (const row of listOf(balances, 'balances')) {
    const fields = fieldsOf(row, 'a balance');
    held.set(
      needText(fields, 'asset'),
      addDecimal(amountIn(fields, 'free'), amountIn(fields, 'locked')),
    );
  }
  const rows: PositionRow[] = [];
  for (const instrument of instruments) {
    const amount = held.get(instrument.baseAsset);
    if (amount === undefined) continue;
    const quantity = roundQuantity(instrument, amount, 'floor');
    if (quantity !== 0) rows.push({ symbol: instrument.symbol, quantity });
  }
  return rows;
}

function amountIn(fields: Fields, name: string): Decimal {
  const text = needText(fields, name);
  const amount = parseDecimal(text);
  if (amount === null)
    throw new UnreadableError(`${name} ${text} of ${needText(fields, 'asset')} is no amount`);
  return amount;
}
