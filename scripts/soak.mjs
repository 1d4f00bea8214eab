/**
 * `npm run soak -- [--dialect alpaca|binance|binance-usdm|port] [--parents 200] [--kills 20] [--speed 20] [--seed N] [--set key=value]`: many orders through `squall paper`, over
 * the sockets of a dialect, at a venue that loses acknowledgements, refuses requests, cuts its streams and goes away, by a program that is killed
 * with SIGKILL now and then and goes on from its file. In the end every order is over, and the venue holds the file against its ledger. Exits 1
 * when anything is wrong.
 */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { playRound } from './sigkill/round.mjs';
import { tableOf } from './sigkill/table.mjs';
import { soakScenario } from './soak/scenario.mjs';
import { wholeNumber } from './whole-number.mjs';

const { values } = parseArgs({
  options: {
    dialect: { type: 'string', default: 'alpaca' },
    parents: { type: 'string', default: '200' },
    kills: { type: 'string', default: '20' },
    speed: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    set: { type: 'string', multiple: true, default: [] },
  },
});

const [parents, kills, speed, seed] = ['parents', 'kills', 'speed', 'seed'].map((name) =>
  wholeNumber(name, values[name], { least: 1 }),
);
const { dialect, set } = values;
console.log(
  `${parents} parents, ${kills} kills; again: npm run soak -- --dialect ${dialect} --parents ${parents} --kills ${kills} --speed ${speed} --seed ${seed}${set.map((text) => ` --set ${text}`).join('')}`,
);

const folder = mkdtempSync(join(tmpdir(), 'squall-soak-'));
const scenario = join(folder, 'soak.yaml');
writeFileSync(scenario, soakScenario(parents, speed));

/** A life in so many of all the submits, on average, so that kills come until the end. */
const submits = Math.ceil((2 * 12 * parents) / kills);
const tradeMs = Math.ceil((2 * 8_000 * parents) / speed / kills);

const started = performance.now();
const lives = { tradeMs, submits, withinMs: 2 * tradeMs };
const round = await playRound({ seed, kills, speed, dialect, scenario, lives, set });
console.log(tableOf([round], Math.round((performance.now() - started) / 1_000)));
if (round.audit?.parents !== parents)
  round.findings.push(`${round.audit?.parents ?? 0} of ${parents} orders were given`);
for (const finding of round.findings) console.log(`  ${finding}`);
if (round.findings.length > 0) {
  console.log(`WRONG; what is left: ${folder} and ${round.folder}`);
  process.exitCode = 1;
} else rmSync(folder, { recursive: true, force: true });
