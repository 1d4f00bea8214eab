/** One line of words for each kind of journal entry about a child order. */
import type { ChildEntry, FillRow } from '../../core/state/entry.js';
import type { OrderUpdateSource } from '../../core/order/update.js';
import type { WordTable } from './word-table.js';
import type { Words } from './words.js';

/** Who changed what the engine believes of an order. */
const SOURCE_WORDS: Readonly<Record<OrderUpdateSource, string>> = {
  ours: 'our own doing',
  manual: 'set by hand',
  poll: 'told by an answer',
  reconciliation: 'told by reconciliation',
  stream: 'told by the order stream',
};

/** One execution of the engine's own ledger. */
function rowWords(
  { clientOrderId, row, feeQuote, feeEstimated, source }: FillRow,
  words: Words,
): string {
  const symbol = words.symbolOfChild(clientOrderId);
  const { execution, bustOf } = row;
  const what = bustOf === null ? '' : `undoes ${bustOf}: `;
  const size = `${words.quantity(symbol, execution.quantity)} @ ${words.price(symbol, execution.price)}`;
  const side = execution.liquidity ?? 'liquidity unknown';
  const fee =
    feeQuote === null ? 'fee unknown' : `fee ${feeQuote}${feeEstimated ? ' estimated' : ''}`;
  return `${what}${size} ${side}, ${fee}, execution ${execution.execId}, ${SOURCE_WORDS[source]}`;
}

export const CHILD_ENTRY_WORDS: WordTable<ChildEntry> = {
  'submit-intent': ({ command, deadline }, words) =>
    `attempt ${command.attempt}: ${words.terms(command.terms)}; works until ${words.time(deadline)}`,
  'amend-wanted': ({ clientOrderId, quantity, limitPrice, operator, reason }, words) => {
    const symbol = words.symbolOfChild(clientOrderId);
    const size = quantity === null ? '' : ` ${words.quantity(symbol, quantity)} in all`;
    const price = limitPrice === null ? '' : ` @ ${words.price(symbol, limitPrice)}`;
    return `to be${size}${price}, by ${operator}: ${reason}`;
  },
  'replace-intent': ({ command, deadline }, words) => {
    const size = words.quantity(command.symbol, command.quantity);
    const price =
      command.limitPrice === null ? '' : ` @ ${words.price(command.symbol, command.limitPrice)}`;
    return `to take the place of ${words.nameOfChild(command.clientOrderId)}: ${size} in all${price}; works until ${words.time(deadline)}`;
  },
  'intent-withdrawn': ({ attempt, reason, veto, retryAt }, words) =>
    `attempt ${attempt} did not leave: ${veto === null ? reason : `${veto.code}, ${veto.text}`}` +
    (retryAt === null ? '' : `; again at ${words.time(retryAt)}`),
  'submit-settled': ({ as, code, text }) =>
    `${as}${code === '' ? '' : ` ${code}`}${text === '' ? '' : `: ${text}`}`,
  'outcome-unknown': ({ effect, shape, nextAt }, words) =>
    `${effect} unanswered (${shape}); looked up at ${words.time(nextAt)}`,
  'order-updated': ({ clientOrderId, source, head, skipped }, words) => {
    const filled = words.quantity(words.symbolOfChild(clientOrderId), head.filled);
    return `${head.status}, ${filled} filled, ${SOURCE_WORDS[source]}${skippedWords(skipped)}`;
  },
  'order-adopted': ({ createdAt }, words) =>
    `nobody here placed it; at the venue since ${words.time(createdAt)}, and ours from now on`,
  'order-amended': ({ clientOrderId, quantity, limitPrice }, words) => {
    const symbol = words.symbolOfChild(clientOrderId);
    const price = limitPrice === null ? '' : ` @ ${words.price(symbol, limitPrice)}`;
    return `the venue holds ${words.quantity(symbol, quantity)}${price}, which is not what was asked`;
  },
  'fill-booked': rowWords,
  'fill-amended': rowWords,
  'poll-unchanged': ({ nextAt }, words) => `nothing new; again at ${words.time(nextAt)}`,
  'lookup-not-found': ({ from, counts }) =>
    `not found by ${from}${counts ? '' : ' (too early to prove anything)'}`,
  'absence-proven': ({ retryAt }, words) =>
    `the venue never had it${retryAt === null ? '' : `; sent again at ${words.time(retryAt)}`}`,
  'update-skipped': ({ source, skipped }) =>
    `nothing new, ${SOURCE_WORDS[source]}${skippedWords(skipped)}`,
  'read-failed': ({ failure, text, nextAt }, words) =>
    `${failure}${text === '' ? '' : ` (${text})`}; again at ${words.time(nextAt)}`,
  'fill-contradicted': ({ text, nextAt }, words) =>
    `at odds with itself (${text}); again at ${words.time(nextAt)}`,
  'deadline-extended': ({ deadline }, words) =>
    `a part filled lately: waited for until ${words.time(deadline)}, once`,
  'cancel-wanted': ({ reason }) => reason,
  'cancel-intent': ({ command }) => `attempt ${command.attempt}`,
  'cancel-settled': ({ as, code }) => (code === '' ? as : `${as} ${code}`),
  'look-again': ({ nextAt }, words) => `looked at again at ${words.time(nextAt)}`,
  settling: () => 'it has ended; what is not known of it is asked for',
  'fill-result': ({ clientOrderId, final, result }, words) => {
    const filled = words.quantity(words.symbolOfChild(clientOrderId), result.filled);
    const average = result.averagePrice === null ? '' : ` @ ${result.averagePrice}`;
    const why = result.reason === result.outcome ? '' : ` (${result.reason})`;
    return `${result.outcome}${why}, ${filled}${average}, ${result.polls} polls${final ? '' : ', not final'}`;
  },
};

const skippedWords = (
  skipped: readonly { readonly code: string; readonly text: string }[],
): string => skipped.map(({ code, text }) => `; skipped ${code}: ${text}`).join('');
