/**
 * Lines of the files that hold no depth: Binance's public archive (trades, best quotes, bars) and Tardis quotes.
 */
import type { SessionTicker } from './best-of-session.js';
import type { Session, TradeEvent } from './session.js';

const MINUTE_MILLIS = 60_000;
const MINUTES_A_DAY = 1_440;

export function tradeLines({ events }: Session): string[] {
  const rows = events
    .filter((event): event is TradeEvent => event.kind === 'trade')
    .map(({ id, price, quantity, time, sold }) => {
      const quote = (Number(price) * Number(quantity)).toFixed(5);
      return `${id},${price},${quantity},${quote},${time / 1_000},${sold}`;
    });
  return ['id,price,qty,quote_qty,time,is_buyer_maker', ...rows];
}

export function tickerLines(tickers: readonly SessionTicker[]): string[] {
  const rows = tickers.map(
    ({ id, bid, ask, time }) => `${id},${bid.join()},${ask.join()},${time / 1_000},${time / 1_000}`,
  );
  const header =
    'update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time';
  return [header, ...rows];
}

export function quoteLines(symbol: string, tickers: readonly SessionTicker[]): string[] {
  const rows = tickers.map(
    ({ bid, ask, time, received }) =>
      `binance-futures,${symbol},${time},${received},${ask[1]},${ask[0]},${bid.join()}`,
  );
  const header =
    'exchange,symbol,timestamp,local_timestamp,ask_amount,ask_price,bid_price,bid_amount';
  return [header, ...rows];
}

/** Minute bars of whole days, without a gap. */
export function barLines(days: number): string[] {
  const start = Date.UTC(2024, 1, 1);
  const rows = Array.from({ length: days * MINUTES_A_DAY }, (_, minute) => {
    const opens = start + minute * MINUTE_MILLIS;
    const closes = opens + MINUTE_MILLIS - 1;
    return `${opens},33.17,33.28,33.14,33.26,31584,${closes},1048736.6860,2093,15886,527484.6350,0`;
  });
  const header =
    'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore';
  return [header, ...rows];
}
