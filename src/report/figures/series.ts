/**
 * Series for the page of a run: top of book, fills, and position against schedule, each thinned to at most `points` rows.
 * Quantities and prices of fills are floats here and nowhere else.
 *
 * Down-sampling keeps the last row of every stretch of rows, so that a step line ends where it should; fills are never
 * thinned. `schedule` is the plan's: the slices as they fell due, the rest at the plan's spacing.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import { isParentTerminal } from '../../core/order/parent.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { TopOfBookSeries, TruthExecution } from '../../core/order/truth.js';
import type { FinishedRun } from '../projection/finished-run.js';
import type { ParentSeries, StepSeries } from '../schema/series.js';
import { packIntegers } from '../schema/packed-integers.js';
import { type StoredPrices, type StoredSeries, floatsOn } from '../schema/stored-series.js';
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
import { type ExecutedRow, executedRows } from '../projection/executed.js';
import { fillsOf } from '../projection/fills-of.js';

const SERIES_POINTS_DEFAULT = 1_000;

/** `points` >= 2: rows per series at most, fills apart. */
export function buildSeries(
  run: FinishedRun,
  points: number = SERIES_POINTS_DEFAULT,
): StoredSeries {
  const context = contextOf(run);
  const { start, end } = run.virtual;
  const executions = byOrder(run.ledger?.executions ?? []);
  const executed = byOrder(run.ledger === null ? [] : executedRows(run.ledger));
  const late = lateFills(run);
  return {
    startMicros: start,
    endMicros: end,
    prices: [...run.instruments.values()].map((instrument) =>
      priceSeries(context, instrument, points),
    ),
    parents: [...context.projection.parents.values()].map((parent) =>
      parentSeries(context, parent, { executions, executed, late, points }),
    ),
  };
}

function priceSeries(
  context: ReportContext,
  { symbol, tickSize }: Instrument,
  points: number,
): StoredPrices {
  const { start, end } = context.run.virtual;
  const { from, step, steps, bid, ask } =
    marketOf(context, symbol)?.series(start, end, points) ?? quotesRead(context, symbol, points);
  return {
    symbol,
    tickSize,
    fromMicros: from,
    stepMicros: step,
    steps: packIntegers(differences(steps)),
    bid: packIntegers(differences(bid)),
    spread: packIntegers(ask.map((ticks, row) => ticks - (bid[row] ?? 0))),
  };
}

function differences(column: readonly number[]): number[] {
  let before = 0;
  return column.map((value) => {
    const difference = value - before;
    before = value;
    return difference;
  });
}

const NO_QUOTES = { at: [], bid: [], ask: [] };

/** Without a true market, what the engine saw of it. */
function quotesRead(
  { projection, run }: ReportContext,
  symbol: string,
  points: number,
): TopOfBookSeries {
  const { at, bid, ask } = projection.quotes.get(symbol) ?? NO_QUOTES;
  const from = run.virtual.start;
  return {
    from,
    step: 1,
    steps: thin(at, points).map((time) => time - from),
    bid: thin(bid, points),
    ask: thin(ask, points),
  };
}

/** The last row of each of at most `points` equal stretches. */
export function thin<T>(rows: readonly T[], points: number): readonly T[] {
  if (rows.length <= points) return rows;
  return Array.from({ length: points }, (_, index) => {
    const last = Math.floor(((index + 1) * rows.length) / points) - 1;
    return rows[last] as T;
  });
}

interface Drawn {
  readonly executions: ByOrder<TruthExecution>;
  /** With what was undone. */
  readonly executed: ByOrder<ExecutedRow>;
  readonly late: ReadonlySet<string>;
  readonly points: number;
}

const fillKey = (orderId: string, execId: string): string => `${orderId} ${execId}`;

const lateFills = ({ audit }: FinishedRun): ReadonlySet<string> =>
  new Set(
    (audit?.fills ?? [])
      .filter((fill) => fill.late)
      .map(({ clientOrderId, execId }) => fillKey(clientOrderId, execId)),
  );

function parentSeries(
  context: ReportContext,
  parent: ProjectedParent,
  { executions, executed, late, points }: Drawn,
): ParentSeries {
  const { run } = context;
  const { symbol, side } = parent.request;
  const instrument = instrumentOf(context, symbol);
  const children = childrenOf(context, parent);
  const booked = children.flatMap(({ fills }) => fills);
  const made = children.flatMap(({ clientOrderId }) => executed.get(clientOrderId) ?? []);
  const end = isParentTerminal(parent.status) ? parent.statusAt : run.virtual.end;
  const price = floatsOn(instrument.tickSize);
  const quantity = floatsOn(instrument.lotSize);
  const steps = (rows: readonly QuantityStep[]): StepSeries =>
    stepSeries(rows, quantity, { end, points });
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
      .map((fill) => ({
        name: fill.name,
        atMicros: fill.atMicros,
        knownAtMicros: fill.detectedAt,
        price: price(fill.priceTicks),
        quantity: quantity(fill.quantityLots),
        liquidity: fill.liquidity,
        cause: fill.cause,
        late: late.has(fillKey(fill.orderId, fill.execId)),
      })),
  };
}

function stepSeries(
  rows: readonly QuantityStep[],
  quantity: (lots: number) => number,
  { end, points }: { readonly end: EpochMicros; readonly points: number },
): StepSeries {
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
