/** DOC-2: what each alert means, and what whoever is told of it does first; docs/operations.md has them as a table. */
import type { AlertCode } from '../../core/state/alert-code.js';

export interface AlertAction {
  readonly means: string;
  readonly first: string;
}

/** Null for a word of another version. */
export const alertAction = (code: string): AlertAction | null =>
  Object.hasOwn(ALERT_ACTIONS, code) ? ALERT_ACTIONS[code as AlertCode] : null;

export const ALERT_ACTIONS: Readonly<Record<AlertCode, AlertAction>> = {
  breaker: {
    means: 'The circuit breaker is open: no order leaves.',
    first: 'Read its reason in `squall status`; once that is over, `squall breaker reset`.',
  },
  bust: {
    means: 'The venue undid an execution.',
    first: 'Compare the position with the venue’s; decide whether the order is to be traded again.',
  },
  'call-error-rate': {
    means: 'Many calls to the venue failed lately.',
    first: 'Look at the venue’s status page and at the network; slices go on, later.',
  },
  'cancel-stuck': {
    means: 'A cancel was asked for and the order neither ends nor says why.',
    first: 'Look the order up at the venue and cancel it there; the engine hears of it.',
  },
  'clock-refused': {
    means: 'The venue takes our time for wrong and refuses requests.',
    first: 'Set the machine’s clock (NTP); orders wait until the venue’s time is known.',
  },
  'clock-stepped': {
    means: 'The machine’s clock jumped, or the machine slept.',
    first: 'See which slices came late (`slice-overdue`); keep the machine awake.',
  },
  'contradicting-outcome': {
    means: 'The venue refused an order that it shows as living.',
    first: 'Nothing to send: it is followed as living. Tell the venue.',
  },
  'detection-rate': {
    means: 'Fills were known late.',
    first: 'Look at the order stream (`stream-down`) and at call errors.',
  },
  'execution-conflict': {
    means: 'One execution was told twice with different terms.',
    first: 'Compare it with the venue’s list of trades; the first telling is booked.',
  },
  'executions-given-up': {
    means:
      'The venue owes executions or fees of so many orders that the oldest are not asked for any more.',
    first: 'Read these orders at the venue; their position is right, their cost stays as told.',
  },
  'executions-unread': {
    means: 'The executions of an order cannot be read now.',
    first: 'Wait: they are asked for again. Prices and fees are open until then.',
  },
  'fill-after-verdict': {
    means: 'An order filled after it was taken for over.',
    first: 'Look at the position and at the parent: it may hold more than was asked.',
  },
  'fill-beyond-limit': {
    means: 'An execution is worse than its limit.',
    first: 'Ask the venue for a correction; keep the execution’s id.',
  },
  'fill-contradiction': {
    means: 'The venue calls an order filled and shows fewer executions.',
    first: 'Compare the order with the venue’s list of trades before you trade the symbol again.',
  },
  'fill-without-price': {
    means: 'A fill is known by its quantity alone.',
    first: 'Read the executions at the venue; the position is right, its cost is not known.',
  },
  'history-unfinished': {
    means: 'The venue’s history of orders could not be read to its end.',
    first: 'Nothing is lost: it is read again. If it lasts, look the account up by hand.',
  },
  'id-taken': {
    means: 'A client order id of ours belongs to another order at the venue.',
    first: 'Look for a second engine on this account; the symbol is in quarantine.',
  },
  'kill-switch': {
    means: 'The kill switch is on: no order leaves, working ones are canceled.',
    first: 'Find out who put it on and why; `squall kill off` when it is over.',
  },
  limit: {
    means: 'A limit kept an order from leaving.',
    first: 'See which; raise it only if it is meant.',
  },
  liquidation: {
    means: 'The venue closed a position for want of margin.',
    first: 'Stop the strategies of this account; look at its margin.',
  },
  'list-unfinished': {
    means: 'The list of open orders could not be read to its end.',
    first: 'As `history-unfinished`.',
  },
  'mismatched-report': {
    means: 'A report names our order with other terms.',
    first: 'Look the order up at the venue; the symbol is in quarantine until you lift it.',
  },
  'order-revived': {
    means: 'An order that was taken for absent lives.',
    first: 'Nothing to send: it is followed again. See whether the parent fits its quantity.',
  },
  'order-unknown': {
    means: 'Nobody knows what became of an order that was sent.',
    first: 'Look it up at the venue by its client order id; it counts as open until then.',
  },
  orphan: {
    means: 'An order is at the venue that this engine did not place.',
    first:
      '`squall orphans ls`, then adopt, cancel or narrow it; its symbol is blocked until then.',
  },
  'orphan-filled': {
    means: 'An order that this engine did not place has traded.',
    first: 'Look at the position: it counts as exposure.',
  },
  overfill: {
    means: 'An order filled beyond its quantity.',
    first: 'Compare with the venue’s list of trades; correct the position by hand.',
  },
  'partial-fill': {
    means: 'An order ended with a part of its quantity.',
    first: 'Nothing where the parent catches up; else decide about the rest.',
  },
  'position-adjusted': {
    means: 'Our position differed from the venue’s for good and was set to it.',
    first: 'Find the executions behind it: another program or person traded this account.',
  },
  'position-differs': {
    means: 'Our position and the venue’s differ.',
    first: 'Wait for a reconciliation (`squall reconcile`); if it lasts it is adjusted.',
  },
  'position-unconfirmed': {
    means:
      'A position could not be held against the venue’s for long: something of it is always under way.',
    first: 'Pause the strategies of the symbol for a moment; the position is then compared.',
  },
  quarantine: {
    means: 'A symbol is kept from being traded.',
    first: 'Read its reason; lift it when you know what happened.',
  },
  'query-refused': {
    means: 'The venue refuses to look an order up.',
    first: 'Check keys and permissions of the account.',
  },
  'rate-limited': {
    means: 'The venue said to stay away until later.',
    first: 'Wait. If it comes again, lower `execution.requestBudget`.',
  },
  'reconciliation-forced': {
    means: 'An operator opened the gate before all was known.',
    first: 'Reconcile (`squall reconcile`): every order carries a warning until that is clean.',
  },
  'reconciliation-late': {
    means: 'The start could not be reconciled in time: the gate stays shut.',
    first: 'See what is missing in `squall status`; is the venue reached, do the keys work?',
  },
  'refused-again': {
    means: 'The venue refused the same again and again.',
    first: 'Read the venue’s words in the alert; correct the order or the account.',
  },
  'repeg-held': {
    means: 'A pegged order does not follow the market now.',
    first: 'Nothing, unless it lasts: see what holds it in the text.',
  },
  'replace-refused': {
    means: 'The venue refused to change an order.',
    first: 'Nothing: it goes on as it was. See why if that was not meant.',
  },
  'request-budget': {
    means: 'The budget of requests is used up; cancels go first.',
    first:
      'Wait. If it comes again: fewer orders at once, or a larger budget if the venue allows it.',
  },
  'risk-store': {
    means: 'The shared kill switch cannot be read: no order leaves.',
    first: 'See whether the folder of the state file can be read.',
  },
  'scheduling-failed': {
    means: 'An order has no place in its schedule any more.',
    first: 'Give it anew with a duration that fits the session.',
  },
  'second-venue-order': {
    means: 'One client order id has two orders at the venue: sent twice.',
    first: 'Kill (`squall kill on`), cancel one at the venue, and keep the journal for us.',
  },
  'slice-overdue': {
    means: 'A slice was sent later than its grace.',
    first: 'See why the engine was down or the venue away.',
  },
  slippage: {
    means: 'An order traded worse than `slippageThresholdBps`.',
    first: 'Look at spread and depth at that time (`squall explain`).',
  },
  'stream-down': {
    means: 'The order stream is down: fills are found by asking.',
    first:
      'Nothing at once; if it lasts, look at the network and at a second client on the same key.',
  },
  'terms-rounded': {
    means: 'The venue shows an order with terms rounded to its grid.',
    first: 'Set tick and lot of the instrument as the venue has them.',
  },
  'terms-worse': {
    means: 'The venue shows an order with worse terms than were sent.',
    first: 'Cancel it (`squall orders`), then compare tick and lot with the venue’s.',
  },
  'timeout-rate': {
    means: 'Many orders ran into their timeout.',
    first: 'Limits too far from the market, or a venue that is slow: see `squall status`.',
  },
  'unknown-status': {
    means: 'The venue says a status that nobody here knows.',
    first: 'Look the word up in the venue’s documentation and tell us; the order is followed on.',
  },
  'unmatched-report': {
    means: 'A report is about an order that this engine does not know.',
    first: 'Look for another program or person on this account.',
  },
};
