/** One line of words for each entry of the venue's ledger, and why an execution happened in a trader's words. */
import type {
  FillCause,
  TruthEntry,
  TruthExecution,
  TruthLiquidation,
} from '../../core/order/truth.js';
import type { Words } from './words.js';

/** F4, F6, F8 and hidden prints. */
export const CAUSE_WORDS: Readonly<Record<FillCause, string>> = {
  taker: 'it took liquidity that stood in the book',
  queue: 'a trade at its price reached it in the queue',
  through: 'a trade beyond its price: everything at its price must have been done',
  crossed: 'the other side of the book moved to or through its price',
  hidden: 'a trade at its price that met no displayed quantity',
};

const executionWords = (execution: TruthExecution, words: Words): string => {
  const { symbol, quantity, price, liquidity, cause, fee, cumQty, leaves } = execution;
  return (
    `${words.quantity(symbol, quantity)} @ ${words.price(symbol, price)} ${liquidity}, cause ${cause}` +
    `${queueWords(execution, words)}, ${words.progress(symbol, cumQty, leaves)}, fee ${fee.amount} ${fee.asset}`
  );
};

/** Queue ahead before and after, and the tape row; '' where neither took part. */
function queueWords(
  { symbol, aheadBefore, aheadAfter, tapeRow }: TruthExecution,
  words: Words,
): string {
  const queue =
    aheadBefore === null || aheadAfter === null
      ? ''
      : `, ahead ${words.ahead(symbol, aheadBefore)} -> ${words.ahead(symbol, aheadAfter)}`;
  return `${queue}${tapeRow === null ? '' : `, tape row ${tapeRow}`}`;
}

const aheadWords = (symbol: string, ahead: number | null, words: Words): string =>
  ahead === null ? '' : `, ${words.ahead(symbol, ahead)} ahead in the queue`;

/** What the venue closed by an order of its own, and at what. */
export function liquidationWords(
  { symbol, side, quantity, executions }: TruthLiquidation,
  words: Words,
): string {
  const made = executions.map(
    ({ quantity: lots, price, fee }) =>
      `${words.quantity(symbol, lots)} @ ${words.price(symbol, price)}, fee ${fee.amount} ${fee.asset}`,
  );
  return `the venue's own order: ${side} ${words.quantity(symbol, quantity)} ${symbol}: ${made.join('; ')}`;
}

/** What an entry of the ledger says, without its kind and order. */
export function truthWords(entry: TruthEntry, words: Words): string {
  switch (entry.kind) {
    case 'accepted':
    case 'replaced':
      return `${words.terms(entry.terms)}${aheadWords(entry.terms.symbol, entry.ahead, words)}`;
    case 'rejected':
      return `${entry.code} ${entry.text}`;
    case 'triggered':
      return entry.tapeRow === null ? 'on arrival' : `by tape row ${entry.tapeRow}`;
    case 'canceled':
    case 'expired':
      return `${entry.reason}, filled ${words.quantity(words.symbolOfChild(entry.clientOrderId), entry.cumQty)}`;
    case 'cancel-rejected':
    case 'replace-rejected':
      return entry.code;
    case 'executed':
      return executionWords(entry, words);
    case 'busted': {
      const { symbol, quantity, price, bustOf, fee } = entry;
      return `execution ${bustOf} undone: ${words.quantity(symbol, quantity)} @ ${words.price(symbol, price)}, fee ${fee.amount} ${fee.asset}`;
    }
  }
}
