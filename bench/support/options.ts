/** What every benchmark of processes by turns understands on the command line. */
import { parseArgs } from 'node:util';
import { FULL, type Pace, QUICK } from './alternate.js';

export interface BenchOptions {
  readonly pace: Pace;
  readonly quick: boolean;
  /** Names of parts; all when empty. */
  readonly only: readonly string[];
  /** A commit, tag or branch. */
  readonly against: string;
}

/** The commit whose speed issue 5 is held against. */
const FIRST_VERSION = '15c2f9a';

export function benchOptions(): BenchOptions {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      pairs: { type: 'string' },
      against: { type: 'string', default: FIRST_VERSION },
    },
  });
  const pace = values.quick ? QUICK : FULL;
  return {
    pace: values.pairs === undefined ? pace : { ...pace, pairs: Number(values.pairs) },
    quick: values.quick,
    only: positionals,
    against: values.against,
  };
}
