/** What the account asks of itself. */
import type { PositionRow } from '../../../../core/order/outcome.js';
import { asked } from '../../wire/asked.js';
import { type Call, withoutAnswer } from '../desk.js';
import { accountWords } from '../words/account-words.js';
import { type Operation, accountRead, marketAt } from './operation.js';

export const ACCOUNT: Operation = accountRead(20, async (call) => {
  const { desk, params } = call;
  const omitZero = params.flag('omitZeroBalances') ?? false;
  return accountWords(desk, await positionsTold(call), omitZero);
});

/** A venue that says of what is held that it finds nothing says so of every asset: Binance has no word for that but balances of 0. */
const NOT_FOUND = 'position-not-found';

export async function positionsTold(call: Call): Promise<readonly PositionRow[]> {
  const query = { kind: 'query-positions' } as const;
  const reply = await asked(call.desk.venue, query);
  if (reply.kind === 'positions') return reply.positions;
  if (reply.kind === 'rejected' && reply.code === NOT_FOUND) return [];
  throw withoutAnswer(call, query, reply);
}

export const ORDER_COUNT: Operation = accountRead(40, async (call) => {
  await marketAt(call);
  return call.desk.usage.orderRows(call.receivedMs);
});
