/** A strategy beside a paper engine: killed in the middle and begun again it decides anew, and what it gave before is not traded twice. */
import { afterEach, describe, expect, it } from 'vitest';
import { endAll, squall } from './support/children.js';
import { workplace } from './support/workplace.js';

const here = workplace();
afterEach(endAll);

const SCENARIO = `name: decides
shows: a strategy whose process is killed
seed: 3
instrument: { symbol: BTCUSDT, tickSize: '0.1', lotSize: '0.001', minNotional: '5', adv: '25000' }
market: { synthetic: { model: random-walk, startPrice: '61800' } }
clock: { duration: 10m }
venue: { requestTimeout: 60s, account: { cash: '1000000' } }
execution:
  earlyStop: { onMarketDataError: proceed, spreadBps: off, deviationBps: off, liquidityLevels: off }
  limits: { perSymbol: [{ symbol: BTCUSDT, position: '10', orderValue: '1000000' }] }
strategies:
  - { id: mine, module: ./mine.strategy.mjs }
`;

/** Its second order is never of the same size twice, and as it knows that it was here before it fails. */
const STRATEGY = `import { EMPTY, concat, defer, of, timer } from 'rxjs';
import { mergeMap } from 'rxjs/operators';
export const strategy = ({ orders, scheduler }) => {
  const before = orders().map(({ key }) => key).join();
  const size = (0.1 + (Date.now() % 100) / 1000 + (before === '' ? 0 : 0.2)).toFixed(3);
  const order = { kind: 'order', side: 'buy' };
  return concat(
    of({ ...order, quantity: '0.4', algo: 'twap', slices: 4, duration: '40s', idempotencyKey: 'first' }),
    of({ ...order, quantity: size, idempotencyKey: 'sized' }),
    timer(1000, scheduler).pipe(mergeMap(() => EMPTY)),
    defer(() => {
      if (before === '') return timer(600000, scheduler).pipe(mergeMap(() => EMPTY));
      throw new Error('was here before, with ' + before);
    }),
  );
};
`;

describe('a strategy beside a paper engine', () => {
  it('RCV-4 TWAP-5: killed and begun again it trades each decision once; as it fails its orders go on, and the exit code is 1', async () => {
    const scenario = here.put('decides.yaml', SCENARIO);
    here.put('mine.strategy.mjs', STRATEGY);
    const state = here.at('decides.db');
    const args = ['--scenario', scenario, '--speed', '20', '--judge', state, '--json'];
    const venue = squall('venue', ...args);
    await venue.until(({ out }) => out.includes('listening'), 'the venue to listen');
    const { port } = JSON.parse(venue.out.split('\n')[0]!) as { readonly port: number };
    const trade = ['paper', scenario, '--venue', `127.0.0.1:${port}`, '--state', state];
    const first = squall(...trade);
    const submits = (out: string): number => out.split('"command":"submit"').length - 1;
    await venue.until(({ out }) => submits(out) >= 3, 'three orders');
    first.kill('SIGKILL');
    await first.ended();
    const again = squall(...trade);
    expect(await again.ended()).toMatchObject({ code: 1 });
    expect(again.err).toContain('strategy mine failed: was here before, with first,sized');
    expect(again.err).toContain('paper: an order of strategy mine was kept back, nothing of it is');
    expect(again.out).toMatch(
      /^buy BTCUSDT +0\.4 of 0\.4 +filled\nbuy BTCUSDT +0\.1\d* of 0\.1\d* +filled\n$/,
    );
    venue.kill('SIGTERM');
    expect(await venue.ended('the venue to judge')).toMatchObject({ code: 0 });
  }, 60_000);
});
