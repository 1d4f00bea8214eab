/**
 * S22: an order that the venue refused three times in a row, in the very same words, is meant to leave at most once a minute from
 * then on, whoever asks for it and under whichever id; so is a replace of one order by the same quantity at the same price. Judged, by
 * the engine's own clock, by the answers it got.
 */
import { lengthText } from '../../../core/ground/length-text.js';
import { type Micros, seconds } from '../../../core/ground/units.js';
import type { ClientOrderId, OrderTerms } from '../../../core/order/order.js';
import type { ReplaceCommand } from '../../../core/state/command.js';
import type { Entry } from '../../../core/state/entry.js';
import type { Input } from '../../../core/state/input.js';
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
  /** By the order that is to be replaced, and the attempt: the order that would take its place. */
  const successors = new Map<string, ClientOrderId>();

  const orderOf = ({ effect, clientOrderId, attempt }: Outcome): ClientOrderId | undefined =>
    effect === 'replace' ? successors.get(`${clientOrderId} ${attempt}`) : clientOrderId;

  return {
    id: 'S22',
    onInput(input) {
      if (input.kind !== 'outcome' || input.effect === 'cancel') return;
      if (input.outcome.kind !== 'rejected') return;
      const order = orderOf(input);
      const key = order === undefined ? undefined : words[orders.of(order)];
      if (key === undefined) return;
      const row = rows.get(key);
      rows.set(key, { refused: (row?.refused ?? 0) + 1, lastAt: ownOf(input.at) });
    },
    onEntry(entry, now) {
      if (entry.kind === 'submit-settled' && entry.as !== 'rejected') {
        rows.delete(words[orders.of(entry.clientOrderId)] ?? '');
        return;
      }
      if (!isIntent(entry)) return;
      const { clientOrderId, command } = entry;
      if (command.kind === 'replace')
        successors.set(`${command.clientOrderId} ${command.attempt}`, clientOrderId);
      const key = command.kind === 'replace' ? replaceWords(command) : wordsOf(command.terms);
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

type Outcome = Extract<Input, { kind: 'outcome' }>;
type Intent = Extract<Entry, { kind: 'submit-intent' | 'replace-intent' }>;

const isIntent = (entry: Entry): entry is Intent =>
  entry.kind === 'submit-intent' || entry.kind === 'replace-intent';

const replaceWords = ({ clientOrderId, quantity, limitPrice }: ReplaceCommand): string =>
  ['replace', clientOrderId, quantity, limitPrice].join(' ');

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
