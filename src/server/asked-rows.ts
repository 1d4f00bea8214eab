/** What two runs were asked differently, as rows of a page: scenario, orders in words, each key that differs, build. */
import type { Report } from '../report/schema/report.js';
import { askedDifferently } from '../runs/asked-differently.js';
import type { StoredPlan } from '../runs/stored-plan.js';

export interface AskedRow {
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
const ORDERS_TOLD = 30;
const KEYS_TOLD = 60;

export function askedRows(a: AskedRun, b: AskedRun): readonly AskedRow[] {
  const rows: readonly AskedRow[] = [
    row('Scenario', a.report.scenario, b.report.scenario),
    ...orders(a.report, b.report),
    ...keys(a, b),
    row('Build', a.report.build, b.report.build),
  ];
  return rows.filter((each) => each.a !== each.b);
}

const row = (
  what: string,
  a: string | null | undefined,
  b: string | null | undefined,
): AskedRow => ({ what, a: a ?? NOTHING, b: b ?? NOTHING });

function keys(a: AskedRun, b: AskedRun): readonly AskedRow[] {
  if (a.plan === null || b.plan === null) return [row('seed', seedOf(a), seedOf(b))];
  const differing = askedDifferently(a.plan, b.plan);
  const more = differing.length - KEYS_TOLD;
  return [
    ...differing.slice(0, KEYS_TOLD).map(({ key, first, second }) => row(key, first, second)),
    ...(more > 0 ? [row(`${more} more keys`, '…', NOTHING)] : []),
  ];
}

const seedOf = ({ report }: AskedRun): string => String(report.seed ?? NOTHING);

function orders(a: Report, b: Report): readonly AskedRow[] {
  const count = Math.min(ORDERS_TOLD, Math.max(a.parents.length, b.parents.length));
  return Array.from({ length: count }, (_, index) =>
    row(`Order P${index + 1}`, orderWords(a, index), orderWords(b, index)),
  );
}

function orderWords({ parents }: Report, index: number): string | undefined {
  const parent = parents[index];
  if (parent === undefined) return undefined;
  const { side, quantity, symbol, algo, type, completion, slices } = parent;
  const parts = algo === 'direct' ? '' : `, ${slices.planned} slices, ${completion}`;
  return `${side} ${quantity} ${symbol} by ${algo}, ${type}${parts}`;
}
