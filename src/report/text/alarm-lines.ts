/**
 * What a reader must not miss, each thing once: refusals, broken invariants, alerts, warnings. What is said alike of several
 * orders is said once, with their names; of what has no room, the number.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { Report } from '../schema/report.js';
import { labeled } from './layout.js';
import { formatClock, grouped } from './numbers.js';
import type { Page } from './page.js';
import { type TonedLine, toned } from './toned.js';

const REFUSED_MAX = 3;
const BROKEN_MAX = 3;
const ALERTS_MAX = 4;
const WARNINGS_MAX = 12;
const NAMES_MAX = 4;

export function alarmLines(report: Report, page: Page): readonly TonedLine[] {
  return [
    ...toned('bad', brokenLines(report, page)),
    ...toned('warn', refusedLines(report, page)),
    ...alertLines(report, page),
    ...toned('warn', warningLines(report, page)),
  ];
}

const line = (label: string, text: string, page: Page): readonly string[] =>
  labeled(label, text, page.label, page.width);

const moreLine = (count: number, what: string, page: Page): readonly string[] =>
  count > 0 ? line('', `... and ${grouped(count)} more ${what} (--full)`, page) : [];

const since = ({ virtual }: Report, at: number): string =>
  formatClock(at as EpochMicros, virtual.startMicros as EpochMicros);

function brokenLines(report: Report, page: Page): readonly string[] {
  const violations = report.invariants.violations ?? [];
  return [
    ...violations
      .slice(0, BROKEN_MAX)
      .flatMap(({ id, atMicros, detail }) =>
        line('BROKEN', `${id} at ${since(report, atMicros)}: ${detail}`, page),
      ),
    ...moreLine(violations.length - BROKEN_MAX, 'broken invariants', page),
  ];
}

function refusedLines(report: Report, page: Page): readonly string[] {
  const { refused } = report;
  return [
    ...refused.slice(0, REFUSED_MAX).flatMap(({ atMicros, code, problems }) => {
      const why = problems.map(({ field, text }) => `${field}: ${text}`).join('; ');
      return line('Refused', `${since(report, atMicros)}  ${code}  ${why}`, page);
    }),
    ...moreLine(refused.length - REFUSED_MAX, 'refused orders', page),
  ];
}

const RANKS: Readonly<Record<Report['alerts'][number]['level'], number>> = {
  critical: 0,
  warning: 1,
  info: 2,
};

/** The gravest first; of one code, once. */
function alertLines(report: Report, page: Page): readonly TonedLine[] {
  const groups = new Map<string, Report['alerts'][number][]>();
  for (const alert of report.alerts) {
    const key = `${alert.level} ${alert.code}`;
    groups.set(key, [...(groups.get(key) ?? []), alert]);
  }
  const sorted = [...groups].sort(
    ([, [a]], [, [b]]) => RANKS[a?.level ?? 'info'] - RANKS[b?.level ?? 'info'],
  );
  const told = sorted.slice(0, ALERTS_MAX).flatMap(([key, alerts]) => {
    const [first] = alerts;
    if (first === undefined) return [];
    const times = alerts.reduce((sum, { count }) => sum + count, 0);
    const open = alerts.filter(({ state }) => state !== 'cleared').length;
    const known = alerts.filter(({ state }) => state === 'acknowledged').length;
    const ofThem = known === 0 ? '' : ` (${known} acknowledged)`;
    const state = open === 0 ? 'cleared' : `${open} NOT CLEARED${ofThem}`;
    const text = `${key} x ${times}, first at ${since(report, first.firstMicros)}, ${state}: ${first.text}`;
    return toned(first.level === 'info' ? 'plain' : 'warn', line('Alert', text, page));
  });
  return [...told, ...toned('warn', moreLine(sorted.length - ALERTS_MAX, 'kinds of alerts', page))];
}

function warningLines({ warnings }: Report, page: Page): readonly string[] {
  const subjects = new Map<string, string[]>();
  for (const { subject, text } of warnings) {
    const names = subjects.get(text) ?? [];
    subjects.set(text, subject === null ? names : [...names, subject]);
  }
  const told = [...subjects].slice(0, WARNINGS_MAX);
  return [
    ...told.flatMap(([text, names]) => line('Warning', `${namesText(names)}${text}`, page)),
    ...moreLine(subjects.size - told.length, 'warnings', page),
  ];
}

function namesText(names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length - NAMES_MAX;
  const told = names.slice(0, NAMES_MAX).join(', ');
  return more > 0 ? `${told} and ${grouped(more)} more: ` : `${told}: `;
}
