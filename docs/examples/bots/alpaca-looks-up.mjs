/** Buys three times 0.01 BTC, each under a name of its own; what has no answer is looked up by that name before anything else is done. */
import { setTimeout as wait } from 'node:timers/promises';
import { NotFoundError } from '@alpacahq/alpaca-trade-api';
import { alpacaAt } from './alpaca-at.mjs';

const PATIENCE_MS = 10_000;
const OPEN = ['new', 'accepted', 'pending_new', 'partially_filled'];
const { trading } = alpacaAt(process.argv[2] ?? 'http://127.0.0.1:4010');
const session = Date.now().toString(36);
for (let slice = 1; slice <= 3; slice += 1) {
  const { status, filled_qty: filled, filled_avg_price: price } = await bought(slice);
  console.log(`${slice}: ${status}, bought ${filled} at ${price}`);
}

async function bought(slice) {
  const clientOrderId = `slice-${session}-${slice}`;
  try {
    await trading.orders.market({
      ...{ symbol: 'BTC/USDT', side: 'buy', qty: '0.01', timeInForce: 'ioc', clientOrderId },
    });
  } catch (error) {
    console.log(`${slice}: ${error.name}, looked up`);
  }
  // The answer says that it was taken; what it bought is asked for either way.
  return (await ended(clientOrderId, Date.now() + PATIENCE_MS)) ?? bought(slice);
}

/** Not found is not absent: an order may be on its way. Null = it has had the time to come, and is not there. */
async function ended(clientOrderId, until) {
  for (;;) {
    try {
      const order = await trading.orders.getOrderByClientOrderId({ clientOrderId });
      if (!OPEN.includes(order.status)) return order;
    } catch (error) {
      if (error instanceof NotFoundError && Date.now() > until) return null;
    }
    await wait(250);
  }
}
