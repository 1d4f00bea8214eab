/** What the account holds of contracts, in one-way mode: signed, below zero where it is short. Pure. */
import type { Instrument } from '../../../core/ground/instrument.js';
import type { PositionRow } from '../../../core/order/outcome.js';
import { UnreadableError, fieldsOf, listOf, needText } from '../../rest/fields.js';
import { quantityIn } from '../fields.js';

/** A body of `positionRisk`, which names only what is held or worked. Errors: `UnreadableError`, also of an account in hedge mode. */
export function positionsOf(
  body: unknown,
  instruments: readonly Instrument[],
): readonly PositionRow[] {
  const rows = listOf(body, 'the positions').map((row) => fieldsOf(row, 'a position'));
  return instruments.flatMap((instrument) =>
    rows.flatMap((fields) => {
      const { symbol } = instrument;
      if (needText(fields, 'symbol') !== symbol) return [];
      const quantity = quantityIn(instrument, fields, 'positionAmt');
      if (quantity === 0) return [];
      const side = needText(fields, 'positionSide');
      if (side !== 'BOTH')
        throw new UnreadableError(`the position of ${symbol} is of side ${side}: hedge mode`);
      return [{ symbol, quantity }];
    }),
  );
}
