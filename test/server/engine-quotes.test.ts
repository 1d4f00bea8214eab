/** SIG-4: what the market last showed, while the feed is there, while it is not, and until that is too old. */
import { beforeEach, describe, expect, it } from 'vitest';
import { EngineWorld, type Heard } from './support/engine-world.js';

let world: EngineWorld;
beforeEach(() => {
  world = new EngineWorld();
  world.run(1);
});

const LATEST = '/api/v1/quotes/BTCUSDT/latest';
const latest = (): Promise<Heard> => world.ask('GET', LATEST, { role: 'viewer' });
const health = async () => (await world.ask('GET', '/health')).json;
const feed = (status: 'up' | 'down') => world.desk.host.take({ kind: 'feed', status });
/** The end of the recorded market, behind which nothing is delivered. */
const SILENCE = 125;

describe('SIG-4: quotes', () => {
  it('SIG-4: the last one with its age, of what is listed', async () => {
    const { json, status } = await latest();
    expect(status).toBe(200);
    expect(Number(json.ask)).toBeGreaterThan(Number(json.bid));
    expect(json).toMatchObject({ symbol: 'BTCUSDT', feed: 'up', isTop: true });
    expect(json.ageMs).toBeLessThan(2_000);
    for (const path of ['latest', ''])
      expect((await world.ask('GET', `/api/v1/quotes/NOBODY/${path}`)).status).toBe(404);
  });

  it('SIG-4: are served while the feed is down, and health is degraded; after 60 s it is 503 and the age', async () => {
    world.run(SILENCE);
    const before = (await latest()).json;
    expect(await health()).toEqual({ status: 'healthy', causes: [] });
    feed('down');
    world.run(50);
    const kept = await latest();
    expect(kept.status).toBe(200);
    expect(kept.json).toMatchObject({ bid: before.bid, ask: before.ask, feed: 'down' });
    expect(kept.json.ageMs).toBeGreaterThan(50_000);
    expect(await health()).toEqual({ status: 'degraded', causes: ['the market feed is down'] });
    world.run(10);
    const old = await latest();
    expect(old.json).toMatchObject({ status: 503, type: 'urn:squall:problem:no-quote' });
    expect(old.json.ageMs).toBeGreaterThan(60_000);
    expect((await health()).causes).toEqual([
      'the market feed is down',
      expect.stringMatching(/^no market data of BTCUSDT for 6\d s$/),
    ]);
    feed('up');
    expect((await health()).causes).toHaveLength(1);
  });

  it('SIG-4: the last one is served where the book has lost its top, by its own age', async () => {
    world.run(SILENCE);
    const before = (await latest()).json;
    const board = world.boards.get('BTCUSDT')!;
    board.clear(world.clock.now(), world.clock.now());
    world.run(30);
    board.alive(world.clock.now(), world.clock.now());
    const kept = await latest();
    expect(kept.json).toMatchObject({ bid: before.bid, isTop: false });
    expect(kept.json.ageMs).toBeGreaterThan(30_000);
    expect(await health()).toEqual({
      status: 'degraded',
      causes: [
        expect.stringMatching(/^the book of BTCUSDT has no top, and its last quote is 3\d s/),
      ],
    });
    world.run(30);
    board.alive(world.clock.now(), world.clock.now());
    expect((await latest()).status).toBe(503);
  });

  it('SIG-4: the last hundred are listed, the newest first', async () => {
    world.run(60);
    const list = (query = ''): Promise<Heard> =>
      world.ask('GET', `/api/v1/quotes/BTCUSDT${query}`, { role: 'viewer' });
    const { items } = (await list('?limit=3')).json;
    expect(items).toHaveLength(3);
    const now = (await latest()).json;
    expect(items[0]).toMatchObject({ bid: now.bid, ask: now.ask });
    const ages = items.map(({ ageMs }) => ageMs);
    expect(ages).toEqual(ages.toSorted((a, b) => a - b));
    expect((await list()).json.items.length).toBeLessThanOrEqual(100);
    expect((await list('?limit=0')).status).toBe(400);
  });

  it('SIG-4: 503 without an age where none was ever delivered', async () => {
    world = new EngineWorld();
    expect((await latest()).json).toMatchObject({ status: 503, ageMs: null });
  });
});
