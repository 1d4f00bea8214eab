/** What the builders of a report's parts share: the finished run, its journal as folded, and look-ups over both. */
import type { Instrument } from '../../core/ground/instrument.js';
import { invariant } from '../../core/ground/invariant.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { MarketRecord, TruthEntry, TruthLedger } from '../../core/order/truth.js';
import type { EpochMicros, Ticks } from '../../core/ground/units.js';
import type { FinishedRun } from '../projection/finished-run.js';
import { firstAfter } from '../../core/ground/first-after.js';
import type { ProjectedChild, ProjectedParent, RunProjection } from '../projection/projection.js';
import { projectRun } from '../projection/run-fold.js';

export interface ReportContext {
  readonly run: FinishedRun;
  readonly projection: RunProjection;
  /** When the stop of an order let it go first, by the venue's ledger. */
  readonly triggeredAt: ReadonlyMap<ClientOrderId, EpochMicros>;
  /** What the venue executed of each order; null where there is no truth. */
  readonly executedOf: ReadonlyMap<ClientOrderId, number> | null;
}

export const contextOf = (run: FinishedRun): ReportContext => ({
  run,
  projection: run.projection ?? projectRun(run.blocks),
  triggeredAt: triggersOf(run.ledger?.entries ?? []),
  executedOf: run.ledger === null ? null : executedIn(run.ledger),
});

function executedIn({ executions }: TruthLedger): ReadonlyMap<ClientOrderId, number> {
  const sums = new Map<ClientOrderId, number>();
  for (const { clientOrderId, quantity } of executions)
    sums.set(clientOrderId, (sums.get(clientOrderId) ?? 0) + quantity);
  return sums;
}

function triggersOf(entries: readonly TruthEntry[]): ReadonlyMap<ClientOrderId, EpochMicros> {
  const triggers = new Map<ClientOrderId, EpochMicros>();
  for (const { kind, clientOrderId, at } of entries)
    if (kind === 'triggered' && !triggers.has(clientOrderId)) triggers.set(clientOrderId, at);
  return triggers;
}

export function instrumentOf({ run }: ReportContext, symbol: string): Instrument {
  const instrument = run.instruments.get(symbol);
  invariant(instrument !== undefined, `the run has orders in ${symbol} but not the instrument`);
  return instrument;
}

export const marketOf = ({ run }: ReportContext, symbol: string): MarketRecord | null =>
  run.markets.get(symbol) ?? null;

/** The true mid (twice it) when the order's stop let it go; null = none, or nobody knows. */
export function triggerMidOf(context: ReportContext, child: ProjectedChild): number | null {
  const at = context.triggeredAt.get(child.clientOrderId);
  return at === undefined ? null : (marketOf(context, child.terms.symbol)?.midTwiceAt(at) ?? null);
}

export const childrenOf = (
  { projection }: ReportContext,
  parent: ProjectedParent,
): readonly ProjectedChild[] => parent.children.flatMap((id) => projection.children.get(id) ?? []);

/** The last quote of `symbol` that the engine read at or before `at`. */
export function lastQuoteBefore(
  { projection }: ReportContext,
  symbol: string,
  at: EpochMicros,
): { readonly bid: Ticks; readonly ask: Ticks } | null {
  const quotes = projection.quotes.get(symbol);
  if (quotes === undefined) return null;
  const row = firstAfter(quotes.at, at, (seenAt) => seenAt) - 1;
  const bid = quotes.bid[row];
  const ask = quotes.ask[row];
  return bid === undefined || ask === undefined ? null : { bid, ask };
}
