/** A venue's own page and the switches of its faults, beside the dialects; and what a watch over them keeps of real clients. */
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { onlyClient, standInDialect } from '../../../src/cli/stand-in-dialect.js';
import type { StandingVenue } from '../../../src/cli/stand-venue.js';
import type { Judgement } from '../../../src/sim/bot-judge/judge.js';
import type { FaultSpec } from '../../../src/sim/fault/fault-set.js';
import { planOf } from '../../support/simulation-plan.js';

const KEYS = { keyId: 'the-key-1f', secret: 'the-secret-77' };
const LOST: FaultSpec = { kind: 'ack-lost', values: { probability: 1, shape: 'reset' } };
const HALT: FaultSpec = { kind: 'halt', values: { at: 60_000_000, for: 1_000_000 } };

let standing: StandingVenue | null = null;
afterEach(() => standing?.close());

interface Stood {
  readonly venue: StandingVenue;
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  readonly sockets: string;
}

async function stand(faults: readonly FaultSpec[] = []): Promise<Stood> {
  const plan = planOf({ faults });
  standing = await standInDialect(
    {
      ...{ plan, speed: 5, port: 0, endsAt: null, isWatched: true },
      onArrived: () => undefined,
    },
    { dialect: 'alpaca', clients: onlyClient(plan, KEYS) },
  );
  const at = `127.0.0.1:${standing.port}`;
  return {
    venue: standing,
    ask: (path, init) => fetch(`http://${at}${path}`, init),
    sockets: `ws://${at}`,
  };
}

const judged = ({ venue }: Stood): Judgement => venue.accounts[0]!.judge!();

const SIM = { 'x-squall-sim': '1' };
const SIGNED = { 'apca-api-key-id': KEYS.keyId, 'apca-api-secret-key': KEYS.secret };

/** Of Alpaca's; null = its answer never came. */
const buys = ({ ask }: Stood, id: string, signal?: AbortSignal): Promise<number | null> =>
  ask('/v2/orders', {
    ...{ method: 'POST', headers: SIGNED, ...(signal === undefined ? {} : { signal }) },
    body: JSON.stringify({
      ...{ symbol: 'BTCUSDT', side: 'buy', type: 'limit', limit_price: '50000' },
      ...{ qty: '0.01', time_in_force: 'gtc', client_order_id: id },
    }),
  }).then(
    ({ status }) => status,
    () => null,
  );

const turn = ({ ask }: Stood, number: string, body: string): Promise<Response> =>
  ask(`/__sim/faults/${number}`, { method: 'PUT', headers: SIM, body });

describe('the admin path of a venue', () => {
  it('LIV-3: faults are listed and switched off and on, and a client meets what is on', async () => {
    const stood = await stand([LOST, HALT]);
    expect(await buys(stood, 'a')).toBeNull();
    const off = await turn(stood, '1', '{"on":false}');
    expect(await off.json()).toMatchObject({ number: 1, kind: 'ack-lost', isOn: false, acts: 1 });
    expect(await buys(stood, 'b')).toBe(200);
    const listed = await stood.ask('/__sim/faults', { headers: SIM });
    expect(await listed.json()).toMatchObject({
      faults: [
        { number: 1, kind: 'ack-lost', isOn: false, isActive: false, acts: 1, canSwitch: true },
        { number: 2, kind: 'halt', isOn: true, canSwitch: false },
      ],
    });
    await turn(stood, '1', '{"on":true}');
    expect(await buys(stood, 'c')).toBeNull();
  });

  it('LIV-3: nothing of it is done by accident: without the header, by another site, under another name, or with a wrong body', async () => {
    const stood = await stand([HALT]);
    const { ask } = stood;
    const statuses = await Promise.all([
      ask('/__sim/state'),
      ask('/__sim/faults'),
      ask('/__sim/faults/1', { method: 'PUT', headers: SIGNED, body: '{"on":false}' }),
      ask('/__sim/state', { headers: { ...SIM, origin: 'http://elsewhere.example' } }),
      turn(stood, '1', '{"on":false}'),
      turn(stood, '2', '{"on":false}'),
      turn(stood, '1', '{"on":0}'),
      turn(stood, '1', 'off'),
      ask('/__sim/else', { headers: SIM }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([
      ...[403, 403, 403, 403, 409, 404, 400, 400, 404],
    ]);
    expect(await (await ask('/__sim')).text()).toContain('>at: 60 s, for: 1 s<');
  });

  it('LIV-3: the page shows book, orders, account and faults, and no key; neither limits nor the judge see it', async () => {
    const stood = await stand([LOST]);
    const { ask } = stood;
    await buys(stood, 'mine-1');
    const page = await (await ask('/__sim')).text();
    for (const shown of ['Book of BTCUSDT', 'mine-1', 'ack-lost', 'Open orders', 'cash'])
      expect(page).toContain(shown);
    const state = await (await ask('/__sim/state', { headers: SIM })).text();
    expect(JSON.parse(state)).toMatchObject({
      ordersTaken: 1,
      openOrders: [{ clientOrderId: 'mine-1', quantity: '0.01', filled: '0', limitPrice: '50000' }],
      account: { cash: '10000000' },
    });
    for (const secret of Object.values(KEYS)) expect(page + state).not.toContain(secret);
    expect(page).toContain('<a href="/__sim?judged">');
    expect(page).not.toContain('looks like one order');
    expect(await (await ask('/__sim?judged')).text()).toContain('>Nothing.<');
    await buys(stood, 'mine-2');
    const shown = await (await ask('/__sim?judged')).text();
    expect(shown).toContain('looks like one order sent twice: mine-2');
    expect(shown).not.toContain('http-equiv="refresh"');
    const judgement = await ask('/__sim/judgement', { headers: SIM });
    expect(await judgement.json()).toMatchObject({ findings: [{ orders: ['mine-1', 'mine-2'] }] });
    expect((await ask('/assets/squall.css')).status).toBe(200);
    const clock = await ask('/v2/clock', { headers: SIGNED });
    expect(clock.headers.get('x-ratelimit-remaining')).toBe('197');
    expect(judged(stood).counts.requests).toBe(3);
  });
});

/** Until a frame has come that holds these words. */
function hearing(socket: WebSocket): (words: string) => Promise<void> {
  const frames: string[] = [];
  socket.on('message', (data: Buffer) => frames.push(data.toString()));
  return async (words) => {
    while (!frames.some((frame) => frame.includes(words))) await once(socket, 'message');
  };
}

describe('what a watch keeps of a client', () => {
  it('LIV-3: who hung up was told nothing, and sent twice it is one order too many', async () => {
    const stood = await stand([{ kind: 'ack-lost', values: { nth: 1, shape: 'timeout' } }]);
    const patience = AbortSignal.timeout(200);
    expect(await buys(stood, 'a', patience)).toBeNull();
    expect(await buys(stood, 'b')).toBe(200);
    const { findings, hits } = judged(stood);
    expect(findings).toMatchObject([{ rule: 'sent-twice', orders: ['a', 'b'] }]);
    expect(hits).toMatchObject([{ kind: 'ack-lost', next: 'sent-again', findings: [0] }]);
  });

  it('LIV-3: lengths are of the client’s time; a fault whose time had not come is named', async () => {
    const limit = { kind: 'rate-limit', values: { perMinute: 1 } };
    const stood = await stand([limit, HALT]);
    for (const id of ['a', 'b', 'c']) await buys(stood, id);
    const { findings, neverInForce } = judged(stood);
    const early = findings.find(({ rule }) => rule === 'came-back-early');
    const told = Number(/had said to wait (\d+\.\d\d) s$/.exec(early?.text ?? '')?.[1]);
    // A minute of the venue's, at five times the speed.
    expect(told).toBeGreaterThan(1);
    expect(told).toBeLessThanOrEqual(12);
    expect(neverInForce).toEqual(['halt']);
  });

  it('LIV-3: an answer that comes when nobody is there to hear it tells nothing', async () => {
    const slow = (path: string, length: number): FaultSpec => ({
      ...{ kind: 'slow-reply', values: { nth: 1, paths: [path], from: length, to: length } },
    });
    const stood = await stand([slow('submit', 1_000_000), slow('query', 1_500_000)]);
    expect(await buys(stood, 'a', AbortSignal.timeout(50))).toBeNull();
    // Answered half a second later than that, by the venue's time.
    expect((await stood.ask('/v2/clock', { headers: SIGNED })).status).toBe(200);
    expect(await buys(stood, 'b')).toBe(200);
    expect(judged(stood).findings).toMatchObject([{ rule: 'sent-twice' }]);
  });

  it('LIV-3: frames count where somebody listens', async () => {
    const stood = await stand();
    await buys(stood, 'a');
    expect(judged(stood).counts.frames).toBe(0);
    const socket = new WebSocket(`${stood.sockets}/stream`);
    const heard = hearing(socket);
    await once(socket, 'open');
    const data = { key_id: KEYS.keyId, secret_key: KEYS.secret };
    socket.send(JSON.stringify({ action: 'authenticate', data }));
    socket.send(JSON.stringify({ action: 'listen', data: { streams: ['trade_updates'] } }));
    await heard('listening');
    await buys(stood, 'b');
    await heard('"event":"new"');
    expect(judged(stood).counts.frames).toBe(1);
  });

  it('LIV-3: the account of Alpaca shows no position, and its positions do', async () => {
    const stood = await stand([LOST]);
    await stood
      .ask('/v2/orders', {
        ...{ method: 'POST', headers: SIGNED },
        body: JSON.stringify({
          ...{ symbol: 'BTCUSDT', side: 'buy', type: 'market', qty: '0.01', time_in_force: 'ioc' },
        }),
      })
      .catch(() => null);
    const shownAfter = async (path: string): Promise<number | null | undefined> => {
      await stood.ask(path, { headers: SIGNED });
      return judged(stood).hits[0]?.shownAfter;
    };
    expect(await shownAfter('/v2/account')).toBeNull();
    expect(await shownAfter('/v2/positions')).toBeGreaterThan(0);
  });
});
