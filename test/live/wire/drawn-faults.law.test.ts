/**
 * Whatever faults are drawn, an engine that trades over a dialect's sockets ends with a journal that is as the venue's ledger: nothing twice,
 * every execution booked once, every total right, nothing open that it takes for over. Orders follow the market by replaces, and are changed and
 * called off by hand.
 */
import { describe, expect, it } from 'vitest';
import { testSeed } from '../../support/test-seed.js';
import type { ScenarioLines } from './scenario-text.js';
import { onlyAt } from './by-venue.js';
import { wireSession } from './wire-session.js';

const SESSIONS = { alpaca: 8, binance: 8, 'binance-usdm': 3 };

const KINDS = [
  ...['quote-frozen', 'reject', 'refused-afterwards', 'rate-limit', 'ack-lost', 'fill-pieces'],
  ...['ended-partly', 'frame-lost', 'frame-repeated', 'frame-reordered', 'stream-stalled'],
  ...['stream-replay', 'stream-disconnect', 'stream-half-open', 'stream-expired'],
  ...['stream-unconfirmed', 'stream-displaced'],
  ...['order-hidden', 'false-not-found', 'stale-answer', 'blank-answer', 'lists-disagree'],
];
/**
 * At Alpaca nothing proves that an order never came: where one was lost on the way, or its refusal was, it stays unknown, and its session never
 * ends. And a cancel that is confirmed and does nothing is half a replace at Binance, behind which both orders live: nobody survives that.
 */
const MORE = {
  alpaca: ['cancel-pretended'],
  binance: [
    ...['outage', 'maintenance', 'clock-refused', 'request-lost', 'late-arrival', 'slow-reply'],
    'garbled-reply',
  ],
} as const;

const scenario = (seed: number, kinds: readonly string[]): ScenarioLines => ({
  seed,
  swarm: `kinds: [${kinds.join(', ')}], share: 0.3, atLeast: 2, longest: 20s, heals: 200s`,
  orders: [
    "at: 1s, side: buy, quantity: '0.6', duration: 60s, slices: 6, completion: catch-up",
    "at: 2s, side: sell, quantity: '1.2', duration: 60s, slices: 3, type: limit, limitPrice: { peg: ask, offsetTicks: 3 }, fillTimeout: 18s, completion: catch-up",
    "at: 3s, side: buy, quantity: '0.9', duration: 50s, slices: 2, type: limit, limitPrice: { peg: bid, offsetTicks: -4 }, fillTimeout: 24s",
  ],
  operator: [
    "at: 20s, do: amend, order: 1, limitPrice: '61830'",
    'at: 45s, do: cancel-slices, order: 2',
  ],
  execution: ['repeg: { every: 3s, byTicks: 1 }', 'openOrdersCheck: { every: 20s }'],
});

/** A venue that misbehaves while it is reached is not traded at; a person is told why. */
const NOT_BEGUN: ReadonlySet<string> = new Set(['LiveError', 'BinanceError', 'UnreachableError']);

describe.each(['alpaca', 'binance', 'binance-usdm'] as const)('drawn faults at %s', (dialect) => {
  it('LIV-2 LIV-3 RCV-4 S3 S4 L2: leave a journal that is as the ledger', async () => {
    const kinds = [...KINDS, ...onlyAt<readonly string[]>(dialect, MORE)];
    let begun = 0;
    for (let nth = 0; nth < SESSIONS[dialect]; nth += 1) {
      const seed = (testSeed + nth) % 1_000_000;
      try {
        const { findings } = await wireSession(dialect, scenario(seed, kinds));
        expect(findings, `seed ${seed}`).toEqual([]);
        begun += 1;
      } catch (error) {
        if (!(error instanceof Error) || !NOT_BEGUN.has(error.name)) throw error;
      }
    }
    expect(begun).toBeGreaterThan(1);
  }, 60_000);
});
