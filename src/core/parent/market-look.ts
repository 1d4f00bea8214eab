/**
 * SCH-3: the market as a slice finds it: spread, deviation of the mid from the reference mid (the mid at the first
 * slice), and depth on the opposite side (two looks). Otherwise the parent stops. Market data that is unreadable or
 * stale is held for, never guessed; the hold starts anew once data was good.
 */
import { formatQuantity } from '../ground/instrument.js';
import { type EpochMicros, type Lots, type Micros, plus } from '../ground/units.js';
import { marketStop, stalenessOf, witnessProblem } from '../guard/market-conditions.js';
import type { ParentId } from '../order/order.js';
import type { QuoteView, ReadAnswer, TopOfBook } from '../order/outcome.js';
import { intervalOf } from '../plan/interval.js';
import { sliceQuantity } from '../plan/slicer.js';
import { ofParent } from '../state/owner.js';
import type { AnsweredRead, ParentState } from '../state/state.js';
import type { Step } from '../state/step.js';
import { endSlice, mayGoOn, releaseOf, releaseSlice, waitSlice } from './slice.js';

type DepthAnswer = Extract<ReadAnswer, { kind: 'depth' }>;

/** From the top: session and guards, then the quote of this instant, then the depth. */
export function lookAtMarket(step: Step, parentId: ParentId): void {
  if (!mayGoOn(step, parentId, { limitPrice: null, isFirst: true })) return;
  const { symbol } = step.parent(parentId).request;
  const { liquidityLevels } = step.config.earlyStop;
  const seen = usableQuote(step, parentId, releaseOf(step.parent(parentId)).holdingSince);
  if (seen === null) return;
  if (liquidityLevels === null) releaseSlice(step, parentId, seen);
  else
    step.ask(
      { kind: 'read-depth', symbol, levels: liquidityLevels },
      { purpose: 'early-stop', owner: ofParent(parentId) },
    );
}

/** The answer to the depth read of a slice on its way. It took a round trip: the price is decided on a fresh quote. */
export function onDepthAnswer(
  step: Step,
  parent: ParentState,
  { asked, answer }: { readonly asked: AnsweredRead; readonly answer: ReadAnswer },
): void {
  // The slice may have ended while its read was under way (parent canceled, stopped).
  if (!asked.awaited || parent.release === null) return;
  const { parentId } = parent;
  if (answer.kind === 'depth') {
    // Good data: a hold that follows is a new one.
    const { quote } = step.quoteOf(parent.request.symbol);
    const why = quote === null ? null : witnessProblem(quote, answer, step.config.earlyStop);
    if (why !== null) hold(step, parentId, { why, since: parent.release.holdingSince });
    else if (isDeepEnough(step, parent, answer)) releaseOnQuote(step, parentId, null);
    return;
  }
  // With `proceed` a book that cannot be read is no reason to go without a price as well.
  if (step.config.earlyStop.onMarketDataError === 'proceed') {
    releaseOnQuote(step, parentId, parent.release.holdingSince);
    return;
  }
  // The venue may have asked for time: that is waited for, not held against the market.
  if (!mayGoOn(step, parentId, { limitPrice: null })) return;
  const why = answer.kind === 'failed' ? answer.text : `unexpected answer ${answer.kind}`;
  hold(step, parentId, { why, since: parent.release.holdingSince });
}

function releaseOnQuote(step: Step, parentId: ParentId, holdingSince: EpochMicros | null): void {
  const seen = usableQuote(step, parentId, holdingSince);
  if (seen !== null) releaseSlice(step, parentId, seen);
}

interface UsableQuote {
  readonly quote: TopOfBook;
  readonly aliveAt: EpochMicros | null;
}

/** The quote of this instant, once it passed SCH-3's checks; null: the slice waits, ended, or its parent stops. */
function usableQuote(
  step: Step,
  parentId: ParentId,
  holdingSince: EpochMicros | null,
): UsableQuote | null {
  const { symbol } = step.parent(parentId).request;
  const { earlyStop } = step.config;
  const view: QuoteView = step.quoteOf(symbol);
  const why = stalenessOf(view, step.at, earlyStop);
  if (why !== null || view.quote === null) {
    hold(step, parentId, { why: why ?? 'no quote yet', since: holdingSince });
    return null;
  }
  const { quote, aliveAt } = view;
  if (step.parent(parentId).referenceMidTwice === null)
    step.emit({ kind: 'reference-set', parentId, midTwice: quote.bid + quote.ask });
  const stop = marketStop(step.parent(parentId), quote, earlyStop);
  step.marksOf(parentId).stop ??= stop;
  return stop === null ? { quote, aliveAt } : null;
}

/** False: looked at once more, or the parent stops. */
function isDeepEnough(step: Step, parent: ParentState, depth: DepthAnswer): boolean {
  const { parentId } = parent;
  const levels = parent.request.side === 'buy' ? depth.asks : depth.bids;
  const held = levels.reduce((sum, level) => sum + level.quantity, 0);
  const needed = neededOf(parent);
  if (held >= needed) return true;
  if (releaseOf(parent).thinLooks === 0) {
    const nextAt = plus(step.at, step.config.earlyStop.liquidityLook);
    waitSlice(step, parentId, { reason: 'thin-book', nextAt });
    return false;
  }
  const instrument = step.instrument(parent.request.symbol);
  const amount = (quantity: number): string =>
    `${formatQuantity(instrument, quantity as Lots)} ${instrument.baseAsset}`;
  step.marksOf(parentId).stop ??= {
    code: 'LIQUIDITY_DRIED_UP',
    measured: `${amount(held)} in the first ${levels.length} levels`,
    limit: amount(needed),
  };
  return false;
}

function neededOf(parent: ParentState): number {
  const { slice, childKind } = releaseOf(parent);
  if (childKind === 'catch-up') return parent.catchUp?.quantity ?? 0;
  return parent.plan === null ? 0 : sliceQuantity(parent.plan, slice);
}

/** Looks again for half an interval, at most `holdMax`; then the slice is skipped (or sent, with `proceed`). */
function hold(
  step: Step,
  parentId: ParentId,
  { why, since }: { readonly why: string; readonly since: EpochMicros | null },
): void {
  const parent = step.parent(parentId);
  const { earlyStop } = step.config;
  if (earlyStop.onMarketDataError === 'proceed') {
    releaseSlice(step, parentId, { quote: null, aliveAt: null });
    return;
  }
  const holdingSince = since ?? step.at;
  const until = plus(holdingSince, holdOf(parent, earlyStop.holdMax));
  if (step.at >= until) {
    endSlice(step, parentId, { status: 'skipped', reason: `market data: ${why}` });
    return;
  }
  const look = plus(step.at, earlyStop.holdLook);
  const nextAt: EpochMicros = look < until ? look : until;
  waitSlice(step, parentId, { reason: 'market-data', nextAt, holdingSince });
}

function holdOf(parent: ParentState, holdMax: Micros): Micros {
  const { plan } = parent;
  if (plan === null || plan.slices === 1) return holdMax;
  return Math.min(Math.floor(intervalOf(plan) / 2), holdMax) as Micros;
}
