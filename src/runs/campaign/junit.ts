/**
 * A campaign as JUnit XML, for those who gather tests: a suite for each scenario, with a case for each invariant and for each
 * thing a run may not do, and a suite for what is claimed of all runs. A case that failed says how to run its first seed again.
 */
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

interface Case {
  readonly name: string;
  /** Null = it passed. */
  readonly failed: { readonly message: string; readonly text: string } | null;
  /** Null = it was judged. */
  readonly skipped: string | null;
}

/** What no run may do, beside breaking an invariant; others (a crash, an expectation) stand there when they happened. */
const SIGNS = ['missed', 'phantom', 'doubled', 'position'];

export function junitXml({ scenarios, all, claims, lineOf }: JunitAsked): string {
  const suites = [
    ...scenarios.map(({ name, tally }) => suiteXml(name, casesOf(tally, lineOf))),
    suiteXml(
      'claims',
      claims.flatMap((claim) => caseOf(claim, all)),
    ),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="squall campaign">\n${suites.join('')}</testsuites>\n`;
}

function casesOf({ failed }: Tally, lineOf: JunitAsked['lineOf']): readonly Case[] {
  const ways = new Map(waysOf(failed).map((way) => [way.sign, way]));
  const signs = new Set([...INVARIANTS, ...SIGNS, ...ways.keys()]);
  return [...signs].map((name): Case => {
    const way = ways.get(name);
    if (way === undefined) return { name, failed: null, skipped: null };
    const message = `${way.runs} runs, first seed ${way.first.seed}: ${way.text}`;
    return { name, failed: { message, text: lineOf(way) }, skipped: null };
  });
}

/** None of what is only told. */
function caseOf(claim: Claim, all: Tally): readonly Case[] {
  const { group, name, wanted, holds, judged } = claim;
  if (holds === null) return [];
  const called = `${group}: ${name} ${wanted}`;
  if (!judged) return [{ name: called, failed: null, skipped: 'not judged' }];
  if (holds(all)) return [{ name: called, failed: null, skipped: null }];
  const of = claim.of === null ? '' : ` of ${claim.of(all)}`;
  const message = `${name}: ${claim.value(all) ?? 'nothing'}${of}, wanted ${wanted}`;
  return [{ name: called, failed: { message, text: message }, skipped: null }];
}

function suiteXml(name: string, cases: readonly Case[]): string {
  const failures = cases.filter(({ failed }) => failed !== null).length;
  const skipped = cases.filter((one) => one.skipped !== null).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
  const body = cases.map((one) => caseXml(name, one)).join('');
  return `  <testsuite name="${escaped(name)}" ${counts}>\n${body}  </testsuite>\n`;
}

function caseXml(suite: string, { name, failed, skipped }: Case): string {
  const open = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}"`;
  if (failed !== null) {
    const { message, text } = failed;
    return `${open}>\n      <failure message="${escaped(message)}">${escaped(text)}</failure>\n    </testcase>\n`;
  }
  if (skipped === null) return `${open}/>\n`;
  return `${open}>\n      <skipped message="${escaped(skipped)}"/>\n    </testcase>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** Characters that XML cannot say at all are left out. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"\n]/g, (character) => ENTITIES[character] ?? '');
