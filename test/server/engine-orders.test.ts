/** API-5: orders and signals over HTTP, against an engine on the simulated venue. */
import { beforeEach, describe, expect, it } from 'vitest';
import { EngineWorld } from './support/engine-world.js';

let world: EngineWorld;
beforeEach(() => {
  world = new EngineWorld();
});

const ORDER = { symbol: 'BTCUSDT', side: 'buy', quantity: '0.05' } as const;
const SLICED = { ...ORDER, quantity: '0.06', duration: '30s', slices: 6 } as const;
const key = (text: string) => ({ 'idempotency-key': text });

describe('API-5: POST /api/v1/orders', () => {
  it('TWAP-5: 201 with its plan, 200 while it lives, 409 once it is over', async () => {
    const given = await world.ask('POST', '/api/v1/orders', {
      body: { ...ORDER, type: 'limit', limitPrice: '10', timeInForce: 'gtc', quantity: '1' },
      headers: key('a'),
    });
    expect(given.json).toMatchObject({ status: 'scheduled' });
    expect(given.status).toBe(201);
  });
});
