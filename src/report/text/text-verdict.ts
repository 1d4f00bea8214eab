/** How a report opens: what was asked and what came of it, then the verdicts on the trade, the engine, the expectations. */
import { lengthText } from '../../core/ground/length-text.js';
import { MICROS_PER_SECOND } from '../../core/ground/units.js';
import type { ParentReport } from '../schema/parent-report.js';
import type { Report } from '../schema/report.js';
import { filledCostWords } from './cost-words.js';
import { labeled } from './layout.js';
import { grouped, percentText, roundBps, shortDecimal } from './numbers.js';
import { type Page, pageOf } from './page.js';
import { SIGNS, headlines, levelOf } from './verdict-words.js';

const ORDERS_TOLD = 5;

/** One line for the whole run; the sign is good only where every verdict is. */
export const titleLine = (
  report: Report,
  name: string,
  { width } = pageOf(null),
): readonly string[] =>
  labeled(SIGNS[levelOf(report)], `${name}: ${headlines(report).join(', ')}`, 2, width);

/** What was asked, and what came of it, order by order. */
export function orderLines({ parents }: Report, page: Page): readonly string[] {
  const more = parents.length - ORDERS_TOLD;
  return [
    ...parents.slice(0, ORDERS_TOLD).flatMap((parent) => askedText(parent, page)),
    ...(more > 0 ? labeled('', `... and ${more} more orders`, page.label, page.width) : []),
  ];
}

/** One verdict: whether it holds (null = nobody knows), and its lines. */
export interface VerdictLines {
  readonly holds: boolean | null;
  readonly lines: readonly string[];
}

export const verdictLines = (report: Report, page: Page): readonly VerdictLines[] => {
  const { trade, engine, expectations } = report.verdict;
  return [
    { holds: trade.complete, lines: tradeText(report, page) },
    { holds: engine.knewTruth, lines: engineText(report, page) },
    { holds: expectations.failed === 0, lines: expectedText(report, page) },
  ];
};

function askedText(parent: ParentReport, { label, width }: Page): readonly string[] {
  const { name, side, quantity, symbol, algo, type, slices, children } = parent;
  // A catch-up was not asked for: it came of slices that did not fill.
  const own = slices.planned - children.filter(({ kind }) => kind === 'catch-up').length;
  const plan = algo === 'direct' ? '' : `, ${own} slices`;
  const asked = `${name} ${side} ${grouped(quantity)} ${symbol} by ${algo}, ${type}${plan}`;
  return [
    ...labeled('Asked', asked, label, width),
    ...labeled('Came of it', `${name} ${outcomeText(parent)}`, label, width),
  ];
}

/** An order that did not fill whole has two figures, never one: what was bought had a price, the rest had none. */
function outcomeText(parent: ParentReport): string {
  const { filledQuantity, filledShare, averagePrice } = parent;
  if (Number(filledQuantity) === 0) return `nothing filled${restText(parent)}`;
  const price = averagePrice === null ? '' : ` at ${grouped(shortDecimal(averagePrice))}`;
  return `${grouped(filledQuantity)} filled (${percentText(filledShare)})${price}, ${costText(parent)}${restText(parent)}`;
}

const costText = (parent: ParentReport): string =>
  filledCostWords(parent, roundBps) ?? 'at a cost that was not measured';

function restText({ unfilledQuantity, cost: { opportunityBps } }: ParentReport): string {
  if (Number(unfilledQuantity) <= 0) return '';
  const moved =
    opportunityBps === null
      ? ''
      : `, for which the price moved ${roundBps(Math.abs(opportunityBps))} bps of the order ` +
        (opportunityBps >= 0 ? 'against it' : 'its way');
  return `; ${grouped(unfilledQuantity)} not filled${moved}`;
}

function tradeText(
  { verdict: { trade }, parents, refused }: Report,
  { label, width }: Page,
): readonly string[] {
  if (parents.length + refused.length === 0) return [];
  const text = trade.why === null ? 'complete' : `NOT COMPLETE: ${trade.why}`;
  return labeled('Trade', text, label, width);
}

const engineText = (report: Report, { label, width }: Page): readonly string[] =>
  labeled('Engine', engineWords(report), label, width);

function engineWords({ verdict: { engine }, truth }: Report): string {
  if (engine.knewTruth === null) return 'held against nothing: nobody knows the truth here';
  if (!engine.knewTruth) return `WRONG: ${engine.wrong.join('; ')}`;
  const position =
    truth.positionErrorSeconds === null || truth.positionErrorSeconds === 0
      ? ''
      : `; its position was behind the venue's for ${lengthText(truth.positionErrorSeconds * MICROS_PER_SECOND)} in all`;
  return `knew the truth${position}`;
}

function expectedText(
  { verdict, expectations }: Report,
  { label, width }: Page,
): readonly string[] {
  const { held, failed } = verdict.expectations;
  if (held + failed === 0) return [];
  const broken = expectations
    .filter(({ ok }) => !ok)
    .map(({ text, actual }) => `${text} (${actual ?? 'not measured'})`);
  const told = failed === 0 ? '' : `; FAILED: ${broken.join(', ')}`;
  return labeled('Expected', `${held} of ${held + failed} held${told}`, label, width);
}
