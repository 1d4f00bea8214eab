/** API-6: the verbs that talk to a running engine, against a real one; tokens; the kill file. */
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { KillFile, killFileOf } from '../../src/runs/paper/kill-file.js';
import { endAll, squall } from './support/children.js';
import { workplace } from './support/workplace.js';

const here = workplace();
afterEach(endAll);

const quick = here.put(
  'quick.yaml',
  `name: quick
shows: one order that fills
seed: 3
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '5', adv: '25000' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: 5m }
venue: { account: { cash: '1000000' } }
execution:
  limits: { perSymbol: [{ symbol: BTCUSDT, position: '10', orderValue: '1000000' }] }
orders:
  - { at: 1s, side: buy, quantity: '0.5', duration: 200s, slices: 4 }
`,
);

const env = { SQUALL_TOKEN: 'squall_nobody', SQUALL_STATE: here.at('none.db') };

describe('a verb without an engine', () => {
  it.each([
    [['status'], { SQUALL_TOKEN: 't' }, 2, 'which engine?'],
    [['status'], { SQUALL_STATE: 'none.db', SQUALL_TOKEN: 't' }, 5, 'no engine runs on'],
    [['orders', '--engine', 'http://127.0.0.1:9'], {}, 78, 'SQUALL_TOKEN is not set'],
    [['orders', '--engine', 'http://127.0.0.1:9'], env, 5, 'no engine answers at'],
    [['orders', '--engine', 'http://example.com'], env, 2, 'an address of this machine'],
    [['kill', 'sideways', '--reason', 'x'], env, 2, 'on or off'],
    [['kill', 'on'], env, 2, '--reason is missing'],
    [['breaker', 'sideways'], env, 2, 'trip, reset'],
    [['stop', '--on-stop', 'sell'], env, 2, 'leave or cancel'],
    [['quarantine', 'on', 'BTCUSDT'], env, 2, '--reason is missing'],
    [['limits'], env, 5, 'no engine runs on'],
    [['reconcile', '--force'], env, 2, '--reason is missing'],
    [['token', 'ls'], {}, 2, '--state is missing'],
    [['token', 'new', 'a', '--role', 'king'], env, 78, '--role king'],
    [['token', 'rm', 'nobody'], env, 78, 'no token of nobody'],
    [['token', 'totp', 'nobody'], env, 78, 'no token of nobody'],
    [['token', 'totp', 'nobody'], {}, 2, '--state is missing'],
  ])('%j ends in words', async (argv, given, code, text) => {
    const ran = await here.run(argv, { env: given });
    expect(ran.err).toContain(text);
    expect(ran.err).toContain('fix: ');
    expect(ran).toMatchObject({ code, out: '' });
  });

  it('RSK-1: kill works by a file where no engine answers', async () => {
    const state = here.put('ended.db', 'of an engine that has ended');
    const place = { env: { ...env, SQUALL_STATE: state } };
    const file = new KillFile(killFileOf(state));
    const on = await here.run(['kill', 'on', '--reason', 'no API'], place);
    expect(on.code).toBe(0);
    expect(on.out).toContain('is there: no order leaves');
    expect(file.reason()).toBe('no API');
    const off = await here.run(['kill', 'off', '--file', '--reason', 'x'], place);
    expect(off.code).toBe(0);
    expect(file.reason()).toBeNull();
  });
});

describe('the second factor', () => {
  it('ORD-6: is printed once, is listed, and goes with its token or alone', async () => {
    const run = (...argv: readonly string[]) =>
      here.run(['token', ...argv, '--state', here.at('factor.db')]);
    await run('new', 'alice', '--role', 'trader');
    const made = await run('totp', 'alice');
    expect(made.code).toBe(0);
    const [secret = '', uri] = made.out.split('\n');
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(uri).toBe(`otpauth://totp/squall%3Aalice?secret=${secret}&issuer=squall`);
    expect(made.err).toContain('shown this once');
    const again = await run('totp', 'alice');
    expect(again).toMatchObject({ code: 78, out: '' });
    expect(again.err).toMatch(/already\n {2}fix: .*--off/);
    const listed = await run('ls');
    expect(listed.out).toMatch(/alice +trader +\S+ +yes\n/);
    expect(listed.out + listed.err + again.err).not.toContain(secret);
    expect((await run('totp', 'alice', '--off')).err).toBe('alice has no second factor any more\n');
    expect((await run('totp', 'alice', '--json')).out).toContain('"uri"');
    await run('rm', 'alice');
    await run('new', 'alice', '--role', 'trader');
    expect((await run('ls')).out).toMatch(/alice +trader +\S+ +no\n/);
  });
});

describe('the verbs and a running engine', () => {
  it('API-6 API-7 RSK-1: look at it, kill it by API and by file, and end it; its token is nowhere', async () => {
    const state = here.at('paper.db');
    const venue = squall('venue', '--scenario', quick, '--speed', '5');
    await venue.until(({ out }) => out.includes('squall venue'), 'the venue to listen');
    const [, address] = /at (127\.0\.0\.1:\d+)/.exec(venue.out)!;
    const made = await here.run(['token', 'new', 'alice', '--role', 'admin', '--state', state]);
    const token = made.out.trim();
    const place = { env: { SQUALL_STATE: state, SQUALL_TOKEN: token } };
    const run = (...argv: readonly string[]) => here.run(argv, place);
    const paper = squall('paper', quick, '--venue', address!, '--state', state, '--stay');
    await paper.until(({ err }) => err.includes('API and page at'), 'the API');
    expect(paper.err).toMatch(/API and page at http:\/\/127\.0\.0\.1:\d+; 1 tokens/);
    await paper.until(({ err }) => err.includes('of 1 orders over'), 'a line');
    const [, url] = /page at (http:\S+);/.exec(paper.err)!;
    const followed = await fetch(`${url!}/api/v1/events?from=0`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const events = followed.text();
    const status = await run('status');
    expect(status.out).toMatch(/^engine +ready\ntakes orders +yes\nhealth +healthy\n/);
    const orders = JSON.parse((await run('orders', '--open', '--json')).out) as {
      readonly items: readonly { readonly parentId: string }[];
    };
    const one = await run('orders', orders.items[0]!.parentId);
    expect(one.out).toContain('buy BTCUSDT, twap');
    expect((await run('orders', 'nobody')).code).toBe(1);
    expect((await run('orphans', 'ls')).out).toContain('no orphans');
    expect((await run('orphans', 'cancel', 'v1')).code).toBe(1);
    expect((await run('reconcile')).code).toBe(0);
    expect((await run('breaker', 'trip', '--reason', 'to see')).out).toContain('tripped (to see)');
    expect((await run('breaker', 'reset', '--reason', 'seen')).out).toContain('closed');
    expect((await run('kill', 'on', '--reason', 'at once')).out).toBe('kill switch: engaged\n');
    expect(existsSync(killFileOf(state))).toBe(false);
    await paperIs(run, 'killed: at once');
    expect((await run('kill', 'off', '--reason', 'fine')).out).toBe('kill switch: off\n');
    expect((await run('limits')).out).toMatch(/BTCUSDT +position +10\n/);
    const why = ['--reason', 'to see'];
    expect((await run('quarantine', 'on', 'BTCUSDT', ...why)).out).toMatch(
      /BTCUSDT +every one +ruling +to see\n/,
    );
    expect((await run('quarantine', 'off', 'BTCUSDT', ...why)).out).toContain('no symbol is in');
    expect((await run('quarantine', 'ls')).code).toBe(0);
    expect((await run('quarantine', 'off', 'NOBODY', ...why)).code).toBe(1);
    new KillFile(killFileOf(state)).put('by hand');
    await paperIs(run, 'killed: by hand');
    expect((await run('alerts')).out).toContain('kill-switch');
    expect((await run('kill', 'off', '--reason', 'fine')).out).toBe('kill switch: off\n');
    expect((await run('status')).out).toContain('ready');
    await here.run(['token', 'new', 'bob', '--role', 'viewer', '--state', state]);
    const strange = await here.run(['status'], { env: { ...place.env, SQUALL_TOKEN: 'squall_x' } });
    expect(strange).toMatchObject({ code: 78, out: '' });
    expect((await run('stop', '--reason', 'enough', '--on-stop', 'cancel')).code).toBe(0);
    expect(await paper.ended()).toMatchObject({ code: 0 });
    expect(paper.err).toContain('told to end (alice)');
    const numbers = [...(await events).matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    expect(numbers.length).toBeGreaterThan(10);
    expect(numbers).toEqual(numbers.map((_, index) => index));
    expect(await events).toContain('"stop-asked"');
    expect(existsSync(`${state}.api`)).toBe(false);
    expect(paper.out + paper.err + venue.out + venue.err).not.toContain(token);
    expect((await run('status')).code).toBe(5);
  }, 60_000);
});

const WITHIN_MS = 20_000;

async function paperIs(
  run: (...argv: readonly string[]) => Promise<{ readonly out: string }>,
  what: string,
): Promise<void> {
  const until = performance.now() + WITHIN_MS;
  while (performance.now() < until) if ((await run('status')).out.includes(what)) return;
  throw new Error(`it is never ${what}: ${(await run('status')).out}`);
}
