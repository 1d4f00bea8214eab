/** The limits of Binance Spot, and what a client is told that does not keep them. */
import type { Limits } from './request/usage.js';

export const SPOT_LIMITS: Limits = {
  weightPerMinute: 6_000,
  orders: [
    { interval: 'SECOND', intervalNum: 10, limit: 100, header: 'X-MBX-ORDER-COUNT-10S' },
    { interval: 'DAY', intervalNum: 1, limit: 200_000, header: 'X-MBX-ORDER-COUNT-1D' },
  ],
  rawPerFiveMinutes: 61_000,
  tooMuch: (weightPerMinute) =>
    `Too much request weight used; current limit is ${weightPerMinute} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`,
  banned: (untilMs) =>
    `Way too much request weight used; IP banned until ${untilMs}. Please use WebSocket Streams for live updates to avoid bans.`,
};
