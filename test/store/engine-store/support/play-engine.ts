/** A process of its own that opens the state at a path and appends block after block, telling each once it is durable, until it is killed. */
import { openEngineStore } from '../../../../src/store/engine-store.js';
import { chainOf } from './chain-of.js';

const [, , path = '', count = '0'] = process.argv;
const store = openEngineStore(path);
const { seq: from } = store.head;
process.stdout.write(`open ${store.epoch}\n`);
for (const block of chainOf(from + Number(count)).slice(from)) {
  store.append([block]);
  process.stdout.write(`durable ${block.seq}\n`);
}
// Stays until it is killed.
process.stdin.resume();
