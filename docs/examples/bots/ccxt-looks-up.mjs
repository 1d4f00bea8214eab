/** Buys three times 0.01 BTC, each under a name of its own; what has no answer is looked up by that name before anything else is done. */
import { setTimeout as wait } from 'node:timers/promises';
import ccxt from 'ccxt';
import { binanceAt } from './binance-at.mjs';

const PATIENCE_MS = 10_000;
const exchange = await binanceAt(process.argv[2] ?? 'http://127.0.0.1:4010');
const session = Date.now().toString(36);
for (let slice = 1; slice <= 3; slice += 1) {
  const { filled, average } = await bought(`slice-${session}-${slice}`);
  console.log(`${slice}: bought ${filled} at ${average}`);
}
await exchange.close();

async function bought(clientOrderId) {
  const order = ['BTC/USDT', 'market', 'buy', 0.01, undefined, { clientOrderId }];
  try {
    return await exchange.createOrder(...order);
  } catch (error) {
    if (!(error instanceof ccxt.NetworkError)) throw error;
    console.log(`${clientOrderId}: ${error.constructor.name}, looked up`);
    return (await found(clientOrderId, Date.now() + PATIENCE_MS)) ?? bought(clientOrderId);
  }
}

/** Not found is not absent: an order may be on its way. Null = it has had the time to come, and is not there. */
async function found(clientOrderId, until) {
  for (;;) {
    try {
      return await exchange.fetchOrder(undefined, 'BTC/USDT', { clientOrderId });
    } catch (error) {
      const isNoAnswer = error instanceof ccxt.NetworkError;
      if (!isNoAnswer && !(error instanceof ccxt.OrderNotFound)) throw error;
      if (!isNoAnswer && Date.now() > until) return null;
      await wait(250);
    }
  }
}
