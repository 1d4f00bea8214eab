/** What anybody may ask of the exchange itself. */
import { answered, wallMs } from '../desk.js';
import { exchangeWords } from '../words/exchange-rules.js';
import { type Operation, marketAt, publicRead } from './operation.js';

export const PING: Operation = publicRead(1, async (call) => {
  await marketAt(call);
  return {};
});

export const TIME: Operation = publicRead(1, async (call) => {
  const { venueTime } = await answered(call, { kind: 'query-time' }, 'time');
  return { serverTime: wallMs(call.desk, venueTime) };
});

const ALL = 20;

export const EXCHANGE: Operation = publicRead(ALL, async (call) => {
  const { desk, params } = call;
  const asked = desk.symbols.asked(params) ?? desk.symbols.all;
  await marketAt(call);
  return exchangeWords(desk, 'symbol' in asked ? [asked] : asked);
});
