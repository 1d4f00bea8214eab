/** What was broken on purpose, a line each: from when to when, on which paths, and how often it acted. */
import { lengthText } from '../../core/ground/length-text.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { FaultWindowReport, Report } from '../schema/report.js';
import { countWords } from './fault-counts.js';
import { aligned } from './layout.js';
import { formatClock, grouped } from './numbers.js';
import type { Page } from './page.js';

/** Faults told one by one on one screen. */
export const FAULTS_ON_SCREEN = 6;

/** Feed, submit, cancel, query, stream. */
const PATHS = 5;

export function faultLines(
  report: Report,
  { label, width }: Page,
  most: number,
): readonly string[] {
  const { faults, faultWindows } = report;
  const shown = faultWindows.slice(0, most);
  const whole = aligned(shown.map((window) => rowOf(report, window, true)));
  const fits = whole.every((row) => label + row.length <= width);
  const rows = fits ? whole : aligned(shown.map((window) => rowOf(report, window, false)));
  const more = faultWindows.length - shown.length;
  const known = new Set(faultWindows.map(({ kind }) => kind));
  const texts = [
    ...rows,
    ...(more > 0 ? [`... and ${grouped(more)} more (--full)`] : []),
    ...Object.entries(faults)
      .filter(([kind]) => !known.has(kind))
      .map(([kind, count]) => `${kind}  ${countWords(kind, count)}`),
  ];
  const [first = 'none', ...others] = texts;
  return [first, ...others].map((text, index) =>
    cut(`${index === 0 ? 'Faults'.padEnd(label) : ' '.repeat(label)}${text}`, width),
  );
}

/** The paths stand last: what does not fit is some of them. */
const cut = (line: string, width: number): string =>
  line.length <= width ? line : `${line.slice(0, width - 1).trimEnd()}…`;

/** `lengths`: how long each was in force; both ends say so too, where there is no room. */
function rowOf(
  { virtual }: Report,
  window: FaultWindowReport,
  lengths: boolean,
): readonly string[] {
  const { kind, symbol, paths, fromMicros, toMicros, acts } = window;
  const since = (at: number): string =>
    formatClock(at as EpochMicros, virtual.startMicros as EpochMicros).replace(/\.000$/, '');
  const length = lengths ? ` (${lengthText(toMicros - fromMicros)})` : '';
  const isWhole = fromMicros <= virtual.startMicros && toMicros >= virtual.endMicros;
  const span =
    fromMicros === toMicros
      ? `at ${since(fromMicros)}`
      : `${since(fromMicros)} to ${since(toMicros)}${length}`;
  return [
    kind,
    isWhole ? 'all the time' : span,
    countWords(kind, acts),
    symbol ?? 'all symbols',
    whereText(paths),
  ];
}

function whereText(paths: readonly string[]): string {
  if (paths.length === 0) return 'at the venue';
  if (paths.includes('client')) return 'at the client';
  return paths.length === PATHS ? 'all paths' : paths.join(', ');
}
