/**
 * `npm run requests [-- --requests 100000 --seed 1]`: generated HTTP requests to running engines on the simulated venue (test/server/support/requests):
 * methods, bodies, tokens, roles, hosts, ids and several at once, each answer held against a model of the rules that shares no code with the
 * engine. Prints what was sent and answered, and exits 1 for an answer that was not right, or when there were fewer than asked for.
 */
import { parseArgs } from 'node:util';
import { register } from 'tsx/esm/api';

register();
const { newTally, playSession } = await import('../test/server/support/requests/session.ts');

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
});
const [wanted, first] = [Number(values.requests), Number(values.seed)];
if (![wanted, first].every((number) => Number.isSafeInteger(number) && number > 0)) {
  console.error('fix: --requests 100000 --seed 1');
  process.exit(2);
}

const started = performance.now();
const tally = newTally();
for (let seed = first; tally.requests < wanted; seed += 1) {
  await playSession(seed, tally);
  if ((seed - first + 1) % 100 === 0) console.error(`${tally.requests} requests`);
}
const line = (name, count) =>
  console.log(
    `${name.padEnd(48)}${String(count).padStart(9)}${((100 * count) / tally.requests).toFixed(2).padStart(8)} %`,
  );
console.log(`asked for, of ${tally.requests} requests`);
for (const [name, count] of [...tally.byLine].sort()) line(`  ${name}`, count);
console.log(`answered, of ${tally.requests} requests`);
for (const [status, count] of [...tally.byStatus].sort()) line(`  ${status}`, count);
line('sent at once with others', tally.raced);
for (const text of tally.findings) console.log(`WRONG ${text}`);
const seconds = (performance.now() - started) / 1_000;
console.log(
  `${tally.requests} requests in ${tally.sessions} sessions (${tally.gated} of them gated), ${tally.venueOrders} orders at the venue, ` +
    `${tally.findings.length} wrong, ${((1_000 * seconds) / tally.requests).toFixed(1)} ms each`,
);
process.exitCode = tally.findings.length === 0 ? 0 : 1;
