/** The windows of a run's faults as charts and lists show them: named, in seconds since the start of the run. */
import type { FaultWindowReport, Report } from '../../report/schema/report.js';
import { countWords } from '../../report/text/fault-counts.js';
import { since, words } from './format.js';

export interface FaultBand {
  readonly name: string;
  readonly kind: string;
  /** Its beginning, to the second. */
  readonly at: string;
  readonly from: number;
  readonly to: number;
  /** When, on which paths and instruments, how often it acted. */
  readonly told: string;
}

/** More are not drawn; the events have them all. */
const BANDS_MAX = 200;

/** Of the faults that an order for `symbol` meets, in the order of their beginnings. */
export function faultBandsOf(
  { faultWindows, virtual }: Report,
  symbol: string,
): readonly FaultBand[] {
  return faultWindows
    .filter((window) => window.symbol === null || window.symbol === symbol)
    .toSorted((a, b) => a.fromMicros - b.fromMicros)
    .slice(0, BANDS_MAX)
    .map((window) => bandOf(window, virtual.startMicros));
}

function bandOf(window: FaultWindowReport, start: number): FaultBand {
  const { kind, symbol, paths, fromMicros, toMicros, acts } = window;
  const until = toMicros > fromMicros ? ` to ${since(toMicros, start)}` : '';
  const where = paths.length === 0 ? ' at the venue' : ` on ${paths.join(', ')}`;
  return {
    name: words(kind),
    kind,
    at: since(fromMicros, start).replace(/\..*$/, ''),
    from: (fromMicros - start) / 1e6,
    to: (toMicros - start) / 1e6,
    told: `${since(fromMicros, start)}${until},${where} of ${symbol ?? 'all instruments'}; ${countWords(kind, acts)}`,
  };
}
