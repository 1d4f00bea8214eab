/**
 * The real program begun again on its state with another scenario, or on a file of another build (F:PRC7, F:PRC8): whatever would trade an order twice, or
 * lose one, is refused before anything leaves; what may change may, and every order goes on once. Judged by the venue.
 */
import { copyFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { type Watched, endAll, squall } from './support/children.js';
import { workplace } from './support/workplace.js';

const here = workplace();
afterEach(endAll);

interface Changes {
  readonly slices?: number;
  readonly position?: string;
  readonly lot?: string;
  readonly second?: boolean;
}

const instrument = (symbol: string, price: string, lot: string): string =>
  `  - { symbol: ${symbol}, tickSize: '0.1', lotSize: '${lot}', minNotional: '5', adv: '25000', market: { synthetic: { model: random-walk, startPrice: '${price}' } } }\n`;
const limit = (symbol: string, position: string): string =>
  `{ symbol: ${symbol}, position: '${position}', orderValue: '1000000' }`;

function scenario({
  slices = 4,
  position = '10',
  lot = '0.001',
  second = true,
}: Changes = {}): string {
  const limits = [limit('BTCUSDT', position), ...(second ? [limit('ETHUSDT', '100')] : [])];
  return `name: changed
seed: 3
instruments:
${instrument('BTCUSDT', '61800', lot)}${second ? instrument('ETHUSDT', '3100', '0.001') : ''}clock: { duration: 2h }
venue: { requestTimeout: 60s, account: { cash: '10000000' } }
# Which book a slice meets, and how old it is, hangs on the pace of the machine: nothing stops or waits for that.
execution:
  earlyStop: { onMarketDataError: proceed, spreadBps: off, deviationBps: off, liquidityLevels: off }
  limits: { perSymbol: [${limits.join(', ')}] }
orders:
  - { at: 1s, symbol: BTCUSDT, side: buy, quantity: '0.4', duration: 80s, slices: ${slices} }
${second ? "  - { at: 1s, symbol: ETHUSDT, side: buy, quantity: '4', duration: 80s, slices: 4 }\n" : ''}`;
}

const file = (name: string, changes?: Changes): string => here.put(name, scenario(changes));
const first = file('first.yaml');
const state = here.at('changed.db');

async function listening(): Promise<{ readonly venue: Watched; readonly at: string }> {
  const venue = squall('venue', '--scenario', first, '--speed', '40', '--judge', state);
  await venue.until(({ out }) => out.includes('squall venue'), 'the venue to listen');
  return { venue, at: /at (127\.0\.0\.1:\d+)/.exec(venue.out)![1]! };
}

/** Past all that squall watches over. */
function tamper(path: string, sql: string): void {
  const plain = new Database(path);
  plain.exec(sql);
  plain.close();
}

it('F:PRC7 F:PRC8: begun again with another scenario, or on a file of another build, no order is traded twice and none is lost', async () => {
  const { venue, at } = await listening();
  const asked = (scenarioFile: string, of = state) =>
    ['paper', scenarioFile, '--venue', at, '--state', of] as const;
  const begun = async (scenarioFile: string, ...more: readonly string[]) => {
    const paper = squall(...asked(scenarioFile), ...more);
    const { code } = await paper.ended('a session');
    return { code, out: paper.out };
  };
  expect((await begun(first, '--duration', '30s')).code).toBe(0);

  const sliced = await here.run(asked(file('slices.yaml', { slices: 5 })));
  expect(sliced.code).toBe(3);
  expect(sliced.err).toMatch(
    /orders\.0: is not the order that .* has under its key "0" \(buy 0\.4 BTCUSDT, .* working: both would be traded/,
  );
  const gone = await here.run(asked(file('gone.yaml', { second: false })));
  expect(gone.code).toBe(78);
  expect(gone.err).toContain('has orders of ETHUSDT, and');

  const newer = here.at('newer.db');
  for (const end of ['', '.head']) copyFileSync(`${state}${end}`, `${newer}${end}`);
  tamper(newer, 'PRAGMA user_version = 99');
  const refused = await here.run(asked(first, newer));
  expect(refused.code).toBe(78);
  expect(refused.err).toContain('was written by a newer squall (schema 99, this one knows 3)');

  // As the build before this one left it; and with room for three of the four slices.
  tamper(state, 'DROP TABLE configurations; DROP TABLE grids; PRAGMA user_version = 1');
  const tight = await begun(file('tight.yaml', { position: '0.3' }));
  expect(tight.code).toBe(0);
  expect(tight.out).toMatch(/^buy BTCUSDT +0\.3 of 0\.4 +completed_partial +1 blocked_limit$/m);
  expect(tight.out).toMatch(/^buy ETHUSDT +4 of 4 +filled$/m);
  const verified = await here.run(['state', 'verify', '--state', state]);
  expect(verified.out).toMatch(/ok {2}\d+ inputs decided again, same entries; \d+ blocks are from/);
  venue.kill('SIGTERM');
  expect((await venue.ended('the venue to judge')).code).toBe(0);
  expect(venue.out).toContain('the client knows what happened, each thing once');
  expect(venue.out).toMatch(/^parents +2$/m);
}, 60_000);
