/**
 * A campaign as JUnit XML, for those who gather tests: a suite for each scenario, with a case for each invariant and for each
 * thing a run may not do, and a suite for what is claimed of all runs. A case that failed says how to run its first seed again.
 */
import { type JunitCase, junitDocument } from '../junit-xml.js';
import type { Claim } from './claims.js';
import { INVARIANTS } from './invariants.js';
import type { Tally } from './tally.js';
import { type Way, waysOf } from './ways.js';

export interface JunitAsked {
  readonly scenarios: readonly { readonly name: string; readonly tally: Tally }[];
  readonly all: Tally;
  readonly claims: readonly Claim[];
  /** The line that runs the first of them again. */
  readonly lineOf: (way: Way) => string;
}

/** What no run may do, beside breaking an invariant; others (a crash, an expectation) stand there when they happened. */
const SIGNS = ['missed', 'phantom', 'doubled', 'position'];

export function junitXml({ scenarios, all, claims, lineOf }: JunitAsked): string {
  return junitDocument('squall campaign', [
    ...scenarios.map(({ name, tally }) => ({ name, cases: casesOf(tally, lineOf) })),
    { name: 'claims', cases: claims.flatMap((claim) => caseOf(claim, all)) },
  ]);
}

function casesOf({ failed }: Tally, lineOf: JunitAsked['lineOf']): readonly JunitCase[] {
  const ways = new Map(waysOf(failed).map((way) => [way.sign, way]));
  const signs = new Set([...INVARIANTS, ...SIGNS, ...ways.keys()]);
  return [...signs].map((name): JunitCase => {
    const way = ways.get(name);
    if (way === undefined) return { name, failed: null, skipped: null };
    const message = `${way.runs} runs, first seed ${way.first.seed}: ${way.text}`;
    return { name, failed: { message, text: lineOf(way) }, skipped: null };
  });
}

/** None of what is only told. */
function caseOf(claim: Claim, all: Tally): readonly JunitCase[] {
  const { group, name, wanted, holds, judged } = claim;
  if (holds === null) return [];
  const called = `${group}: ${name} ${wanted}`;
  if (!judged) return [{ name: called, failed: null, skipped: 'not judged' }];
  if (holds(all)) return [{ name: called, failed: null, skipped: null }];
  const of = claim.of === null ? '' : ` of ${claim.of(all)}`;
  const message = `${name}: ${claim.value(all) ?? 'nothing'}${of}, wanted ${wanted}`;
  return [{ name: called, failed: { message, text: message }, skipped: null }];
}
