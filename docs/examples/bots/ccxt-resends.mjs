/** Buys three times 0.01 BTC. Whatever has no answer is sent again: what `squall venue --dialect binance --judge` is there to catch. */
import { binanceAt } from './binance-at.mjs';

const exchange = await binanceAt(process.argv[2] ?? 'http://127.0.0.1:4010');
for (let slice = 1; slice <= 3; slice += 1) await bought(slice);
await exchange.close();

async function bought(slice) {
  try {
    const { filled, average } = await exchange.createOrder('BTC/USDT', 'market', 'buy', 0.01);
    console.log(`${slice}: bought ${filled} at ${average}`);
  } catch (error) {
    console.log(`${slice}: ${error.constructor.name}, sent again`);
    await bought(slice);
  }
}
