/** One child order's row of the report. */
import { formatDecimal } from '../../core/ground/decimal.js';
import {
  type Instrument,
  formatAverage,
  formatPrice,
  formatQuantity,
} from '../../core/ground/instrument.js';
import { formatMid } from '../text/numbers.js';
import { participationOf, tradedIn } from './benchmarks.js';
import {
  costFillsOf,
  executed,
  executionsOf,
  feesOf,
  isUnattributed,
  liquidityShares,
  slippageOf,
  undoneOf,
} from './child-figures.js';
import type { ChildReport } from '../schema/parent-report.js';
import { sliceWindow } from './participation.js';
import type { ProjectedChild, ProjectedParent } from '../projection/projection.js';
import { type ReportContext, marketOf } from './report-context.js';

export function buildChild(
  context: ReportContext,
  parent: ProjectedParent,
  child: ProjectedChild,
  instrument: Instrument,
): ChildReport {
  const { terms, quote, result } = child;
  const sums = executed(executionsOf(child));
  const unattributed = isUnattributed(child);
  const fees = feesOf(child);
  return {
    clientOrderId: child.clientOrderId,
    name: child.name,
    slice: child.slice,
    kind: child.kind,
    status: child.status,
    quantity: formatQuantity(instrument, terms.quantity),
    filledQuantity: formatQuantity(instrument, child.filled),
    averagePrice: unattributed ? null : formatAverage(instrument, sums.notional, sums.quantity),
    type: terms.type,
    timeInForce: terms.timeInForce,
    limitPrice: terms.limitPrice === null ? null : formatPrice(instrument, terms.limitPrice),
    expectedPrice: formatMid(instrument, quote === null ? null : quote.bid + quote.ask),
    scheduledAtMicros: child.scheduledAt,
    sentAtMicros: child.sentAt,
    firstFillAtMicros: child.firstFillAt,
    doneAtMicros: child.doneAt,
    outcome: result?.outcome ?? null,
    reason: reasonOf(child, instrument),
    slippageBps: unattributed ? null : slippageOf(costFillsOf(child), terms.side),
    feesQuote: fees.amount === null ? null : formatDecimal(fees.amount),
    feesEstimated: fees.estimated,
    polls: result?.polls ?? child.polls,
    participationShare: participation(context, parent, child),
    ...liquidityShares(sums),
  };
}

function reasonOf(child: ProjectedChild, instrument: Instrument): string | null {
  const undone = undoneOf(child);
  if (undone > 0) return `${formatQuantity(instrument, undone)} undone by the venue`;
  return child.result?.reason ?? child.reason;
}

function participation(
  context: ReportContext,
  parent: ProjectedParent,
  child: ProjectedChild,
): number | null {
  const window = child.sentAt === null ? null : sliceWindow(parent, child, context.run.virtual.end);
  if (window === null) return null;
  return participationOf(child.filled, tradedIn(marketOf(context, child.terms.symbol), window));
}
