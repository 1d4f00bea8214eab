/**
 * `npm run sigkill -- [--cycles 500] [--seed N] [--speed 40] [--per-round 50] [--dialect port|alpaca|binance|binance-usdm] [--set key=value]`: the real program, killed with SIGKILL again and
 * again. Each round starts the simulated venue in a process of its own, lets `squall paper` trade there, kills it at moments drawn
 * from the seed, starts it anew on its file, lets the last life end by itself, and has the venue hold that file against its ledger:
 * no order twice, every fill booked once, every parent's total right, nothing at the venue that was not durable first. Exits 1
 * when anything is wrong.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { playRound } from './sigkill/round.mjs';
import { tableOf } from './sigkill/table.mjs';
import { wholeNumber } from './whole-number.mjs';

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    speed: { type: 'string', default: '40' },
    'per-round': { type: 'string', default: '50' },
    dialect: { type: 'string', default: 'port' },
    set: { type: 'string', multiple: true, default: [] },
  },
});

const [cycles, seed, speed, perRound] = ['cycles', 'seed', 'speed', 'per-round'].map((name) =>
  wholeNumber(name, values[name], { least: 1 }),
);
const again = `npm run sigkill -- --cycles ${cycles} --seed ${seed} --speed ${speed} --per-round ${perRound} --dialect ${values.dialect}${values.set.map((text) => ` --set ${text}`).join('')}`;
console.log(`${cycles} kills; the same moments again: ${again}`);

const started = performance.now();
const rounds = [];
let killed = 0;
while (killed < cycles) {
  const round = await playRound({
    seed: seed + rounds.length,
    kills: Math.min(cycles - killed, perRound),
    speed,
    dialect: values.dialect,
    set: values.set,
  });
  rounds.push(round);
  killed += round.kills;
  if (round.kills === 0) round.findings.push('nothing was killed: every order was over before');
  const verdict = round.findings.length === 0 ? 'right' : 'WRONG';
  console.log(
    `round ${rounds.length}: ${round.kills} kills, ${round.audit?.executions ?? 0} executions (${round.statuses.join(', ')}): ${verdict}`,
  );
  for (const finding of round.findings) console.log(`  ${finding}`);
  if (round.kills === 0) break;
}
const wrong = rounds.filter(({ findings }) => findings.length > 0);
console.log(tableOf(rounds, Math.round((performance.now() - started) / 1_000)));
if (wrong.length > 0) {
  console.log(`what the wrong ones left: ${wrong.map(({ folder }) => folder).join(', ')}`);
  process.exitCode = 1;
}
