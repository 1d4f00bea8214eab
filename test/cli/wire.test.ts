/** Paper trading through the dialects of real venues, with their own clients, in processes of their own: what a user does who has a broker. */
import { afterAll, describe, expect, it } from 'vitest';
import { filesBelow, searchSecrets } from '../support/search-secrets.js';
import { type Watched, endAll, squallWith } from './support/children.js';
import { workplace } from './support/workplace.js';

const here = workplace();
afterAll(endAll);

/** Of the simulated venue, in either dialect: each is looked for in all that is written. */
const KEYS = {
  APCA_API_KEY_ID: 'PKCANARYWIRE7Q2W',
  APCA_API_SECRET_KEY: 'c4n/aRy+secret"of=the-wire',
  BINANCE_API_KEY: 'cAnArYwIrEkEy0123456789abcdefghijklmnop',
  BINANCE_API_SECRET: 'cAnArYwIrEsEcReT9876543210zyxwvutsrqpon',
};
const OTHER_SECRET = 'AnOtHeRcAnArY-not-that-of-the-venue';
/** A line for each place where one of them stands: what processes said, and every file that is there. */
const leaks = (...processes: readonly Pick<Watched, 'out' | 'err'>[]): readonly string[] =>
  searchSecrets(
    [...Object.values(KEYS), OTHER_SECRET],
    new Map<string, string | Uint8Array>([
      ...processes.flatMap(({ out, err }, nth): [string, string][] => [
        [`stdout ${nth}`, out],
        [`stderr ${nth}`, err],
      ]),
      ...filesBelow(here.path),
    ]),
  );

const scenario = (more = ''): string => `name: twelve
shows: a twelve-slice TWAP at a broker
seed: 3
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '5', adv: '25000' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: 30m }
venue: { account: { cash: '1000000' } }
execution:
  limits: { perSymbol: [{ symbol: BTCUSDT, position: '10', orderValue: '1000000' }] }
  earlyStop: { spreadBps: off, deviationBps: off, liquidityLevels: off, onSliceFailure: continue }
${more}orders:
  - { at: 10s, side: buy, quantity: '1.2', duration: 4m, slices: 12, completion: catch-up }
`;
const FAULTS = `faults:
  - { kind: ack-lost, probability: 0.2, shape: reset }
  - { kind: frame-lost, probability: 0.2 }
  - { kind: outage, paths: [stream], at: 60s, for: 30s }
  - { kind: rate-limit, at: 200s, retryAfter: 40s }
  - { kind: stream-disconnect, at: 170s, for: 20s }
`;
const quiet = here.put('twelve.yaml', scenario());
const troubled = here.put('troubled.yaml', scenario(FAULTS));

async function standing(file: string, dialect: string, state: string) {
  const asked = ['--scenario', file, '--dialect', dialect, '--speed', '60', '--judge', state];
  const venue = squallWith(KEYS, 'venue', ...asked, '--json');
  await venue.until(({ out }) => out.includes('listening'), 'the venue to listen');
  const { port } = JSON.parse(venue.out.split('\n')[0]!) as { readonly port: number };
  return { venue, url: `http://127.0.0.1:${port}` };
}

// Most of it is waiting, which they can do together.
describe.concurrent.each(['alpaca', 'binance'])('squall paper at %s', (dialect) => {
  it('LIV-1 LIV-2 LIV-3 LIV-5 RCV-4 S26: trades through faults and a SIGKILL; ledger and file agree, it replays as it was, and no secret is in it', async () => {
    const state = here.at(`${dialect}.db`);
    const { venue, url } = await standing(troubled, dialect, state);
    const asked = ['--broker', dialect, '--url', url, '--state', state, '--speed', '60'];
    const first = squallWith(KEYS, 'paper', troubled, ...asked);
    await venue.until(({ out }) => out.split('"command":"submit"').length > 4, 'three submits');
    first.kill('SIGKILL');
    await first.ended();
    const session = here.at(`${dialect}.squall`);
    const second = squallWith(KEYS, 'paper', troubled, ...asked, '--record', session);
    expect(await second.ended()).toMatchObject({ code: 0 });
    expect(second.out).toMatch(/^buy BTCUSDT +1\.2 of 1\.2 +filled\n$/);
    venue.kill('SIGTERM');
    expect(await venue.ended()).toMatchObject({ code: 0 });
    expect(venue.out).toContain('"findings":[]');
    expect([...filesBelow(here.path).keys()]).toContain(state);
    expect(leaks(first, second, venue)).toEqual([]);
    // LIV-5: of both processes, the killed one too.
    const again = await here.run(['run', session]);
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out).toMatch(
      /^.+: blocks: .+\nok {2}\d+ inputs decided again, same entries\nidentical\n$/,
    );
  }, 120_000);
});

describe('a broker', () => {
  it('LIV-4 S26: doctor says whether it can be traded with, and what is in the way', async () => {
    const { venue, url } = await standing(quiet, 'binance', here.at('none.db'));
    const asked = ['doctor', '--broker', 'binance', '--url', url, '--scenario', quiet];
    const well = await here.run(asked, { env: KEYS });
    expect(well).toMatchObject({ code: 0 });
    expect(well.out).toMatch(
      /ok +binance +.+keys are taken, BTCUSDT as configured, streams are up/,
    );
    const env = { ...KEYS, BINANCE_API_SECRET: OTHER_SECRET };
    const refused = await here.run(asked, { env });
    expect(refused).toMatchObject({ code: 78 });
    expect(refused.out).toContain('-1022');
    venue.kill('SIGTERM');
    await venue.ended();
    expect(leaks(well, refused, venue)).toEqual([]);
  }, 60_000);

  it.each([
    [{ BINANCE_TESTNET: '' }, ['paper'], 'Binance has no paper account'],
    [{ BINANCE_TESTNET: 'true', BINANCE_API_KEY: '' }, ['paper'], 'BINANCE_API_KEY is not set'],
    [{}, ['live', '--real-money'], 'the mode is not live'],
    [
      { SQUALL_MODE: 'live', SQUALL_BROKER: 'binance', SQUALL_FEED: 'binance' },
      ['live'],
      '--real-money',
    ],
  ])('LIV-1: %j %j ends with 78: %s', async (env, [verb, ...flags], text) => {
    const asked = [quiet, '--broker', 'binance', '--state', here.at('x.db'), ...flags];
    const ran = await here.run([verb!, ...asked], { env: { ...KEYS, ...env } });
    expect(ran).toMatchObject({ code: 78 });
    expect(ran.err).toContain(text);
    expect(ran.err).toContain('fix: ');
  });
});
