/** One line of words for each kind of input, of outcome and of answer. */
import type { Input, WatchCondition } from '../../core/state/input.js';
import type { EffectOutcome, ReadAnswer } from '../../core/order/outcome.js';
import { lengthText } from '../../core/ground/length-text.js';
import type { Words } from './words.js';

function outcomeWords(outcome: EffectOutcome): string {
  switch (outcome.kind) {
    case 'accepted':
      return `accepted, venue order ${outcome.venueOrderId}${outcome.status === null ? '' : `, ${outcome.status}`}`;
    case 'rejected':
      return `rejected ${outcome.code} ${outcome.text}`;
    case 'exists':
      return `the id exists: ${outcome.text}`;
    case 'not-sent':
      return `not sent: ${outcome.veto === null ? outcome.reason : `${outcome.veto.code}, ${outcome.veto.text}`}`;
    case 'unknown':
      return `unknown: ${outcome.shape}`;
  }
}

function answerWords(answer: ReadAnswer, symbol: string, words: Words): string {
  switch (answer.kind) {
    case 'failed':
      return `failed: ${answer.failure} ${answer.text}`;
    case 'depth':
      return `depth: ${answer.bids.length} bids, ${answer.asks.length} asks`;
    case 'order': {
      const { order } = answer;
      if (order === null) return 'order not found';
      const filled =
        order.cumQty === null ? 'not told' : words.quantity(order.symbol, order.cumQty);
      return `order is "${order.venueWord}", filled ${filled}`;
    }
    case 'archived':
      return 'order is archived: over, without a fill';
    case 'executions':
      return `${answer.executions.length} executions`;
    case 'open-orders':
      return `${answer.orders.length} open orders${moreToCome(answer.nextCursor)}`;
    case 'history':
      return `${answer.orders.length} past orders${moreToCome(answer.nextCursor)}`;
    case 'positions':
      return `${answer.positions.length} positions`;
    case 'time':
      return `it is ${words.time(answer.venueTime)} there`;
    case 'volume':
      return answer.averageDailyVolume === null
        ? 'no volume known'
        : `volume ${words.quantity(symbol, answer.averageDailyVolume)} a day`;
  }
}

const moreToCome = (nextCursor: string | null): string =>
  nextCursor === null ? '' : ', more to come';

/** What the quote board showed as the input came; '' where nobody looks at it. */
const seenWords = ({ quotes = [] }: Input, words: Words): string =>
  quotes
    .map(({ symbol, quote }) =>
      quote === null ? 'no quote' : `quote ${words.quote(symbol, quote.bid, quote.ask)}`,
    )
    .join(', ');

const after = (words: string): string => (words === '' ? '' : `, ${words}`);

const WATCHED: Readonly<Record<WatchCondition, string>> = {
  'data-age': 'market data too old',
  drawdown: 'a loss over the limit',
  day: 'another UTC day',
};

/** What an input says; `symbol` is the one its read asked for ('' = unknown). */
export function inputWords(input: Input, symbol: string, words: Words): string {
  switch (input.kind) {
    case 'order-request': {
      const { side, quantity, symbol: of, algo } = input.request;
      return `${side} ${quantity} ${of} by ${algo}${after(seenWords(input, words))}`;
    }
    case 'signal': {
      const { price, signalId, order } = input.signal;
      const named = signalId === null ? '' : ` ${signalId}`;
      return `signal${named} at ${price}: ${order.side} ${order.quantity} ${order.symbol}${after(seenWords(input, words))}`;
    }
    case 'operator':
      return `${input.command.do} by ${input.operator}: ${input.reason}`;
    case 'wake':
      return seenWords(input, words);
    case 'started':
      return 'a process begins on what the one before it left';
    case 'wake-refused':
      return input.text;
    case 'watch':
      return `${WATCHED[input.condition]}${after(seenWords(input, words))}`;
    case 'execution-report': {
      const { execType, execution, cumQty, leaves, symbol: of, text } = input.report;
      const trade =
        execution === null
          ? ''
          : ` ${words.quantity(of, execution.quantity)} @ ${words.price(of, execution.price)}`;
      const sums = cumQty === null ? 'no total given' : words.progress(of, cumQty, leaves);
      return `${execType}${trade}, ${sums}${text === '' ? '' : ` (${text})`}`;
    }
    case 'outcome':
      return `${input.effect} attempt ${input.attempt}: ${outcomeWords(input.outcome)}`;
    case 'answer':
      return `#${input.readId} ${answerWords(input.answer, symbol, words)}${after(seenWords(input, words))}`;
    case 'clock':
      return `our clock went on by ${lengthText(Math.abs(input.stepped))} ${input.stepped > 0 ? 'more' : 'less'} than we counted`;
    case 'feed':
    case 'stream':
      return input.status;
  }
}
