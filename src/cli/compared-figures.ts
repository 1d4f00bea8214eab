/** Two reports side by side on the terminal: which figures one looks at first, and their table. */
import type { ComparedFigure } from '../report/many/compare.js';
import { left, right, table, textOfLines } from '../report/text/layout.js';

export const COMPARED = [
  'filledShare',
  'shortfallBps',
  'filledCostBps',
  'parents.0.cost.delayBps',
  'parents.0.cost.triggerBps',
  'parents.0.cost.spreadBps',
  'parents.0.cost.impactBps',
  'parents.0.cost.timingBps',
  'parents.0.cost.feesBps',
  'parents.0.cost.opportunityBps',
  'parents.0.markoutBps.1s',
  'parents.0.markoutBps.30s',
  'parents.0.vsTwapBps',
  'parents.0.vsVwapBps',
  'detection.meanMs',
  'detection.timeouts',
  'truth.executions',
  'fillsMissed',
  'fillsLate',
  'truth.positionErrorSeconds',
  'calls.submit',
  'calls.cancel',
  'calls.query',
  'alerts',
  'invariantViolations',
];

export function comparedText(
  compared: readonly ComparedFigure[],
  labels: readonly [first: string, second: string],
): string {
  const text = (value: number | null): string => (value === null ? '-' : String(value));
  const rows = compared.map(({ name, a, b, difference }) => [
    name,
    text(a),
    text(b),
    text(difference),
  ]);
  const head = [left('figure'), ...labels.map(right), right('difference')];
  return textOfLines(table(head, rows));
}
