/** The limits of Binance's USD-M futures, and what a client is told that does not keep them. */
import type { Limits } from '../request/usage.js';

export const USDM_LIMITS: Limits = {
  weightPerMinute: 2_400,
  orders: [
    { interval: 'SECOND', intervalNum: 10, limit: 300, header: 'X-MBX-ORDER-COUNT-10S' },
    { interval: 'MINUTE', intervalNum: 1, limit: 1_200, header: 'X-MBX-ORDER-COUNT-1M' },
  ],
  rawPerFiveMinutes: null,
  tooMuch: (weightPerMinute) =>
    `Too many requests; current limit is ${weightPerMinute} requests per minute. Please use the websocket for live updates to avoid polling the API.`,
  banned: (untilMs) =>
    `Way too many requests; IP banned until ${untilMs}. Please use the websocket for live updates to avoid bans.`,
};
