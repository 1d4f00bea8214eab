/** `squall paper` and `squall venue`: what they refuse, with a way out, and a session from its beginning to its end. */
import { afterEach, describe, expect, it } from 'vitest';
import { endAll, squall } from './support/children.js';
import { workplace } from './support/workplace.js';

const here = workplace();
afterEach(endAll);

/** Which book a slice meets, and how old it is, hangs on the pace of the machine: nothing stops or waits for that. */
const LIMITS = `execution:
  earlyStop: { onMarketDataError: proceed, spreadBps: off, deviationBps: off, liquidityLevels: off }
  limits: { perSymbol: [{ symbol: BTCUSDT, position: '10', orderValue: '1000000' }] }
`;
const QUICK = (limits = LIMITS): string => `name: quick
shows: one order that fills
seed: 3
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '5', adv: '25000' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: 5m }
venue: { requestTimeout: 60s, account: { cash: '1000000' } }
${limits}orders:
  - { at: 1s, side: buy, quantity: '0.5', duration: 10s, slices: 4 }
`;
const EXPECTS = (share: string): string =>
  `${QUICK()}expect: ['filledShare ${share}', 'fillsMissed == 0']\n`;
const quick = here.put('quick.yaml', EXPECTS('>= 1'));
const greedy = here.put('greedy.yaml', EXPECTS('> 1'));
const NOBODY = '127.0.0.1:9';

const paper = (...args: readonly string[]) => here.run(['paper', quick, ...args]);

/** LIV-5: what would have been, had the answer to the third order and all that was told of it been lost. */
async function changed(session: string): Promise<void> {
  const file = here.put(
    'lost.yaml',
    `changes:
  - { message: acknowledgement, about: P1/2, becomes: reset }
  - { message: report, about: P1/2, nth: all, becomes: lost }
`,
  );
  const ran = await here.run(['run', session, '--change', file, '--json']);
  expect(ran).toMatchObject({ code: 0, err: '' });
  // When each of its looks was depends on the machine; that a query had to find the fill does not.
  expect(JSON.parse(ran.out)).toMatchObject({
    decisions: { ok: true },
    counterfactual: {
      ends: null,
      decidedOtherwise: expect.arrayContaining([
        expect.objectContaining({ order: 'P1/2' }),
      ]) as unknown,
      recorded: { parents: [{ status: 'filled', filled: '0.5' }], sent: 4 },
      changed: {
        parents: [{ status: 'filled', filled: '0.5' }],
        orders: expect.arrayContaining([
          expect.objectContaining({ name: 'P1/2', filled: '0.125', knownBy: 'poll' }),
        ]) as unknown,
        sent: 4,
      },
    },
  });
}

describe('squall paper', () => {
  it.each([
    [[], 2, '--state is missing'],
    [['--state', 's.db'], 2, '--venue is missing: an address of this machine'],
    [['--state', 's.db', '--venue', '10.0.0.1:80'], 2, '--venue 10.0.0.1:80'],
    [['--state', 's.db', '--venue', '127.0.0.1:0'], 2, '--venue 127.0.0.1:0'],
    [['--state', 's.db', '--venue', NOBODY, '--speed', '0'], 2, '--speed 0'],
    [['--state', 's.db', '--venue', NOBODY, '--on-stop', 'sell'], 2, 'leave or cancel'],
    [['--state', 's.db', '--venue', NOBODY, '--record', 's.json'], 2, '--record s.json.squall'],
    [['--state', 's.db', '--venue', NOBODY, '--duration', 'long'], 2, 'a duration, as in 90s'],
    [['--state', 's.db', '--venue', NOBODY, '--retry-for', '50ms'], 5, 'is not reached'],
  ])('%j ends with %i', async (args, code, text) => {
    const ran = await paper(...args);
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toContain(text);
    expect(ran.err).toContain('fix: ');
  });

  it('RSK-3: without limits it does not start: exit 78', async () => {
    const file = here.put('unlimited.yaml', QUICK(''));
    const ran = await here.run(['paper', file, '--state', 's.db', '--venue', NOBODY]);
    expect(ran).toMatchObject({ code: 78 });
    expect(ran.err).toContain('Set execution.limits.perSymbol');
  });

  it('LIV-1 LIV-5 RCV-2 S30: trades to the end, as it would have been decided anywhere, again says that all is over, and the venue agrees', async () => {
    const state = here.at('quick.db');
    const venue = squall('venue', '--scenario', quick, '--speed', '20', '--judge', state);
    await venue.until(({ out }) => out.includes('squall venue'), 'the venue to listen');
    const [, address] = /at (127\.0\.0\.1:\d+)/.exec(venue.out)!;
    const args = ['--venue', address!, '--state', state];
    const session = here.at('quick.squall');
    const first = squall('paper', quick, ...args, '--record', session);
    expect(await first.ended()).toMatchObject({ code: 0 });
    expect(first.err).toMatch(/^recorded: .+quick\.squall, blocks: \d+$/m);
    await changed(session);
    expect(first.out).toMatch(/^buy BTCUSDT +0\.5 of 0\.5 +filled\n$/);
    expect(first.err).toMatch(/^paper: quick at .+, time passes 20 times as fast; .+: new\n/);
    expect(first.err).toContain('expects fillsMissed == 0: not judged, the truth is the venue’s');
    expect(first.err).toContain('1 of 2 expectations held, 0 failed, 1 not judged');
    const again = squall('paper', greedy, ...args);
    expect(await again.ended()).toMatchObject({ code: 1 });
    expect(again.err).toContain('expected filledShare > 1, it is 1');
    const verified = await here.run(['state', 'verify', '--state', state]);
    expect(verified).toMatchObject({ code: 0, err: '' });
    expect(verified.out).toMatch(/\nok {2}\d+ inputs decided again, same entries\nidentical\n$/);
    const faster = squall('paper', quick, ...args, '--speed', '7');
    expect(await faster.ended()).toMatchObject({ code: 78 });
    expect(faster.err).toContain('time passes 20 times as fast at the venue');
    venue.kill('SIGTERM');
    expect(await venue.ended()).toMatchObject({ code: 0 });
    expect(venue.out).toContain('the client knows what happened, each thing once');
    expect(venue.err).toContain('as expected: fillsMissed == 0');
    // Another venue has begun anew: what the file says of its orders is nothing to it.
    const other = squall('venue', '--scenario', quick);
    await other.until(({ out }) => out.includes('squall venue'), 'the venue to listen');
    const [, elsewhere] = /at (127\.0\.0\.1:\d+)/.exec(other.out)!;
    const lost = squall('paper', quick, '--venue', elsewhere!, '--state', state);
    expect(await lost.ended()).toMatchObject({ code: 78 });
    expect(lost.err).toContain('it has begun anew');
  }, 60_000);
});

describe('squall venue', () => {
  it.each([
    [[], '--scenario is missing'],
    [['--scenario', quick, '--port', '70000'], '--port 70000'],
    [['--scenario', quick, '--speed', '2000'], '--speed 2000'],
  ])('%j is refused', async (args, text) => {
    const ran = await here.run(['venue', ...args]);
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.err).toContain(text);
  });

  it('refuses faults that act in the process of a client', async () => {
    const faults = `faults:
  - { kind: kill-switch, at: 10s, for: 10s }
  - { kind: clock-skew, ahead: 5s }
`;
    const file = here.put('elsewhere.yaml', QUICK(`${LIMITS}${faults}`));
    const ran = await here.run(['venue', '--scenario', file]);
    expect(ran.err).toMatch(/kill-switch, clock-skew: no venue can do that to a client/);
    expect(ran.code).toBe(3);
  });
});
