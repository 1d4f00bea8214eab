/**
 * The bots in Python of docs/test-your-bot.md, each at a venue of its own that takes the second order and never says so: who sends again is
 * caught, with the two names of the order it doubled; who looks up passes.
 */
import { join } from 'node:path';
import { ran, stand } from './served.mjs';

const BOTS = join(import.meta.dirname, '../../docs/examples/bots');
const TWICE = /sent-twice[\s\S]*looks like one order sent twice: (\S+) \([\s\S]+? after (\S+) \(/;

const BY_DIALECT = { alpaca: 'alpaca_py', binance: 'ccxt_py' };

export async function botsJudged(python) {
  const count = { tried: 0, failed: 0 };
  for (const [dialect, name] of Object.entries(BY_DIALECT)) {
    for (const [file, isRight] of [
      [`${name}_resends.py`, false],
      [`${name}_looks_up.py`, true],
    ]) {
      const wrong = await judged(python, { dialect, file, isRight });
      count.tried += 1;
      if (wrong !== null) count.failed += 1;
      console.log(
        `${wrong === null ? 'ok    ' : 'FAILED'}  judged          ${file}${wrong === null ? (isRight ? ': right' : ': caught') : `\n${wrong}`}`,
      );
    }
  }
  return count;
}

/** Null: as it should be. */
async function judged(python, { dialect, file, isRight }) {
  const scenario = join(BOTS, 'lossy.yaml');
  const venue = await stand(['--dialect', dialect, '--scenario', scenario, '--judge']);
  const bot = await ran(python, [join(BOTS, file), venue.address]);
  const { code, out } = await venue.end();
  const [, second, first] = TWICE.exec(out.replaceAll(/\n +/g, ' ')) ?? [];
  const isAsSaid = isRight
    ? code === 0 && bot.out.includes('looked up')
    : code === 1 && bot.out.includes('sent again') && second !== undefined && second !== first;
  return bot.code === 0 && isAsSaid ? null : `${bot.all}\n${out}`;
}
