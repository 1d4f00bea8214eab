/**
 * The one seed behind every random draw of the tests. Pinned, so that a red test is red for everybody; `npm run long` sets
 * SQUALL_TEST_SEED to a fresh one for each round, so that the pin cannot hide what other draws would find.
 */
const PINNED = 20_240_808;
/** fast-check takes 32-bit seeds. */
const SEED_MAX = 0x7fff_ffff;

const asked = process.env['SQUALL_TEST_SEED'];

export const testSeed = asked === undefined ? PINNED : seedOf(asked);

/** Rather thorough than quick. */
export const isLongRun = asked !== undefined;

/** The first of a row of case numbers, for tests that draw cases by number: `pinned`, or far from it in a long run. */
export const firstCase = (pinned: number): number => (isLongRun ? pinned + testSeed : pinned);

/** Of what a law draws, one case in so many in `npm test`. */
const SHARE = 3;

/**
 * How many cases a law draws: `count` in a long run, which is how the rest is looked at; in `npm test` a third of them, where
 * that was seen to reach every kind of case the law is about.
 */
export const draws = (count: number): number => (isLongRun ? count : Math.ceil(count / SHARE));

function seedOf(text: string): number {
  const seed = Number(text);
  if (Number.isInteger(seed) && seed >= 0 && seed <= SEED_MAX) return seed;
  throw new Error(`SQUALL_TEST_SEED=${text} is no seed\n  fix: an integer from 0 to ${SEED_MAX}`);
}
