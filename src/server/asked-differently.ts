/** What two runs were asked differently: scenario, seed, settings put over it, orders; told as pairs, what is the same left out. */
import type { Report } from '../report/schema/report.js';
import type { StoredPlan } from '../runs/stored-plan.js';

export interface AskedDifference {
  readonly what: string;
  readonly a: string;
  readonly b: string;
}

export interface AskedRun {
  readonly report: Report;
  /** Null for a plan that cannot be read. */
  readonly plan: StoredPlan | null;
}

const NOTHING = '–';
const LINES_TOLD = 30;

export function askedDifferently(a: AskedRun, b: AskedRun): readonly AskedDifference[] {
  const pairs: readonly AskedDifference[] = [
    pair('Scenario', a.report.scenario, b.report.scenario),
    pair('Seed', seedOf(a), seedOf(b)),
    ...settings(a.plan, b.plan),
    ...orders(a.report, b.report),
    ...textLines(a.plan, b.plan),
    pair('Build', a.report.build, b.report.build),
  ];
  return pairs.filter((each) => each.a !== each.b);
}

const pair = (what: string, a: string | undefined, b: string | undefined): AskedDifference => ({
  what,
  a: a ?? NOTHING,
  b: b ?? NOTHING,
});

const seedOf = ({ report }: AskedRun): string => String(report.seed ?? NOTHING);

/** Key by key: what was put over the scenario. */
function settings(a: StoredPlan | null, b: StoredPlan | null): readonly AskedDifference[] {
  const [first, second] = [settingsOf(a), settingsOf(b)];
  const keys = new Set([...first.keys(), ...second.keys()]);
  return [...keys].map((key) => pair(key, first.get(key), second.get(key)));
}

const settingsOf = (plan: StoredPlan | null): ReadonlyMap<string, string> =>
  new Map(
    (plan?.set ?? []).map((setting) => {
      const at = setting.indexOf('=');
      return [setting.slice(0, at), setting.slice(at + 1)];
    }),
  );

function orders(a: Report, b: Report): readonly AskedDifference[] {
  const count = Math.max(a.parents.length, b.parents.length);
  return Array.from({ length: count }, (_, index) =>
    pair(`Order P${index + 1}`, orderWords(a, index), orderWords(b, index)),
  ).slice(0, LINES_TOLD);
}

function orderWords({ parents }: Report, index: number): string | undefined {
  const parent = parents[index];
  if (parent === undefined) return undefined;
  const { side, quantity, symbol, algo, type, completion, slices } = parent;
  const parts = algo === 'direct' ? '' : `, ${slices.planned} slices, ${completion}`;
  return `${side} ${quantity} ${symbol} by ${algo}, ${type}${parts}`;
}

/** Lines that stand in one text of the scenario and not in the other. */
function textLines(a: StoredPlan | null, b: StoredPlan | null): readonly AskedDifference[] {
  if (a === null || b === null || a.scenarioText === b.scenarioText) return [];
  const [first, second] = [linesOf(a), linesOf(b)];
  const only = (own: ReadonlySet<string>, other: ReadonlySet<string>): readonly string[] =>
    [...own].filter((line) => !other.has(line));
  const told = (lines: readonly string[]): string =>
    lines.slice(0, LINES_TOLD).join('\n') + (lines.length > LINES_TOLD ? '\n…' : '');
  return [pair('Lines of the scenario', told(only(first, second)), told(only(second, first)))];
}

const linesOf = ({ scenarioText }: StoredPlan): ReadonlySet<string> =>
  new Set(
    scenarioText
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#')),
  );
