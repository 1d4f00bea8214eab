/** The real program told to end while a submit is on its way: what it leaves, what it says, and how the next one goes on. */
import { afterAll, describe, expect, it } from 'vitest';
import { type Watched, endAll, squall } from './support/children.js';
import { workplace } from './support/workplace.js';

const here = workplace();
afterAll(endAll);

/** A submit takes 30 s of the venue's time to get there: 1.5 s, in which the program is told to end. */
const SLOW = `name: slow
shows: an order that takes its time to reach the venue, and rests there
seed: 3
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '5', adv: '25000' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: 30m }
venue:
  account: { cash: '1000000' }
  latency: { feed: 5ms, submit: 30s, cancel: 20ms, ack: 20ms, query: 20ms, stream: 10ms }
  requestTimeout: 50s
  validFor: 60s
execution:
  limits: { perSymbol: [{ symbol: BTCUSDT, position: '10', orderValue: '1000000' }] }
orders:
  - { at: 1s, side: buy, quantity: '0.5', algo: direct, type: limit, limitPrice: { peg: bid, offsetTicks: -5000 }, fillTimeout: 60s }
`;
const scenario = here.put('slow.yaml', SLOW);
let files = 0;

interface Place {
  readonly venue: Watched;
  readonly state: string;
  readonly paper: (...more: readonly string[]) => Watched;
}

async function place(): Promise<Place> {
  const state = here.at(`paper-${(files += 1)}.db`);
  const venue = squall(
    'venue',
    '--scenario',
    scenario,
    '--speed',
    '20',
    '--judge',
    state,
    '--json',
  );
  await venue.until(({ out }) => out.includes('listening'), 'the venue to listen');
  const { port } = JSON.parse(venue.out.split('\n')[0]!) as { readonly port: number };
  const paper: Place['paper'] = (...more) =>
    squall('paper', scenario, '--venue', `127.0.0.1:${port}`, '--state', state, ...more);
  return { venue, state, paper };
}

const arrived = (venue: Watched, command: string): Promise<boolean> =>
  venue.until(({ out }) => out.includes(`"arrived","command":"${command}"`), `a ${command}`);

async function verdict(venue: Watched): Promise<unknown> {
  venue.kill('SIGTERM');
  const { code } = await venue.ended('the venue to judge');
  const line = venue.out.split('\n').find((text) => text.includes('"audit"')) ?? '{}';
  return { code, ...(JSON.parse(line) as object) };
}

// Most of it is waiting, which they can do together.
describe.concurrent('squall paper that is told to end', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)(
    'F:PRC4: by %s in the middle of a submit it ends with %i, says what is left and how to go on, and the next one does',
    async (signal, code) => {
      const { venue, state, paper } = await place();
      const first = paper();
      await arrived(venue, 'submit');
      first.kill(signal);
      expect(await first.ended()).toMatchObject({ code });
      expect(first.out).toMatch(/^buy BTCUSDT +0 of 0\.5 +working\n$/);
      expect(first.err).toContain(`told to end (${signal})\n  0 of 1 orders are over; 0 working`);
      expect(first.err).toContain('1 sent without an answer yet: looked up when it goes on');
      expect(first.err).toContain(`--state ${state}`);
      const second = paper();
      expect(await second.ended()).toMatchObject({ code: 0 });
      expect(second.err).toContain('goes on after block');
      expect(second.err).toContain('1 of 1 orders filled less than was asked');
      expect(second.out).toMatch(/^buy BTCUSDT +0 of 0\.5 +failed +1 canceled\n$/);
      expect(await verdict(venue)).toMatchObject({ code: 0, orders: 1, restarts: 1, findings: [] });
    },
    60_000,
  );

  it('F:PRC4: with --on-stop cancel the order on its way is canceled where it arrives, and nothing is left', async () => {
    const { venue, paper } = await place();
    const child = paper('--on-stop', 'cancel');
    await arrived(venue, 'submit');
    child.kill('SIGTERM');
    expect(await child.ended()).toMatchObject({ code: 143 });
    expect(child.err).toContain('every order that was given is over');
    expect(child.out).toMatch(
      /^buy BTCUSDT +0 of 0\.5 +canceled +called off: told to stop \(SIGTERM\)\n$/,
    );
    await arrived(venue, 'cancel');
    expect(await verdict(venue)).toMatchObject({ code: 0, orders: 1, findings: [] });
  }, 60_000);
});
