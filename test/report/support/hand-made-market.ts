/** A true market of a few quotes and trades, as a `MarketRecord` that walks lists: slow, obvious, exact. */
import type { MarketRecord } from '../../../src/core/order/truth.js';
import type { Ticks } from '../../../src/core/ground/units.js';
import { at } from './hand-made-journal.js';

type Quote = readonly [ms: number, bid: number, ask: number];
type Trade = readonly [ms: number, price: number, quantity: number];

export function handMadeMarket(quotes: readonly Quote[], trades: readonly Trade[]): MarketRecord {
  const known = quotes.map(([ms, bid, ask]) => ({
    time: at(ms),
    bid: bid as Ticks,
    ask: ask as Ticks,
  }));
  return {
    midTwiceAt(time) {
      const quote = known.findLast((row) => row.time <= time);
      return quote === undefined ? null : quote.bid + quote.ask;
    },
    traded(from, to) {
      const rows = trades.filter(([ms]) => at(ms) >= from && at(ms) < to);
      return {
        quantity: rows.reduce((sum, [, , quantity]) => sum + BigInt(quantity), 0n),
        notional: rows.reduce(
          (sum, [, price, quantity]) => sum + BigInt(price) * BigInt(quantity),
          0n,
        ),
        trades: rows.length,
      };
    },
    midTwiceIntegral(from, to) {
      let sum = 0n;
      let micros = 0n;
      known.forEach((row, index) => {
        const start = Math.max(row.time, from);
        const end = Math.min(known[index + 1]?.time ?? to, to);
        if (end <= start) return;
        sum += BigInt(row.bid + row.ask) * BigInt(end - start);
        micros += BigInt(end - start);
      });
      return { sum, micros };
    },
    series(from, to, points) {
      const rows = known.filter((row) => row.time >= from && row.time < to);
      const stride = Math.max(1, Math.ceil(rows.length / points));
      const kept = rows.filter((_, index) => index % stride === 0);
      return {
        from,
        step: 1,
        steps: kept.map(({ time }) => time - from),
        bid: kept.map(({ bid }) => bid),
        ask: kept.map(({ ask }) => ask),
      };
    },
  };
}
