/**
 * Series for the page of a run: top of book, fills, and position against schedule, each thinned to at most `points` rows.
 * Prices and quantities are floats here and nowhere else.
 *
 * Down-sampling keeps the last row of every stretch of rows, so that a step line ends where it should; fills are never
 * thinned. `schedule` is the plan's: the slices as they fell due, the rest at the plan's spacing.
 */
import { decimal, formatDecimal } from '../../core/ground/decimal.js';
import type { Instrument } from '../../core/ground/instrument.js';
import type { TruthExecution } from '../../core/order/truth.js';
import { isParentTerminal } from '../../core/order/parent.js';
import type { EpochMicros, Lots, Ticks } from '../../core/ground/units.js';
import type { FinishedRun } from '../projection/finished-run.js';
import type { Fill } from '../schema/fill.js';
import type {
  FillMark,
  ParentSeries,
  PriceSeries,
  RunSeries,
  StepSeries,
} from '../schema/series.js';
import type { ProjectedParent } from '../projection/projection.js';
import {
  type ReportContext,
  childrenOf,
  contextOf,
  instrumentOf,
  marketOf,
} from './report-context.js';
import type { QuantityStep } from './quantity-step.js';
import { plannedSteps } from './schedule-steps.js';
import { type ByOrder, byOrder } from '../projection/by-order.js';
import { fillsOf } from '../projection/fills-of.js';

const SERIES_POINTS_DEFAULT = 1_000;

/** `points` >= 2: rows per series at most, fills apart. */
export function buildSeries(run: FinishedRun, points: number = SERIES_POINTS_DEFAULT): RunSeries {
  const context = contextOf(run);
  const { start, end } = run.virtual;
  const executions = byOrder(run.ledger?.executions ?? []);
  return {
    startMicros: start,
    endMicros: end,
    prices: [...run.instruments.values()].map((instrument) =>
      priceSeries(context, instrument, points),
    ),
    parents: [...context.projection.parents.values()].map((parent) =>
      parentSeries(context, parent, { executions, points }),
    ),
  };
}

/** The largest power of ten that a double holds exactly. */
const EXACT_SCALE_MAX = 22;

/**
 * Multiples of a grid as floats, the ones nearest to their decimal text: the quotient of two integers that a double
 * holds is rounded once. A thousand prices by way of their text cost half of what is saved of a run.
 */
export function floatsOn(step: string): (multiple: number) => number {
  const grid = decimal(step);
  const numerator = Number(grid.mantissa);
  const denominator = Number(`1e${grid.scale}`);
  return (multiple) => {
    const product = multiple * numerator;
    if (Number.isSafeInteger(product) && grid.scale <= EXACT_SCALE_MAX)
      return product / denominator;
    return Number(
      formatDecimal({ mantissa: grid.mantissa * BigInt(multiple), scale: grid.scale }),
    );
  };
}

function priceSeries(context: ReportContext, instrument: Instrument, points: number): PriceSeries {
  const { symbol } = instrument;
  const { start, end } = context.run.virtual;
  const rows =
    marketOf(context, symbol)?.series(start, end, points) ?? quotesRead(context, symbol, points);
  const price = floatsOn(instrument.tickSize);
  return {
    symbol,
    atMicros: rows.map(([at]) => at),
    bid: rows.map(([, bid]) => price(bid)),
    ask: rows.map(([, , ask]) => price(ask)),
  };
}

type QuoteRow = readonly [EpochMicros, Ticks, Ticks];

/** Without a true market, what the engine saw of it. */
function quotesRead(
  { projection }: ReportContext,
  symbol: string,
  points: number,
): readonly QuoteRow[] {
  const quotes = projection.quotes.get(symbol);
  if (quotes === undefined) return [];
  const { bid, ask } = quotes;
  const rows = quotes.at.map((at, row): QuoteRow => [at, bid[row] as Ticks, ask[row] as Ticks]);
  return thin(rows, points);
}

/** The last row of each of at most `points` equal stretches. */
export function thin<T>(rows: readonly T[], points: number): readonly T[] {
  if (rows.length <= points) return rows;
  return Array.from({ length: points }, (_, index) => {
    const last = Math.floor(((index + 1) * rows.length) / points) - 1;
    return rows[last] as T;
  });
}

function parentSeries(
  context: ReportContext,
  parent: ProjectedParent,
  { executions, points }: { readonly executions: ByOrder<TruthExecution>; readonly points: number },
): ParentSeries {
  const { run } = context;
  const { symbol, side } = parent.request;
  const instrument = instrumentOf(context, symbol);
  const children = childrenOf(context, parent);
  const booked = children.flatMap(({ fills }) => fills);
  const made = children.flatMap(({ clientOrderId }) => executions.get(clientOrderId) ?? []);
  const end = isParentTerminal(parent.status) ? parent.statusAt : run.virtual.end;
  const steps = (rows: readonly QuantityStep[]): StepSeries =>
    stepSeries(rows, instrument, { end, points });
  return {
    parentId: parent.parentId,
    name: parent.name,
    symbol,
    side,
    scheduled: steps(plannedSteps(parent, end, points)),
    believed: steps(booked.map(({ at, execution }) => ({ at, quantity: execution.quantity }))),
    actual: steps(made),
    fills: children
      .flatMap((child) => fillsOf(executions, child))
      .map((fill) => fillMark(fill, instrument)),
  };
}

function stepSeries(
  rows: readonly QuantityStep[],
  instrument: Instrument,
  { end, points }: { readonly end: EpochMicros; readonly points: number },
): StepSeries {
  const quantity = floatsOn(instrument.lotSize);
  let sum = 0;
  const cumulative = rows
    .toSorted((a, b) => a.at - b.at)
    .map((step) => {
      sum += step.quantity;
      return [step.at, sum] as const;
    });
  const last = cumulative.at(-1);
  const kept = thin(cumulative, points - 1);
  const whole = last === undefined || last[0] >= end ? kept : [...kept, [end, last[1]] as const];
  return {
    atMicros: whole.map(([at]) => at),
    quantity: whole.map(([, sumLots]) => quantity(sumLots)),
  };
}

const fillMark = (fill: Fill, instrument: Instrument): FillMark => ({
  name: fill.name,
  atMicros: fill.atMicros,
  knownAtMicros: fill.detectedAt,
  price: floatsOn(instrument.tickSize)(fill.priceTicks),
  quantity: floatsOn(instrument.lotSize)(fill.quantityLots),
  liquidity: fill.liquidity,
  cause: fill.cause,
});
