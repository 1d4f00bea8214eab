/** How often a fault acted, in the unit that its kind is counted in. */
import { grouped } from './numbers.js';

/** What the count of a kind is a count of: one, several. */
export const COUNTED: ReadonlyMap<string, readonly [one: string, several: string]> = new Map([
  ['outage', ['message lost', 'messages lost']],
  ['spread-shift', ['quote widened', 'quotes widened']],
  ['quote-frozen', ['time the quote stood still', 'times the quote stood still']],
  ['flash-move', ['quote moved', 'quotes moved']],
  ['drought', ['quote thinned', 'quotes thinned']],
  ['crossed-book', ['quote crossed', 'quotes crossed']],
  ['depth-gap', ['quote missing or broken', 'quotes missing or broken']],
  ['bad-number', ['message with a bad number', 'messages with a bad number']],
  ['volume-missing', ['wrong answer', 'wrong answers']],
  ['filters-changed', ['order that did not fit', 'orders that did not fit']],
  ['halt', ['halt', 'halts']],
  ['reject', ['submit refused', 'submits refused']],
  ['refused-afterwards', ['order refused afterwards', 'orders refused afterwards']],
  ['rate-limit', ['request refused', 'requests refused']],
  ['clock-refused', ['request refused', 'requests refused']],
  ['ack-lost', ['answer lost', 'answers lost']],
  ['request-lost', ['request lost', 'requests lost']],
  ['late-arrival', ['request late', 'requests late']],
  ['request-repeated', ['request repeated', 'requests repeated']],
  ['slow-reply', ['reply late', 'replies late']],
  ['garbled-reply', ['reply garbled', 'replies garbled']],
  ['maintenance', ['request answered 503', 'requests answered 503']],
  ['cancel-pretended', ['cancel without effect', 'cancels without effect']],
  ['order-hidden', ['order hidden', 'orders hidden']],
  ['false-not-found', ['order denied', 'orders denied']],
  ['other-order', ['answer about another order', 'answers about another order']],
  ['stale-answer', ['answer behind', 'answers behind']],
  ['blank-answer', ['answer with something missing', 'answers with something missing']],
  ['quantity-falls', ['answer that states too little', 'answers that state too little']],
  ['positions-off', ['position told wrong', 'positions told wrong']],
  ['positions-missing', ['position not told', 'positions not told']],
  ['fill-pieces', ['execution cut in pieces', 'executions cut in pieces']],
  ['ended-partly', ['order ended after a part', 'orders ended after a part']],
  ['dust-left', ['order ended some lots short', 'orders ended some lots short']],
  ['price-off', ['execution at a worse price', 'executions at a worse price']],
  ['trade-busted', ['execution undone', 'executions undone']],
  ['kill-switch', ['time the kill switch was set', 'times the kill switch was set']],
  ['risk-store', ['order that did not leave', 'orders that did not leave']],
  ['breaker-trip', ['time the breaker tripped', 'times the breaker tripped']],
  ['limits-lowered', ['time limits were lowered', 'times limits were lowered']],
  ['signal-storm', ['copy of a signal', 'copies of signals']],
  ['frame-lost', ['report lost', 'reports lost']],
  ['frame-repeated', ['report repeated', 'reports repeated']],
  ['frame-reordered', ['report out of order', 'reports out of order']],
  ['stream-disconnect', ['report lost', 'reports lost']],
  ['stream-half-open', ['report lost', 'reports lost']],
  ['stream-expired', ['report lost', 'reports lost']],
  ['stream-stalled', ['report held up', 'reports held up']],
  ['fee-late', ['commission left out', 'commissions left out']],
  ['venue-stamps', ['time wrong', 'times wrong']],
  ['terms-rounded', ['order rounded', 'orders rounded']],
  ['stream-replay', ['report told again', 'reports told again']],
  ['clock-skew', ['clock set wrong', 'clocks set wrong']],
  ['clock-drift', ['clock fast or slow', 'clocks fast or slow']],
  ['clock-jump', ['time the clock was set anew', 'times the clock was set anew']],
  ['machine-asleep', ['time the machine slept', 'times the machine slept']],
]);

/** "3 answers lost"; of a kind that is not known here, "acted 3 times". */
export function countWords(kind: string, count: number): string {
  const counted = COUNTED.get(kind);
  if (counted === undefined) return `acted ${count === 1 ? 'once' : `${grouped(count)} times`}`;
  return `${grouped(count)} ${counted[count === 1 ? 0 : 1]}`;
}
