/**
 * `npm run smoke [-- --broker alpaca|binance|binance-usdm] [--scenario FILE] [--url http://127.0.0.1:PORT]`: LIV-4. Trades a little on a broker's paper account or test network: `squall
 * doctor`, then `squall paper` with an order that fills and one that is canceled, then the state decided again. A broker without keys in the environment is skipped, and
 * says so. Exits 1 when a step did not go as it should. `--url` is for `squall venue --dialect …` in place of the broker.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const BINANCE = ['BINANCE_API_KEY', 'BINANCE_API_SECRET'];
const KEYS = {
  alpaca: ['APCA_API_KEY_ID', 'APCA_API_SECRET_KEY'],
  binance: BINANCE,
  'binance-usdm': BINANCE,
};

/** No order was due within two minutes. */
const CLOSED = /^(?:\S+ \S+ +0 of \S+ +scheduled\n)+$/;

const { values } = parseArgs({
  options: {
    broker: { type: 'string' },
    scenario: { type: 'string' },
    url: { type: 'string' },
  },
});
// The demo of futures has keys of its own: they are asked for by name alone.
const brokers = values.broker === undefined ? ['alpaca', 'binance'] : [values.broker];
const unknown = brokers.find((broker) => !Object.hasOwn(KEYS, broker));
if (
  unknown !== undefined ||
  (brokers.length > 1 && (values.scenario ?? values.url) !== undefined)
) {
  console.error(
    'fix: --broker alpaca, binance or binance-usdm, which --scenario and --url need as well',
  );
  process.exit(2);
}

for (const broker of brokers) {
  const missing = KEYS[broker].find((name) => (process.env[name] ?? '') === '');
  if (missing === undefined) trade(broker);
  else console.log(`${broker}: skipped, ${missing} is not set`);
}

function trade(broker) {
  const folder = mkdtempSync(join(tmpdir(), 'squall-smoke-'));
  const state = join(folder, 'smoke.state');
  const scenario = values.scenario ?? join(import.meta.dirname, 'smoke', `${broker}.yaml`);
  const there = ['--broker', broker, ...(values.url === undefined ? [] : ['--url', values.url])];
  const steps = [
    ['doctor', ['doctor', '--scenario', scenario, ...there], /./],
    [
      'paper',
      ['paper', scenario, '--state', state, '--duration', '2m', ...there],
      /of [\d.]+ +filled\n(.*\n)*.* 0 of [\d.]+ /,
    ],
    ['decided again', ['state', 'verify', '--state', state], /./],
  ];
  for (const [name, args, said] of steps) {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/squall.mjs', ...args], {
      encoding: 'utf8',
      cwd: join(import.meta.dirname, '..'),
    });
    if (status === 0 && CLOSED.test(stdout)) {
      console.log(`${broker}: ${name}: NOT TRADED, its market is closed; again while it is open`);
      break;
    }
    const isRight = status === 0 && said.test(stdout);
    console.log(`${broker}: ${name}: ${isRight ? 'right' : `WRONG, exit code ${status}`}`);
    if (isRight) continue;
    console.log(`${stdout}${stderr}`);
    process.exitCode = 1;
    console.log(`${broker}: what is left: ${folder}`);
    return;
  }
  rmSync(folder, { recursive: true, force: true });
}
