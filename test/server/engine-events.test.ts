/** API-6: the journal of a running engine as server-sent events: in order, each step once, whoever is slow, until the engine or the token ends. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineWorld, type Said } from './support/engine-world.js';

let world: EngineWorld;
beforeEach(() => {
  world = new EngineWorld();
  world.run(1);
});
afterEach(() => {
  vi.useRealTimers();
});

const PATH = '/api/v1/events';

interface Told {
  readonly id: number;
  readonly seq: number;
  readonly hash: string;
  readonly input: { readonly kind: string };
  readonly entries: readonly { readonly kind: string }[];
}

/** A client that reads when it is told to. */
class Follower {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly parts: string[] = [];

  constructor({ body }: Response) {
    this.#reader = body!.getReader();
  }

  static async of(path = PATH, said: Said = {}): Promise<Follower> {
    const response = await world.open(path, { role: 'viewer', ...said });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream',
    ]);
    return new Follower(response);
  }

  /** @returns the next part; null = it has ended. */
  async part(): Promise<string | null> {
    const { value, done } = await this.#reader.read();
    if (done) return null;
    this.parts.push(new TextDecoder().decode(value));
    return this.parts.at(-1)!;
  }

  async until(seq: number): Promise<readonly Told[]> {
    while (this.told.at(-1)?.seq !== seq) if ((await this.part()) === null) break;
    return this.told;
  }

  get told(): readonly Told[] {
    return [...this.parts.join('').matchAll(/^id: (\d+)\ndata: (.*)\n\n/gm)].map(
      ([, id, data]) => ({ id: Number(id), ...(JSON.parse(data!) as Omit<Told, 'id'>) }),
    );
  }

  leave(): Promise<void> {
    return this.#reader.cancel();
  }
}

const kill = (): Promise<unknown> =>
  world.ask('POST', '/api/v1/kill-switch', { body: { reason: 'x'.repeat(200) } });
const last = (): number => world.blocks.length - 1;

/** As they are in the journal. */
function expectTold(told: readonly Told[], from: number): void {
  expect(told.map(({ id }) => id)).toEqual(
    world.blocks.slice(from, from + told.length).map(({ seq }) => seq),
  );
  for (const { id, seq, hash, input, entries } of told)
    expect({ seq, hash, input, entries }).toEqual({
      seq: id,
      hash: world.blocks[id]!.hash,
      input: JSON.parse(JSON.stringify(world.blocks[id]!.input)) as unknown,
      entries: JSON.parse(JSON.stringify(world.blocks[id]!.entries)) as unknown,
    });
}

describe('API-6: GET /api/v1/events', () => {
  it('tells each step once it is durable, in order, from the next one on', async () => {
    await kill();
    const from = world.blocks.length;
    const follower = await Follower.of();
    expect(await follower.part()).toBe('retry: 2000\n\n');
    await kill();
    await world.ask('DELETE', '/api/v1/kill-switch');
    world.run(2);
    const told = await follower.until(last());
    expectTold(told, from);
    expect(told.map(({ input }) => input.kind)).toContain('operator');
    expect(told[0]!.entries.map(({ kind }) => kind)).toContain('kill-switch');
    await follower.leave();
  });

  it('goes on after what came last, or from where it is asked to; whoever comes back says what came last', async () => {
    for (let times = 0; times < 5; times += 1) await kill();
    const from = async (path: string, headers: Record<string, string> = {}): Promise<number> => {
      const follower = await Follower.of(path, { headers });
      const told = await follower.until(last());
      expectTold(told, told[0]!.seq);
      await follower.leave();
      return told[0]!.seq;
    };
    expect(await from(`${PATH}?from=0`)).toBe(0);
    expect(await from(`${PATH}?from=3`)).toBe(3);
    expect(await from(PATH, { 'last-event-id': '2' })).toBe(3);
    expect(await from(`${PATH}?from=0`, { 'last-event-id': '1' })).toBe(2);
  });

  it('tells what earlier processes wrote, too', async () => {
    await kill();
    const before = world.blocks.length;
    world = new EngineWorld({ blocks: world.blocks, silent: true });
    const told = await (await Follower.of(`${PATH}?from=0`)).until(last());
    expectTold(told, 0);
    expect(told[before]!.input.kind).toBe('started');
  });

  it.each([
    ['?from=x', {}, 400],
    ['?from=-1', {}, 400],
    ['', { 'last-event-id': 'x' }, 400],
    ['', { 'last-event-id': '99999' }, 409],
    ['?from=99999', {}, 409],
  ])('refuses %j %j with %i', async (query, headers: Record<string, string>, status) => {
    const heard = await world.ask('GET', `${PATH}${query}`, { headers });
    expect(heard.json.status).toBe(status);
  });

  it('a slow reader costs one part of the journal, and loses nothing', async () => {
    const follower = await Follower.of(`${PATH}?from=0`);
    const read = vi.spyOn(world.desk, 'blocks');
    for (let times = 0; times < 400; times += 1) await kill();
    expect(read.mock.calls.length).toBeLessThanOrEqual(1);
    expectTold(await follower.until(last()), 0);
    expect(follower.parts.length).toBeGreaterThan(4);
    expect(Math.max(...follower.parts.map(({ length }) => length))).toBeLessThan(80_000);
  });

  it('says now and then that it lives', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const follower = await Follower.of();
    await follower.part();
    const part = follower.part();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await part).toBe(': it lives\n\n');
  });

  it('API-7: ends with the token it was asked for with, and tells nothing more', async () => {
    const follower = await Follower.of();
    await follower.part();
    const waiting = follower.part();
    world.outside.add('viewer');
    await kill();
    expect(await waiting).toBeNull();
    expect(follower.told).toEqual([]);
  });

  it('ends with the engine, once all is told; then 503', async () => {
    const follower = await Follower.of(`${PATH}?from=0`);
    await kill();
    world.desk.close('over');
    expectTold(await follower.until(last()), 0);
    expect(await follower.part()).toBeNull();
    expect((await world.ask('GET', PATH)).status).toBe(503);
  });

  it('only so many follow at once; who has left, or asked for the head alone, takes no place', async () => {
    const followers = [];
    for (let count = 0; count < 16; count += 1) {
      expect((await world.ask('HEAD', PATH)).status).toBe(200);
      followers.push(await Follower.of());
    }
    expect((await world.ask('GET', PATH)).json).toMatchObject({
      status: 503,
      type: 'urn:squall:problem:too-many-readers',
    });
    await followers[3]!.leave();
    await Follower.of();
    expect((await world.ask('GET', PATH)).status).toBe(503);
  });
});
