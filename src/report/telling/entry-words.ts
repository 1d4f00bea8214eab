/**
 * One line of words for each kind of journal entry that concerns a parent or the engine as a whole; those of child orders
 * are in `child-entry-words.ts`. A kind without words does not compile.
 */
import { lengthText } from '../../core/ground/length-text.js';
import type { AccountEntry, Entry, ParentEntry } from '../../core/state/entry.js';
import { CHILD_ENTRY_WORDS } from './child-entry-words.js';
import { GATE_ENTRY_WORDS } from './gate-entry-words.js';
import { HISTORY_ENTRY_WORDS } from './history-entry-words.js';
import { LEDGER_ENTRY_WORDS } from './ledger-entry-words.js';
import { RECONCILIATION_ENTRY_WORDS } from './reconciliation-entry-words.js';
import { OPEN_ORDERS_ENTRY_WORDS } from './open-orders-entry-words.js';
import { ORPHAN_ENTRY_WORDS } from './orphan-entry-words.js';
import { POSITION_ENTRY_WORDS } from './position-entry-words.js';
import type { WordTable } from './word-table.js';
import type { Words } from './words.js';

const PARENT_ENTRY_WORDS: WordTable<ParentEntry> = {
  'order-received': ({ parentId, request }, words) => {
    const { symbol, side, quantity, algo, type, timeInForce, strategyId } = request;
    const size = words.quantity(symbol, quantity);
    return `${side} ${size} ${symbol} by ${algo}, ${type} ${timeInForce}, strategy ${strategyId}, id ${parentId}`;
  },
  'order-refused': ({ code, problems }) =>
    [code, ...problems.map(({ field, text }) => `${field}: ${text}`)].join('; '),
  'duplicate-request': ({ duplicateOf, status, remaining }, words) =>
    `same request as ${words.parent(duplicateOf)} (${status}, ` +
    `${words.quantity(words.symbolOfParent(duplicateOf), remaining)} remain): nothing created`,
  'parent-planned': ({ parentId, algo, plan, arrivalMidTwice, warnings }, words) => {
    const symbol = words.symbolOfParent(parentId);
    const arrival =
      arrivalMidTwice === null
        ? 'no quote yet'
        : `arrival mid ${words.mid(symbol, arrivalMidTwice)}`;
    const more = plan.remainder === 0 ? '' : `, the first ${plan.remainder} one lot more`;
    const said = warnings.map((warning) => `; ${warning.code}: ${warning.text}`).join('');
    return `${algo}: ${plan.slices} x ${words.quantity(symbol, plan.baseQuantity)}${more}, ${arrival}${said}`;
  },
  'reduce-looked': ({ look }) =>
    `may it reduce? ${look.pages} pages of open orders, ${look.others.length} of others on its side`,
  'arrival-answered': ({ intake }) =>
    intake.waiting.length === 0
      ? 'all answers are in: the plan can be made'
      : `${intake.waiting.length} more awaited before the plan`,
  'slice-due': ({ overdueMicros }) =>
    overdueMicros === 0 ? 'on time' : `${lengthText(overdueMicros)} overdue`,
  'slice-waiting': ({ slice, reason, nextAt }, words) =>
    `slice ${slice}: ${reason}; looked at again at ${words.time(nextAt)}`,
  'slice-ended': ({ terms, reason }, words) => `never sent: ${reason} (${words.terms(terms)})`,
  'slices-canceled': ({ from, count, reason }) =>
    `slices ${from} to ${from + count - 1}: ${reason}`,
  'slice-released': ({ terms, bid, ask, dryRun }, words) => {
    const saw =
      bid === null || ask === null ? 'saw no quote' : `saw ${words.quote(terms.symbol, bid, ask)}`;
    return `${words.terms(terms)}, ${saw}${dryRun ? ', dry run' : ''}`;
  },
  'reference-set': ({ parentId, midTwice }, words) =>
    `mid ${words.mid(words.symbolOfParent(parentId), midTwice)}`,
  'catch-up-planned': ({ parentId, quantity }, words) =>
    words.quantity(words.symbolOfParent(parentId), quantity),
  'parent-stopped': ({ code, measured, limit }) => `${code}: measured ${measured}, limit ${limit}`,
  'parent-cancel': ({ scope, operator, reason }) => `${scope}, by ${operator}: ${reason}`,
  'parent-status': ({ parentId, status, filled, unfilled }, words) => {
    const symbol = words.symbolOfParent(parentId);
    return `${status}: filled ${words.quantity(symbol, filled)}, unfilled ${words.quantity(symbol, unfilled)}`;
  },
};

const ACCOUNT_ENTRY_WORDS: WordTable<AccountEntry> = {
  'read-requested': ({ read, purpose }) => `${read.kind} #${read.readId} for ${purpose}`,
  'read-answered': ({ readId }) => `#${readId}`,
  'kill-switch': ({ engaged, operator, reason, cancelWorking }) =>
    `${engaged ? 'engaged' : 'released'} by ${operator}: ${reason}${engaged && cancelWorking ? ' (working orders are canceled)' : ''}`,
  breaker: ({ state, operator, reason }) =>
    `${state}${operator === '' ? '' : `, by ${operator}`}: ${reason}`,
  'call-judged': ({ failed, rejects }) =>
    `a call ${failed ? 'failed' : 'was answered'}, ${rejects} refused in a row`,
  'call-counted': ({ failed }) => `a call ${failed ? 'failed' : 'was answered'}`,
  'order-rated': ({ filled, inTime, timedOut }) =>
    timedOut ? 'timed out' : filled ? `fill known ${inTime ? 'in time' : 'late'}` : 'did not fill',
  'account-watch': ({ result }) => `the account's day begins with a result of ${result}`,
  quarantine: ({ held, strategyId, symbol, operator, reason }) =>
    `${symbol} of ${strategyId === '*' ? 'every strategy' : strategyId} ${held ? 'begins' : 'is lifted'}` +
    `${operator === '' ? '' : `, by ${operator}`}: ${reason}`,
  'engine-chosen': ({ engine, operator, reason }) =>
    `orders to come are followed by "${engine}", by ${operator}: ${reason}`,
  'large-order': ({ text, answer }) => `${answer}: ${text}`,
  'confirmation-required': ({ text, expiresAt }, words) =>
    `${text}, until ${words.time(expiresAt)}`,
  'confirmation-used': ({ token }) => token,
  'limits-set': ({ operator, reason }) => `other limits from now on, by ${operator}: ${reason}`,
  'signal-reserved': ({ memory: { id, price, expiresAt } }, words) =>
    `${id} at ${price} is new: remembered until ${words.time(expiresAt)}`,
  'signal-duplicate': ({ id, firstId, ageMicros, duplicateOf }, words) =>
    `${id} repeats ${firstId} of ${lengthText(ageMicros)} before (${words.parent(duplicateOf)}): nothing created`,
  'signal-refused': ({ id, why }) => `${id}: ${why}`,
  'signal-confirmed': ({ key, expiresAt }, words) =>
    `${key} was executed: remembered until ${words.time(expiresAt)}`,
  'signal-released': ({ key, why }) => `${key}: ${why}`,
  'signals-expired': ({ keys }) => keys.join(', '),
  ...POSITION_ENTRY_WORDS,
  ...GATE_ENTRY_WORDS,
  ...ORPHAN_ENTRY_WORDS,
  ...HISTORY_ENTRY_WORDS,
  ...LEDGER_ENTRY_WORDS,
  ...RECONCILIATION_ENTRY_WORDS,
  ...OPEN_ORDERS_ENTRY_WORDS,
  'operator-refused': ({ text }) => text,
  'stop-asked': ({ onStop, operator, reason }) =>
    `by ${operator}: ${reason} (working orders: ${onStop})`,
  'request-budget': ({ budget: { requests, per, reserved } }) =>
    `${requests} requests within ${lengthText(per)}, ${reserved} of them kept for cancels`,
  feed: ({ status }) => status,
  stream: ({ status }) => status,
  'clock-doubted': ({ stepped, nextAt }, words) =>
    (stepped === 0
      ? 'the venue has not said its time yet'
      : `ours went on by ${lengthText(Math.abs(stepped))} ${stepped > 0 ? 'more' : 'less'} than was counted`) +
    `; asked again at ${words.time(nextAt)}`,
  'clock-measured': ({ offset, within }) =>
    offset === 0
      ? `ours is right, within ${lengthText(within)}`
      : `ours is ${lengthText(Math.abs(offset))} ${offset > 0 ? 'behind' : 'ahead of'} the venue's, within ${lengthText(within)}`,
  'rate-limited': ({ until }, words) =>
    until === null ? 'over' : `the venue takes no requests until ${words.time(until)}`,
  'report-unmatched': ({ clientOrderId, venueOrderId, text }) =>
    `client id ${clientOrderId}, venue id ${venueOrderId}: ${text}`,
  alert: ({ code, level, subject, text, state, operator }) =>
    state === 'acknowledged'
      ? `${code} (${subject}) acknowledged by ${operator ?? 'nobody named'}: ${text}`
      : `${level} ${code} ${state} (${subject}): ${text}`,
};

const ENTRY_WORDS: WordTable<Entry> = {
  ...PARENT_ENTRY_WORDS,
  ...CHILD_ENTRY_WORDS,
  ...ACCOUNT_ENTRY_WORDS,
};

/** What an entry says, without its kind and the order it is about. */
export const entryWords = (entry: Entry, words: Words): string =>
  (ENTRY_WORDS[entry.kind] as (of: Entry, words: Words) => string)(entry, words);
