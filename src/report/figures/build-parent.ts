/** One parent order's section of the report: what was asked, what came of it, and what it cost. */
import { formatDecimal } from '../../core/ground/decimal.js';
import { type Instrument, formatQuantity } from '../../core/ground/instrument.js';
import { isParentTerminal } from '../../core/order/parent.js';
import type { EpochMicros, Lots } from '../../core/ground/units.js';
import { MICROS_PER_MS } from '../../core/ground/units.js';
import {
  type Interval,
  averageOf,
  participationOf,
  printAverage,
  tradedIn,
  twapOf,
  versusBps,
} from './benchmarks.js';
import { buildChild } from './build-child.js';
import {
  type Executed,
  type Fees,
  costFillsOf,
  executed,
  executionsOf,
  chargedByAsset,
  feesOf,
  isUnattributed,
  liquidityShares,
  slippageOf,
} from './child-figures.js';
import { type CostSplit, splitCost, sumDecimals } from './cost.js';
import { cutOffText } from './cut-off.js';
import { type Markouts, markoutsOf } from './markouts.js';
import type { ChildReport, ParentReport, WarningReport } from '../schema/parent-report.js';
import { parentWindow, participationWarnings } from './participation.js';
import { printCost } from './print-cost.js';
import type { ProjectedChild, ProjectedParent } from '../projection/projection.js';
import {
  type ReportContext,
  childrenOf,
  instrumentOf,
  lastQuoteBefore,
  marketOf,
  triggerMidOf,
} from './report-context.js';
import { sliceCounts } from './slice-counts.js';
import { formatMid } from '../text/numbers.js';

interface ParentFacts {
  readonly context: ReportContext;
  readonly parent: ProjectedParent;
  readonly children: readonly ProjectedChild[];
  readonly instrument: Instrument;
  readonly filled: Lots;
  readonly sums: Executed;
  readonly unattributed: boolean;
  readonly fees: Fees;
  readonly endedAt: EpochMicros | null;
  /** From the planned start to the end (of the run, for an order still working). */
  readonly interval: Interval;
  readonly finalMid: FinalMid;
}

interface FinalMid {
  readonly twice: number | null;
  readonly source: 'venue' | 'engine' | null;
}

export function buildParent(context: ReportContext, parent: ProjectedParent): ParentReport {
  const facts = gatherFacts(context, parent);
  const { instrument, filled, endedAt, interval, finalMid, fees, children } = facts;
  const { request } = parent;
  const rows = children.map((child) => buildChild(context, parent, child, instrument));
  const execution = executionFigures(facts);
  return {
    parentId: parent.parentId,
    name: parent.name,
    strategy: request.strategyId,
    symbol: request.symbol,
    side: request.side,
    algo: parent.algo,
    type: request.type,
    quantity: formatQuantity(instrument, request.quantity),
    filledQuantity: formatQuantity(instrument, filled),
    unfilledQuantity: formatQuantity(instrument, (request.quantity - filled) as Lots),
    filledShare: filled / request.quantity,
    ...executedFigures(facts),
    averagePrice: execution.averagePrice,
    status: parent.status,
    completion: request.completion,
    receivedMicros: parent.receivedAt,
    startMicros: interval.from,
    endMicros: endedAt,
    elapsedMs: endedAt === null ? null : (endedAt - parent.receivedAt) / MICROS_PER_MS,
    arrivalPrice: formatMid(instrument, parent.arrivalMidTwice),
    referenceMid: formatMid(instrument, parent.referenceMidTwice),
    finalMid: formatMid(instrument, finalMid.twice),
    finalMidSource: finalMid.source,
    ...printCost(costOf(facts)),
    ...markouts(facts),
    ...execution.versus,
    feesQuote: fees.amount === null ? null : formatDecimal(fees.amount),
    feesEstimated: fees.estimated,
    ...feesCharged(facts),
    ...liquidityShares(facts.sums),
    slices: sliceCounts(parent, children),
    stoppedEarly: parent.stop !== null,
    stop: stopOf(parent),
    children: rows,
    warnings: warningsOf(facts, execution.versus.participationShare, rows),
  };
}

/** In the assets it was charged in, where one is not that of the price (FIL-13). */
function feesCharged({ children, instrument }: ParentFacts): Pick<ParentReport, 'feesCharged'> {
  const charged = chargedByAsset(children);
  const isForeign = [...charged.keys()].some((asset) => asset !== instrument.quoteAsset);
  if (!isForeign) return {};
  const amounts = [...charged].map(([asset, amount]) => [asset, formatDecimal(amount)]);
  return { feesCharged: Object.fromEntries(amounts) as Record<string, string> };
}

/** By the venue's ledger. */
function executedFigures({
  context,
  parent,
  instrument,
}: ParentFacts): Pick<ParentReport, 'executedQuantity' | 'executedShare'> {
  const { executedOf } = context;
  if (executedOf === null) return { executedQuantity: null, executedShare: null };
  const executedLots = parent.children.reduce((sum, id) => sum + (executedOf.get(id) ?? 0), 0);
  return {
    executedQuantity: formatQuantity(instrument, executedLots as Lots),
    executedShare: executedLots / parent.request.quantity,
  };
}

function gatherFacts(context: ReportContext, parent: ProjectedParent): ParentFacts {
  const children = childrenOf(context, parent);
  const endedAt = isParentTerminal(parent.status) ? parent.statusAt : null;
  const from = Math.max(parent.plan?.start ?? 0, parent.receivedAt) as EpochMicros;
  const to = endedAt ?? context.run.virtual.end;
  const childFees = children.map(feesOf);
  return {
    context,
    parent,
    children,
    instrument: instrumentOf(context, parent.request.symbol),
    filled: children.reduce((sum, child) => sum + child.filled, 0) as Lots,
    sums: executed(children.flatMap(executionsOf)),
    unattributed: children.some(isUnattributed),
    fees: {
      amount: sumDecimals(childFees.map((fees) => fees.amount)),
      estimated: childFees.some((fees) => fees.estimated),
    },
    endedAt,
    interval: { from, to },
    finalMid: finalMidOf(context, parent.request.symbol, to),
  };
}

/** The true mid where there is one; else the last quote the engine read. */
function finalMidOf(context: ReportContext, symbol: string, at: EpochMicros): FinalMid {
  const twice = marketOf(context, symbol)?.midTwiceAt(at) ?? null;
  if (twice !== null) return { twice, source: 'venue' };
  const quote = lastQuoteBefore(context, symbol, at);
  if (quote === null) return { twice: null, source: null };
  return { twice: quote.bid + quote.ask, source: 'engine' };
}

function costOf({
  context,
  parent,
  children,
  instrument,
  fees,
  finalMid,
  unattributed,
}: ParentFacts): CostSplit {
  // The price of a part that only a total accounts for is not known, and so neither is any cost.
  const arrivalMidTwice = unattributed ? null : parent.arrivalMidTwice;
  return splitCost({
    instrument,
    side: parent.request.side,
    quantity: parent.request.quantity,
    fills: children.flatMap((child) => costFillsOf(child, triggerMidOf(context, child))),
    arrivalMidTwice,
    referenceMidTwice: parent.referenceMidTwice,
    finalMidTwice: finalMid.twice,
    fees: fees.amount,
  });
}

function executionFigures(facts: ParentFacts) {
  const { context, parent, children, instrument, sums, unattributed, interval } = facts;
  const { side, symbol } = parent.request;
  const market = marketOf(context, symbol);
  const price = unattributed ? null : averageOf(sums.notional, sums.quantity);
  const twap = twapOf(market, interval);
  const vwap = tradedIn(market, interval)?.vwap ?? null;
  const window = parentWindow(interval, context.run.virtual.end);
  return {
    averagePrice: printAverage(instrument, price),
    versus: {
      slippageBps: unattributed
        ? null
        : slippageOf(
            children.flatMap((child) => costFillsOf(child)),
            side,
          ),
      twap: printAverage(instrument, twap),
      vwap: printAverage(instrument, vwap),
      vsTwapBps: versusBps(side, price, twap),
      vsVwapBps: versusBps(side, price, vwap),
      participationShare: participationOf(facts.filled, tradedIn(market, window)),
    },
  };
}

function markouts({ context, parent, children, unattributed }: ParentFacts): Markouts {
  const { side, symbol } = parent.request;
  return markoutsOf({
    side,
    executions: children.flatMap(executionsOf),
    market: unattributed ? null : marketOf(context, symbol),
    end: context.run.virtual.end,
  });
}

const stopOf = ({ stop }: ProjectedParent): ParentReport['stop'] =>
  stop === null
    ? null
    : { code: stop.code, measured: stop.measured, limit: stop.limit, atMicros: stop.at };

function warningsOf(
  facts: ParentFacts,
  share: number | null,
  rows: readonly ChildReport[],
): readonly WarningReport[] {
  const { parent, fees, unattributed, filled } = facts;
  const subject = parent.name;
  const warnings: WarningReport[] = parent.planWarnings.map(({ code, text }) => ({
    code,
    subject,
    text,
  }));
  const warn = (when: boolean, code: string, text: string): void => {
    if (when) warnings.push({ code, subject, text });
  };
  const cutOff = cutOffText(parent, facts.context.run.virtual.end);
  warn(cutOff !== null, 'schedule-cut-off', cutOff ?? '');
  warn(
    parent.arrivalMidTwice === null,
    'no-arrival-price',
    'no quote had been delivered at receipt: cost is not measured',
  );
  warn(
    unattributed,
    'unattributed-fills',
    'the venue told a total that no execution accounts for: cost is not measured',
  );
  warn(
    fees.amount === null,
    'fees-unknown',
    'the fees of an execution are not known: shortfall is not measured',
  );
  warn(fees.estimated, 'fees-estimated', 'some fees are estimated at the configured rate');
  warn(filled > parent.request.quantity, 'overfilled', 'more was filled than was ordered');
  return [...warnings, ...participationWarnings(subject, share, rows)];
}
