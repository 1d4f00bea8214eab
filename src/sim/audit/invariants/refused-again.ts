/**
 * S22: an order that the venue refused three times in a row, in the very same words, is meant to leave at most once a minute from
 * then on, whoever asks for it and under whichever id. Judged, by the engine's own clock, by the answers it got.
 */
import { lengthText } from '../../../core/ground/length-text.js';
import { type Micros, seconds } from '../../../core/ground/units.js';
import type { OrderTerms } from '../../../core/order/order.js';
import type { CheckerFactory } from '../checker.js';

const FREE = 3;
const PAUSE = seconds(60);

interface InARow {
  refused: number;
  lastAt: number;
}

export const refusedAgain: CheckerFactory = ({ check, broken, orders, ownOf }) => {
  const rows = new Map<string, InARow>();
  /** By the number of the order. */
  const words: string[] = [];
  return {
    id: 'S22',
    onInput(input) {
      if (input.kind !== 'outcome' || input.effect !== 'submit') return;
      if (input.outcome.kind !== 'rejected') return;
      const key = words[orders.of(input.clientOrderId)];
      if (key === undefined) return;
      const row = rows.get(key);
      rows.set(key, { refused: (row?.refused ?? 0) + 1, lastAt: ownOf(input.at) });
    },
    onEntry(entry, now) {
      if (entry.kind === 'submit-settled' && entry.as !== 'rejected') {
        rows.delete(words[orders.of(entry.clientOrderId)] ?? '');
        return;
      }
      if (entry.kind !== 'submit-intent') return;
      const { clientOrderId, command } = entry;
      const key = wordsOf(command.terms);
      words[orders.of(clientOrderId)] = key;
      const row = rows.get(key);
      if (row === undefined || row.refused < FREE) return;
      const since = (ownOf(now) - row.lastAt) as Micros;
      // A clock that was set back tells nothing of how long it has been.
      row.lastAt = ownOf(now);
      if (!check(since < 0 || since >= PAUSE))
        broken({
          id: 'S22',
          at: now,
          of: { order: clientOrderId },
          detail: `${clientOrderId} is meant to leave ${lengthText(since)} after the same was, which the venue has refused ${row.refused} times in a row`,
        });
    },
  };
};

const wordsOf = (terms: OrderTerms): string =>
  [
    terms.symbol,
    terms.side,
    terms.type,
    terms.quantity,
    terms.limitPrice,
    terms.stopPrice,
    terms.timeInForce,
    terms.postOnly,
  ].join(' ');
