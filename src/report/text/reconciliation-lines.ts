/** What reconciliation came to (REC-5, REC-8), and how each start went: gate, recovery, ready (REC-1). */
import { MICROS_PER_SECOND } from '../../core/ground/units.js';
import type { Report } from '../schema/report.js';
import { labeled } from './layout.js';
import { grouped } from './numbers.js';
import type { Page } from './page.js';

type Told = NonNullable<Report['reconciliation']>;

export function reconciliationWords(told: Told): string {
  const { passes, failed, starts, mismatches, conflictsSkipped, symbolsQuarantined } = told;
  const some = (count: number, words: string): string =>
    count === 0 ? '' : `, ${grouped(count)} ${words}`;
  return (
    `${grouped(passes)} passes over what the venue knows` +
    some(failed, 'failed') +
    some(mismatches, 'differences found') +
    some(conflictsSkipped, 'older updates skipped') +
    some(symbolsQuarantined, 'times a symbol put in quarantine') +
    starts.map((start) => `; ${startWords(start)}`).join('')
  );
}

function startWords({
  gatedAtMicros,
  forcedAtMicros,
  recoveringAtMicros,
  readyAtMicros,
  slicesRecovered,
}: Told['starts'][number]): string {
  const after = (micros: number): string =>
    `${((micros - gatedAtMicros) / MICROS_PER_SECOND).toFixed(3)} s`;
  const forced = forcedAtMicros === null ? '' : `, opened by hand after ${after(forcedAtMicros)}`;
  const recovered =
    recoveringAtMicros === null ? '' : `, ${grouped(slicesRecovered)} slices recovered`;
  return readyAtMicros === null
    ? `a start on a stored state${forced}${recovered}, not reconciled when the run ended`
    : `a start on a stored state${forced}${recovered}, ready after ${after(readyAtMicros)}`;
}

export const reconciliationLines = (
  { reconciliation }: Report,
  { label, width }: Page,
): readonly string[] =>
  reconciliation === undefined
    ? []
    : labeled('Reconciled', reconciliationWords(reconciliation), label, width);
