/**
 * `npm run goodput [-- --seeds 20]`: L9. Each kind of fault alone, at the lowest rate at which a swarm draws it, over so many seeds: which share of the order
 * the venue executed, by its own ledger. Prints a line a kind, the worst first, and exits 1 where one is below 99 %.
 */
import { parseArgs } from 'node:util';
import { register } from 'tsx/esm/api';
import { wholeNumber } from './whole-number.mjs';

register();
const { KINDS, goodputMeasure, leastOf } = await import('../test/support/goodput.ts');

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '20' } } });
const seeds = Array.from(
  { length: wholeNumber('seeds', values.seeds, { least: 1 }) },
  (_, index) => index + 1,
);
const LEAST = 0.99;

const measure = await goodputMeasure();
const rows = [null, ...KINDS].map((kind) => {
  const runs = seeds.map((seed) => measure(kind === null ? null : leastOf(kind, seed), seed));
  const sum = (of) => runs.reduce((all, run) => all + run[of], 0);
  const share = sum('done') / sum('slices');
  return { kind: kind?.kind ?? '(no fault)', share, slices: sum('slices'), acted: sum('acted') };
});
for (const { kind, share, slices, acted } of rows.toSorted((a, b) => a.share - b.share))
  console.log(
    `${kind.padEnd(24)}${(100 * share).toFixed(2).padStart(7)} % of ${slices} slices done, acted ${acted} times`,
  );
const short = rows.filter(({ share }) => share < LEAST);
const idle = rows.slice(1).filter(({ acted }) => acted === 0);
console.log(
  `${KINDS.length} kinds, ${seeds.length} seeds each: ${short.length} below ${100 * LEAST} %; ${idle.length} never acted at so low a rate`,
);
process.exitCode = short.length === 0 ? 0 : 1;
