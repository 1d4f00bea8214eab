/**
 * `npm run clients -- [alpaca-py|python-binance|ccxt|bots|examples …]`: unmodified clients in Python go through every operation at the simulated
 * venue in their dialect; the bots in Python are judged; every example of the documents for clients is tried as it stands there, but for its
 * port. Python and its packages are installed below node_modules/.cache; without Python or network what needs them is skipped. Exits 1 when
 * anything failed.
 */
import { botsJudged } from './clients/bots.mjs';
import { EXAMPLES } from './clients/documents.mjs';
import { examplesOf } from './clients/examples.mjs';
import { operationsOf } from './clients/operations.mjs';
import { CLIENTS, PACKAGES } from './clients/packages.mjs';
import { findPython } from './python.mjs';

const KNOWN = [...Object.keys(CLIENTS), 'bots', 'examples'];
const asked = process.argv.slice(2);
const other = asked.find((name) => !KNOWN.includes(name));
if (other !== undefined) {
  console.error(`no clients "${other}"; there are ${KNOWN.join(', ')}`);
  process.exit(1);
}
const isAsked = (name) => asked.length === 0 || asked.includes(name);

const { python = null, missing } = findPython('clients', PACKAGES);
if (missing !== undefined) console.log(`skipped: no Python with the clients: ${missing}`);

const all = { tried: 0, failed: 0 };
async function counted(title, trying) {
  const began = performance.now();
  const { tried, failed } = await trying;
  if (failed > 0) process.exitCode = 1;
  const seconds = Math.round((performance.now() - began) / 1_000);
  console.log(`${title}: ${tried} tried, ${failed} failed, ${seconds} s\n`);
  return { tried, failed };
}

const names = Object.keys(CLIENTS).filter((name) => python !== null && isAsked(name));
for (const name of names) {
  const version = PACKAGES.find((one) => one.startsWith(`${name}==`));
  const { tried, failed } = await counted(version, operationsOf(name, python));
  all.tried += tried;
  all.failed += failed;
}
if (python !== null && isAsked('bots')) await counted('bots', botsJudged(python));
if (isAsked('examples'))
  for (const [document, { blocks }] of Object.entries(EXAMPLES))
    if (blocks.some(({ how }) => how !== 'untried'))
      await counted(document, examplesOf(document, python));
console.log(`${all.tried} operations of ${names.length} clients, ${all.failed} failed`);
