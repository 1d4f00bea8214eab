/** Buys three times 0.01 BTC. Whatever has no answer is sent again: what `squall venue --dialect alpaca --judge` is there to catch. */
import { alpacaAt } from './alpaca-at.mjs';

const { trading } = alpacaAt(process.argv[2] ?? 'http://127.0.0.1:4010');
for (let slice = 1; slice <= 3; slice += 1) await bought(slice);

async function bought(slice) {
  try {
    const { status } = await trading.orders.market({
      ...{ symbol: 'BTC/USDT', side: 'buy', qty: '0.01', timeInForce: 'ioc' },
    });
    console.log(`${slice}: ${status}`);
  } catch (error) {
    console.log(`${slice}: ${error.name}, sent again`);
    await bought(slice);
  }
}
