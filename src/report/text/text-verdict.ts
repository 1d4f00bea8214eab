/** How a report opens: what was asked and what came of it, then the verdicts on the trade, the engine, the expectations. */
import type { ParentReport } from '../schema/parent-report.js';
import type { Report } from '../schema/report.js';
import { labeled } from './layout.js';
import { bpsText, percentText, shortDecimal } from './numbers.js';
import { SIGNS, headlines, levelOf } from './verdict-words.js';

const LABEL = 14;
const ORDERS_TOLD = 5;

/** One line for the whole run; the sign is good only where every verdict is. */
export const titleLine = (report: Report, name: string): readonly string[] =>
  labeled(SIGNS[levelOf(report)], `${name}: ${headlines(report).join(', ')}`, 2);

export function verdictText(report: Report): readonly string[] {
  const { parents } = report;
  const more = parents.length - ORDERS_TOLD;
  return [
    ...parents.slice(0, ORDERS_TOLD).flatMap((parent) => askedText(parent)),
    ...(more > 0 ? labeled('', `... and ${more} more orders`, LABEL) : []),
    ...tradeText(report),
    ...engineText(report),
    ...expectedText(report),
  ];
}

function askedText(parent: ParentReport): readonly string[] {
  const { name, side, quantity, symbol, algo, type, slices } = parent;
  const plan = algo === 'direct' ? '' : `, ${slices.planned} slices`;
  const asked = `${name} ${side} ${quantity} ${symbol} by ${algo}, ${type}${plan}`;
  return [
    ...labeled('Asked', asked, LABEL),
    ...labeled('Came of it', `${name} ${outcomeText(parent)}`, LABEL),
  ];
}

/** An order that did not fill whole has two figures, never one: what was bought had a price, the rest had none. */
function outcomeText(parent: ParentReport): string {
  const { filledQuantity, filledShare, averagePrice } = parent;
  if (Number(filledQuantity) === 0) return `nothing filled${restText(parent)}`;
  const price = averagePrice === null ? '' : ` at ${shortDecimal(averagePrice)}`;
  return `${filledQuantity} filled (${percentText(filledShare)})${price}, ${costText(parent)}${restText(parent)}`;
}

function costText({ filledCostBps }: ParentReport): string {
  if (filledCostBps === null) return 'at a cost that was not measured';
  const way = filledCostBps >= 0 ? 'worse' : 'better';
  return `${bpsText(Math.abs(filledCostBps))} bps ${way} than the price on arrival, fees included`;
}

function restText({ unfilledQuantity, cost: { opportunityBps } }: ParentReport): string {
  if (Number(unfilledQuantity) <= 0) return '';
  const moved =
    opportunityBps === null
      ? ''
      : `, for which the price moved ${bpsText(Math.abs(opportunityBps))} bps of the order ` +
        (opportunityBps >= 0 ? 'against it' : 'its way');
  return `; ${unfilledQuantity} not filled${moved}`;
}

function tradeText({ verdict: { trade }, parents, refused }: Report): readonly string[] {
  if (parents.length + refused.length === 0) return [];
  return labeled('Trade', trade.why === null ? 'complete' : `NOT COMPLETE: ${trade.why}`, LABEL);
}

function engineText({ verdict: { engine }, truth }: Report): readonly string[] {
  if (engine.knewTruth === null)
    return labeled('Engine', 'held against nothing: nobody knows the truth here', LABEL);
  if (!engine.knewTruth) return labeled('Engine', `WRONG: ${engine.wrong.join('; ')}`, LABEL);
  const position =
    truth.positionErrorSeconds === null || truth.positionErrorSeconds === 0
      ? ''
      : `; its position was behind the venue's for ${truth.positionErrorSeconds} s in all`;
  return labeled('Engine', `knew the truth${position}`, LABEL);
}

function expectedText({ verdict, expectations }: Report): readonly string[] {
  const { held, failed } = verdict.expectations;
  if (held + failed === 0) return [];
  const broken = expectations
    .filter(({ ok }) => !ok)
    .map(({ text, actual }) => `${text} (${actual ?? 'not measured'})`);
  const told = failed === 0 ? '' : `; FAILED: ${broken.join(', ')}`;
  return labeled('Expected', `${held} of ${held + failed} held${told}`, LABEL);
}
