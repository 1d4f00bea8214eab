/** `squall paper` and `squall venue` on a market as it happens: that of a venue in Binance's words on this machine. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paperCommand } from '../../src/cli/commands/paper.js';
import { venueCommand } from '../../src/cli/commands/venue.js';
import type { StopSignal, World } from '../../src/cli/world.js';
import { BOOK, PATH, RULES, diff, trade } from '../live/binance/stub-market.js';
import { StubVenue, said } from '../live/binance/stub-venue.js';
import { type Served, served } from '../server/venue/binance/served.js';
import { workplace } from './support/workplace.js';

/** The first of a process to run anything reads all that a run needs: on a busy machine that alone takes long. */
const LOADS_MS = 60_000;
const here = workplace();

let binance: Served;
beforeAll(async () => {
  binance = await served();
}, LOADS_MS);
afterAll(() => binance.close());

/** Its own market would be elsewhere: prices of 3,000 where those of the other venue are above 60,000. */
const SCENARIO = (
  order: string,
  market = "synthetic: { model: random-walk, startPrice: '3000' }",
) =>
  `name: on-binance
shows: orders at the simulated venue on a market as it happens
seed: 3
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '5', adv: '25000' }
market: { ${market} }
venue: { account: { cash: '1000000' } }
execution:
  earlyStop: { spreadBps: off, deviationBps: off, liquidityLevels: off }
  limits: { perSymbol: [{ symbol: BTCUSDT, position: '10', orderValue: '1000000' }] }
faults:
  - { kind: ack-lost, nth: 1, shape: reset }
orders:
  - ${order}
`;
const QUICK = "{ at: 100ms, side: buy, quantity: '0.02', duration: 600ms, slices: 2 }";
/** A lot a slice: one execution each, whatever the level that they meet shows. */
const SMALL = QUICK.replace("'0.02'", "'0.002'");
const small = here.put('small.yaml', SCENARIO(SMALL));
const quick = here.put('quick.yaml', SCENARIO(QUICK));
const paper = (file: string, ...args: readonly string[]) =>
  here.run(['paper', file, '--feed', 'binance', '--url', binance.origin, ...args]);

describe('squall paper on a live feed', () => {
  it(
    'LIV-1 LIV-5 S4: trades on the market of Binance without a key, through faults, is judged by the ledger, and can be replayed',
    async () => {
      const [state, session, kept] = [here.at('q.db'), here.at('q.squall'), here.at('kept')];
      const ran = await paper(small, '--state', state, '--record', session, '--keep', kept);
      expect(ran).toMatchObject({ code: 0 });
      expect(ran.out).toMatch(/^buy BTCUSDT +0\.002 of 0\.002 +filled\n/);
      expect(ran.out).toMatch(
        /executions +2\n(.*\n)*the client knows what happened, each thing once/,
      );
      expect(ran.err).toMatch(
        /as it happens, 500 ms behind it; what executes is simulated; its clock and ours are \d+\.\d ms apart\n/,
      );
      const again = await here.run(['run', session, '--trace']);
      expect(again).toMatchObject({ code: 0, err: '' });
      expect(again.out).toContain('unknown: reset');
      expect(again.out).toMatch(/\b6[0-9]{4}\.\d/);
      expect(again.out).toContain('same entries');
      // The account is gone.
      const more = await paper(small, '--state', state);
      expect(more).toMatchObject({ code: 78, out: '' });
      expect(more.err).toContain('fix: name another file with --state');

      const [file] = readdirSync(kept);
      const market = `replay: { format: binance-raw, files: ['${join(kept, file!)}'] }`;
      const replay = here.put('replay.yaml', SCENARIO(SMALL, market));
      const replayed = await here.run(['run', replay, '--json', '--db', here.at('r.db')]);
      expect(replayed).toMatchObject({ code: 0 });
      expect(replayed.out).toContain('"filledQuantity": "0.002"');
    },
    LOADS_MS,
  );

  it(
    'LIV-1: told to end it calls off what is not over, as nothing outlives the venue, and is judged all the same',
    async () => {
      const slow = here.put(
        'slow.yaml',
        SCENARIO("{ at: 0s, side: sell, quantity: '0.02', duration: 60s, slices: 2 }"),
      );
      const ran = await paper(slow, '--state', here.at('slow.db'), '--duration', '400ms');
      expect(ran).toMatchObject({ code: 0 });
      expect(ran.out).toMatch(/^sell BTCUSDT +0(\.01)? of 0\.02 +cancel/);
      expect(ran.out).toContain('the client knows what happened');
    },
    LOADS_MS,
  );

  it(
    'LIV-1: ends with its market: where that cannot go on, why is said, and what becomes of its orders',
    async () => {
      const stub = await new StubVenue().listen();
      stub.answer = ({ path }) =>
        said(path.endsWith('exchangeInfo') ? RULES : { lastUpdateId: 7, ...BOOK });
      const order = "{ at: 0s, side: buy, quantity: '2', duration: 60s, slices: 2 }";
      const file = here.put('ends.yaml', SCENARIO(order));
      let err = '';
      const world: Partial<World> = {
        ...{ cwd: here.path, env: {}, out: () => undefined, onInterrupt: () => () => undefined },
        err: (text) => {
          err += text;
          if (text.startsWith('paper: API')) stub.tell(PATH, trade(1, '100.25'));
        },
      };
      const over = paperCommand(world as World, file, {
        ...{ feed: 'binance', url: stub.url, state: 'ends.db', set: [] },
        ...{ onStop: 'leave', retryFor: '1s', apiPort: '0' },
      });
      await stub.until(() => stub.frames.length > 0);
      stub.tell(PATH, diff(6, 8, '100.2'));
      await expect(over).rejects.toThrow('finer than the tick size 0.1');
      expect(err).toContain('the others end with the venue, which was the session’s own');
      await stub.close();
    },
    LOADS_MS,
  );

  it.each([
    [
      ['--feed', 'alpaca'],
      78,
      'mode paper cannot have broker sim with feed alpaca\n  fix: with mode paper: broker sim with feed sim; broker sim with feed binance; ',
    ],
    [
      ['--broker', 'alpaca', '--feed', 'binance'],
      78,
      'cannot have broker alpaca with feed binance',
    ],
    [['--feed', 'binance', '--venue', '127.0.0.1:9'], 2, 'leave one of them out'],
    [['--venue', '127.0.0.1:9', '--keep', 'here'], 2, 'fix: --feed binance with it'],
    [
      ['--feed', 'binance', '--url', 'http://127.0.0.1:9', '--retry-for', '10ms'],
      5,
      'is not reached',
    ],
  ])('LIV-1: %j ends with %i', async (args, code, text) => {
    const ran = await here.run(['paper', quick, '--state', here.at('refused.db'), ...args]);
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toContain(text);
  });

  it.each([
    ["account: { cash: '1000000', futures: true }", 'which has no futures'],
    ["account: { cash: '1000000' }, fill: { top: ticker }", 'known by its diffs alone'],
    [
      "account: { cash: '1000000' }, accounts: [{ name: alice }, { name: bob }]",
      'serves one account',
    ],
  ])(
    'LIV-1: what a live market does not know is refused where it is written: %s',
    async (venue, why) => {
      const text = SCENARIO(QUICK).replace("account: { cash: '1000000' }", venue);
      const ran = await paper(here.put('unknown.yaml', text), '--state', here.at('unknown.db'));
      expect(ran).toMatchObject({ code: 3, out: '' });
      expect(ran.err).toContain(why);
      expect(ran.err).toContain('unknown.yaml:6:');
    },
  );

  it('LIV-1 LIV-4: an instrument that Binance trades otherwise is refused, exit 78, as the doctor finds', async () => {
    const off = here.put('off.yaml', SCENARIO(QUICK).replace("'0.001'", "'0.01'"));
    const ran = await paper(off, '--state', here.at('off.db'));
    expect(ran).toMatchObject({ code: 78, out: '' });
    const why = 'lot size of BTCUSDT: 0.01 is configured, the venue says 0.001';
    expect(ran.err).toContain(why);
    const doctor = ['doctor', '--feed', 'binance', '--url', binance.origin, '--scenario'];
    const bad = await here.run([...doctor, off]);
    expect(bad.code).toBe(78);
    expect(bad.out).toMatch(new RegExp(`BAD +binance feed +[^]*${why}`));
    const fine = await here.run([...doctor, quick]);
    expect(fine.out).toMatch(
      /ok +binance feed +http.+: BTCUSDT as configured, books are open, its clock is -?\d+ ms/,
    );
  });
});

describe('squall venue on a live feed', () => {
  it(
    'LIV-1 RCV-4: its account goes on while engines come and go, and it judges them by their file',
    async () => {
      const state = here.at('two.db');
      let out = '';
      let listening: (address: string) => void;
      let stop: (by: StopSignal) => void = () => undefined;
      const address = new Promise<string>((found) => (listening = found));
      const world: Partial<World> = {
        ...{ cwd: here.path, env: {}, err: () => undefined },
        out: (text) => {
          out += text;
          const [, at] = /at (127\.0\.0\.1:\d+)/.exec(text) ?? [];
          if (at !== undefined) listening(at);
        },
        onInterrupt: (told) => {
          stop = told;
          return () => undefined;
        },
      };
      const flags = { scenario: quick, feed: 'binance', url: binance.origin, judge: state };
      const over = venueCommand(world as World, {
        ...{ ...flags, dialect: 'port', port: '0', speed: '1', set: [] },
      });
      const args = ['paper', quick, '--venue', await address, '--state', state];
      expect(await here.run(args)).toMatchObject({ code: 0 });
      const again = await here.run(args);
      expect(again).toMatchObject({ code: 0 });
      expect(again.out).toMatch(/^buy BTCUSDT +0\.02 of 0\.02 +filled\n/);
      stop('SIGTERM');
      expect(await over).toBe(0);
      expect(out).toMatch(/restarts +1\n(.*\n)*the client knows what happened, each thing once/);
    },
    LOADS_MS,
  );

  it.each([
    [['--feed', 'binance', '--dialect', 'binance'], 2, 'fix: leave --dialect out, or --feed'],
    [['--feed', 'binance', '--speed', '2'], 2, 'a live market is in real time'],
    [['--keep', 'here'], 2, 'fix: --feed binance with them'],
    [['--feed', 'alpaca'], 78, 'cannot have broker sim with feed alpaca'],
  ])('LIV-1: %j is refused', async (args, code, text) => {
    const ran = await here.run(['venue', '--scenario', quick, ...args]);
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toContain(text);
  });
});
