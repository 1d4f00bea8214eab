/**
 * `npm run powerloss [-- --appends 24,12 --every 1]`: images of the disk of a running engine that lost its power at every frame of its WAL and behind
 * it, inside a checkpoint, with torn and damaged pages, and with files that do not belong together (test/store/engine-store/support). Each must open to all that was
 * acknowledged, or be refused in clear words. Exits 1 when one does neither, or when there were fewer than 20,000.
 */
import { parseArgs } from 'node:util';
import { register } from 'tsx/esm/api';

const ENOUGH = 20_000;

register();
const { powerLoss } = await import('../test/store/engine-store/support/power-loss.ts');

const { values } = parseArgs({
  options: {
    appends: { type: 'string', default: '24,12' },
    every: { type: 'string', default: '1' },
  },
});
const [before, after] = values.appends.split(',').map(Number);
const every = Number(values.every);
if (![before, after, every].every((number) => Number.isSafeInteger(number) && number > 0)) {
  console.error('fix: --appends 24,12 (before the checkpoint, and after it), --every 1');
  process.exit(2);
}

const started = performance.now();
const onProgress = (images) => {
  if (images % 2_000 === 0) console.error(`${images} images`);
};
const { images, rows, wrong } = powerLoss({ appends: [before, after], every, onProgress });
const line = (kind, ...counts) =>
  console.log(`${kind.padEnd(26)}${counts.map((count) => String(count).padStart(9)).join('')}`);
line('', 'images', 'opened', 'refused', 'wrong');
const sums = { opened: 0, refused: 0, wrong: 0 };
for (const [kind, { opened, refused, wrong: bad }] of rows) {
  line(kind, opened + refused, opened, refused, bad);
  sums.opened += opened;
  sums.refused += refused;
  sums.wrong += bad;
}
line('all', images, sums.opened, sums.refused, sums.wrong);
for (const text of wrong) console.log(`WRONG ${text}`);
const each = ((performance.now() - started) / images).toFixed(2);
const isEnough = images >= ENOUGH || every > 1;
console.log(
  `${images} images, ${sums.wrong} wrong, ${each} ms each${isEnough ? '' : `: fewer than ${ENOUGH}`}`,
);
process.exitCode = sums.wrong === 0 && isEnough ? 0 : 1;
