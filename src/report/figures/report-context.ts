/** What the builders of a report's parts share: the finished run, its journal as folded, and look-ups over both. */
import type { Instrument } from '../../core/ground/instrument.js';
import { invariant } from '../../core/ground/invariant.js';
import type { MarketRecord } from '../../core/order/truth.js';
import type { EpochMicros, Ticks } from '../../core/ground/units.js';
import type { FinishedRun } from '../projection/finished-run.js';
import { firstAfter } from '../projection/first-after.js';
import type { ProjectedChild, ProjectedParent, RunProjection } from '../projection/projection.js';
import { projectRun } from '../projection/run-fold.js';

export interface ReportContext {
  readonly run: FinishedRun;
  readonly projection: RunProjection;
}

export const contextOf = (run: FinishedRun): ReportContext => ({
  run,
  projection: run.projection ?? projectRun(run.blocks),
});

export function instrumentOf({ run }: ReportContext, symbol: string): Instrument {
  const instrument = run.instruments.get(symbol);
  invariant(instrument !== undefined, `the run has orders in ${symbol} but not the instrument`);
  return instrument;
}

export const marketOf = ({ run }: ReportContext, symbol: string): MarketRecord | null =>
  run.markets.get(symbol) ?? null;

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
