/** Two runs of the same orders held against each other: the comparison that text, JSON and pages show. Differences are B less A. */
import { type Instrument, formatQuantity } from '../../core/ground/instrument.js';
import type { Lots } from '../../core/ground/units.js';
import { bpsOf } from '../figures/bps.js';
import type { RunProjection } from '../projection/projection.js';
import {
  COST_CAUSES,
  type CostCause,
  DELAY_CAUSES,
  type Divergence,
  type DivergedSlice,
  type ParentDivergence,
  type SliceDivergence,
} from '../schema/divergence.js';
import { type LoneParent, type ParentPair, alignParents } from './align.js';
import { costDifference, printedDifference } from './cost-difference.js';
import { type CostOfRun, costOfRun } from './cost-of-run.js';
import { delayDifference } from './delay-difference.js';
import { delayOfRun } from './delay-of-run.js';
import { type ToldRun, averageText, firstDifference, slicesOfBoth } from './first-difference.js';
import { fit } from './fit.js';
import type { Observation } from './observation.js';
import { type ParentFacts, parentFacts } from './parent-facts.js';
import { type SliceFacts, slicesOf } from './slice-facts.js';

/** `fitted`: which of them a scenario is to be like; null = neither. */
export function diverge(
  a: Observation,
  b: Observation,
  fitted: 'a' | 'b' | null = null,
): Divergence {
  const { pairs, alone } = alignParents(a.projection, b.projection);
  return {
    parents: pairs.map((pair) => parentDivergence(a, b, pair)),
    alone: alone.map((lone) => loneParent(lone, lone.run === 'a' ? b.projection : a.projection)),
    fitted: fitted === null ? null : fit(fitted, fitted === 'a' ? a : b),
  };
}

function parentDivergence(
  runA: Observation,
  runB: Observation,
  pair: ParentPair,
): ParentDivergence {
  const a = parentFacts(runA, pair.a);
  const b = parentFacts(runB, pair.b);
  const [toldA, toldB] = [toldRun(a), toldRun(b)];
  const { strategyId: strategy, symbol, side } = pair.a.request;
  return {
    a: pair.a.name,
    b: pair.b.name,
    strategy,
    symbol,
    side,
    first: {
      event: firstDifference('event', toldA, toldB),
      amount: firstDifference('amount', toldA, toldB),
      time: firstDifference('time', toldA, toldB),
    },
    costBps: costSplit(costOfRun(a), costOfRun(b)),
    delayMicros: delaySplit(a, b),
    slices: slicesOfBoth(toldA.slices, toldB.slices).map((slice) =>
      sliceDivergence(slice, toldA, toldB),
    ),
  };
}

const toldRun = (facts: ParentFacts): ToldRun => ({
  slices: slicesOf(facts),
  startAt: facts.startAt,
  instrument: facts.instrument,
});

const NO_ARRIVAL = 'no quote had been delivered at receipt';
const FEES_UNKNOWN = 'the fees of an execution are not known';
const NO_FINAL = 'no quote was read before the end';

function costSplit(a: CostOfRun | null, b: CostOfRun | null): ParentDivergence['costBps'] {
  const means = { a: costBps(a), b: costBps(b) };
  if (a === null || b === null) {
    const causes = COST_CAUSES.map((cause) => ({ cause, value: null, why: NO_ARRIVAL }));
    return { ...means, difference: null, causes, why: NO_ARRIVAL };
  }
  const printed = printedDifference(costDifference(b, a));
  const missing = (cause: CostCause): string =>
    cause === 'fees' ? FEES_UNKNOWN : (a.why ?? b.why ?? NO_FINAL);
  return {
    ...means,
    difference: printed.bps,
    causes: COST_CAUSES.map((cause) => {
      const value = printed.causes[cause];
      return { cause, value, why: value === null ? missing(cause) : null };
    }),
    why: printed.bps === null ? whyNoTotal(a, b) : null,
  };
}

function costBps(run: CostOfRun | null): number | null {
  const total = run?.total ?? null;
  return run === null || total === null ? null : bpsOf(total, run.perLot * run.quantity);
}

function whyNoTotal(a: CostOfRun, b: CostOfRun): string {
  const without = a.total === null ? a : b;
  return without.why ?? (without.fees === null ? FEES_UNKNOWN : NO_FINAL);
}

function delaySplit(a: ParentFacts, b: ParentFacts): ParentDivergence['delayMicros'] {
  const { causes, why, ...figures } = delayDifference(delayOfRun(a), delayOfRun(b));
  return {
    ...figures,
    causes: DELAY_CAUSES.map((cause) => ({ cause, value: causes?.[cause] ?? null, why })),
    why,
  };
}

function sliceDivergence(slice: number, a: ToldRun, b: ToldRun): SliceDivergence {
  const [ofA, ofB] = [a.slices.get(slice), b.slices.get(slice)];
  return {
    slice,
    kind: (ofA ?? ofB)?.kind ?? 'slice',
    a: ofA === undefined ? null : sliceRow(ofA, a),
    b: ofB === undefined ? null : sliceRow(ofB, b),
  };
}

function sliceRow(facts: SliceFacts, { startAt, instrument }: ToldRun): DivergedSlice {
  const { sentAt } = facts;
  const afterSent = (at: number | null): number | null =>
    at === null || sentAt === null ? null : at - sentAt;
  return {
    orders: facts.orders.length,
    quantity: lotsText(instrument, facts.quantity),
    sentAfterMicros: sentAt === null ? null : sentAt - startAt,
    acknowledgedAfterMicros: afterSent(facts.heardAt),
    firstFillAfterMicros: afterSent(facts.firstFillAt),
    lastFillAfterMicros: afterSent(facts.lastFillAt),
    filledQuantity: lotsText(instrument, facts.filled),
    averagePrice: averageText(facts, instrument),
    rejects: facts.refusals,
    cancels: facts.cancels,
    status: facts.status,
  };
}

const lotsText = (instrument: Instrument, quantity: number): string =>
  formatQuantity(instrument, quantity as Lots);

/** What its counterpart may be: a request that was refused says nothing of whose it was but when. */
function loneParent(
  { run, parent }: LoneParent,
  { refusals }: RunProjection,
): Divergence['alone'][number] {
  const { strategyId: strategy, symbol, side } = parent.request;
  const other = run === 'a' ? 'B' : 'A';
  const codes = [...new Set(refusals.map(({ code }) => code))].join(', ');
  const refused =
    refusals.length === 0 ? '' : `; it refused ${refusals.length} at receipt (${codes})`;
  return {
    run,
    parent: parent.name,
    strategy,
    symbol,
    side,
    why: `${other} has no such order of ${strategy}, or fewer of them${refused}`,
  };
}
