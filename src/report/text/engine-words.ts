/**
 * FIL-12 in a report: who followed the orders where it was not the engine that verifies, and what came of that: what a naive
 * client doubled and lost by the venue's own ledger, and what the plain poller is without.
 */
import { lengthText } from '../../core/ground/length-text.js';
import { MICROS_PER_MS } from '../../core/ground/units.js';
import type { ParentReport } from '../schema/parent-report.js';
import type { Report } from '../schema/report.js';
import { grouped } from './numbers.js';

/** Null for `robust`: there is nothing to say. */
export function engineWords(report: Report): string | null {
  switch (report.engine) {
    case 'robust':
      return null;
    case 'plain':
      return plainWords(report);
    case 'naive':
      return naiveWords(report);
  }
}

function plainWords({ detection: { meanMs }, calls: { query } }: Report): string {
  const known =
    meanMs === null
      ? 'it had nothing to detect'
      : `fills were known after ${lengthText(Math.round(meanMs * MICROS_PER_MS))} in the mean`;
  return `the plain poller: it asks every 2 s and does not listen to the order stream; ${known}, with ${grouped(query)} queries`;
}

function naiveWords({ parents, truth: { fillsMissed } }: Report): string {
  const told = parents.flatMap(({ name, ...parent }) =>
    wrongIn(parent).map((text) => (parents.length === 1 ? text : `${name}: ${text}`)),
  );
  const missed = fillsMissed === null || fillsMissed === 0 ? [] : [missedText(fillsMissed)];
  const came = [...told, ...missed];
  return `a naive client (it sends again on a timeout, trusts the stream and looks nothing up): ${came.length === 0 ? 'it doubled and lost nothing this time' : came.join('; ')}`;
}

const missedText = (fills: number): string =>
  fills === 1 ? 'one fill it never learned of' : `${grouped(fills)} fills it never learned of`;

type Executed = Pick<ParentReport, 'symbol' | 'quantity' | 'executedQuantity' | 'filledQuantity'>;

/** Decimal text to numbers: these are words, and the exact figures stand beside them. */
function wrongIn({ symbol, quantity, executedQuantity, filledQuantity }: Executed): string[] {
  if (executedQuantity === null) return [];
  const executed = Number(executedQuantity);
  const doubled = executed - Number(quantity);
  const lost = executed - Number(filledQuantity);
  const venue = `${grouped(executedQuantity)} ${symbol} were executed`;
  return [
    ...(doubled > 0
      ? [`it doubled ${amount(doubled)}: ${venue} of ${grouped(quantity)} asked for`]
      : []),
    ...(lost > 0
      ? [`it lost ${amount(lost)}: ${venue}, and it believes ${grouped(filledQuantity)}`]
      : []),
    ...(lost < 0 ? [`it believes ${amount(-lost)} too much: ${venue}`] : []),
  ];
}

/** Without the noise of binary fractions. */
const amount = (difference: number): string => grouped(`${Number(difference.toPrecision(12))}`);
