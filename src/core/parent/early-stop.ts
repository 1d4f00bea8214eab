/**
 * SCH-3: what the market must look like before a slice goes: spread, deviation of the mid from the reference mid (the
 * mid at the first slice), and depth on the opposite side (two looks). Otherwise the parent stops. Market data that is
 * unreadable or stale is held for, never guessed. All comparisons are exact integers.
 */
import type { StopCode } from '../state/entry.js';
import { intervalOf } from '../plan/interval.js';
import type { AnsweredRead, ParentState, PendingRead } from '../state/state.js';
import type { Step } from '../state/step.js';
import type { ParentId } from '../order/order.js';
import type { ReadAnswer, TopOfBook } from '../order/outcome.js';
import { sliceQuantity } from '../plan/slicer.js';
import { type EpochMicros, type Micros, plus } from '../ground/units.js';
import { settleParent } from './completion.js';
import { endSlice, releaseOf, releaseSlice } from './slice.js';

type QuoteAnswer = Extract<ReadAnswer, { kind: 'quote' }>;
type DepthAnswer = Extract<ReadAnswer, { kind: 'depth' }>;

const BPS = 10_000;

/** Answers to the reads of a slice on its way. */
export function onMarketAnswer(step: Step, asked: AnsweredRead, answer: ReadAnswer): void {
  const parent = step.state.parents.get(asked.parentId);
  // The slice may have ended while its read was under way (parent canceled, stopped).
  if (parent === undefined || !asked.awaited) return;
  if (answer.kind === 'quote') onQuote(step, parent, { answer, purpose: asked.purpose });
  else if (answer.kind === 'depth') onDepth(step, parent, answer);
  else if (mayGoWithoutDepth(step, asked)) askPrice(step, parent);
  else
    hold(
      step,
      parent.parentId,
      answer.kind === 'failed' ? answer.text : `unexpected answer ${answer.kind}`,
    );
}

/** With `proceed` a book that cannot be read is no reason to go without a price as well. */
const mayGoWithoutDepth = (step: Step, asked: AnsweredRead): boolean =>
  asked.read.kind === 'read-depth' && step.config.earlyStop.onMarketDataError === 'proceed';

/** The depth took a round trip: the price is decided on a quote of this instant. */
function askPrice(step: Step, { parentId, request }: ParentState): void {
  step.ask(
    { kind: 'read-quote', symbol: request.symbol },
    { purpose: 'price', parentId, clientOrderId: null },
  );
}

function onQuote(
  step: Step,
  parent: ParentState,
  got: { readonly answer: QuoteAnswer; readonly purpose: PendingRead['purpose'] },
): void {
  const { quote, aliveAt } = got.answer;
  const staleness = stalenessOf(step, got.answer);
  if (quote === null || staleness !== null) {
    hold(step, parent.parentId, staleness ?? 'no quote yet');
    return;
  }
  const midTwice = quote.bid + quote.ask;
  if (parent.referenceMidTwice === null) {
    step.emit({ kind: 'reference-set', parentId: parent.parentId, midTwice });
  }
  if (stopsEarly(step, parent, quote)) return;
  const { liquidityLevels } = step.config.earlyStop;
  if (liquidityLevels !== null && got.purpose === 'early-stop') {
    step.ask(
      { kind: 'read-depth', symbol: parent.request.symbol, levels: liquidityLevels },
      { purpose: 'early-stop', parentId: parent.parentId, clientOrderId: null },
    );
    return;
  }
  releaseSlice(step, parent.parentId, { quote, aliveAt });
}

function onDepth(step: Step, parent: ParentState, depth: DepthAnswer): void {
  const release = releaseOf(parent);
  const levels = parent.request.side === 'buy' ? depth.asks : depth.bids;
  const held = levels.reduce((sum, level) => sum + level.quantity, 0);
  const needed = neededOf(parent);
  if (held >= needed) {
    askPrice(step, parent);
    return;
  }
  if (release.thinLooks === 0) {
    const nextAt = plus(step.at, step.config.earlyStop.liquidityLook);
    step.emit({
      kind: 'slice-waiting',
      parentId: parent.parentId,
      slice: release.slice,
      reason: 'thin-book',
      nextAt,
    });
    return;
  }
  stopIf(step, parent.parentId, {
    code: 'LIQUIDITY_DRIED_UP',
    measured: `${held} lots in the first ${levels.length} levels`,
    limit: `${needed} lots`,
  });
}

function neededOf(parent: ParentState): number {
  const { slice, childKind } = releaseOf(parent);
  if (childKind === 'catch-up') return parent.catchUp?.quantity ?? 0;
  return parent.plan === null ? 0 : sliceQuantity(parent.plan, slice);
}

/** Why the market data cannot be used; null = it can. */
export function stalenessOf(step: Step, answer: QuoteAnswer): string | null {
  if (answer.aliveAt === null) return 'the feed has delivered nothing yet';
  const age = step.at - answer.aliveAt;
  const limit = step.config.earlyStop.quoteMaxAge;
  if (age > limit) return `market data is ${age} us old, limit ${limit}`;
  if (answer.quote !== null && answer.quote.bid >= answer.quote.ask)
    return 'the book is crossed or locked';
  return null;
}

/** Spread and deviation: asked before each slice and before each further attempt at one. True = the parent stopped. */
export function stopsEarly(step: Step, parent: ParentState, quote: TopOfBook): boolean {
  const midTwice = quote.bid + quote.ask;
  const stop =
    spreadStop(step, quote) ?? deviationStop(step, midTwice, parent.referenceMidTwice ?? midTwice);
  return stopIf(step, parent.parentId, stop);
}

interface Stop {
  readonly code: StopCode;
  readonly measured: string;
  readonly limit: string;
}

/** Basis points of part / whole with two decimals, for people; the decision is made on integers. */
const bpsText = (part: number, whole: number): string => `${((part * BPS) / whole).toFixed(2)} bps`;

function spreadStop(step: Step, quote: TopOfBook): Stop | null {
  const limit = step.config.earlyStop.spreadBps;
  if (limit === null) return null;
  const spreadTwice = 2n * BigInt(quote.ask - quote.bid);
  const midTwice = quote.ask + quote.bid;
  if (spreadTwice * BigInt(BPS) <= BigInt(limit) * BigInt(midTwice)) return null;
  return {
    code: 'SPREAD_TOO_WIDE',
    measured: bpsText(Number(spreadTwice), midTwice),
    limit: `${limit} bps`,
  };
}

function deviationStop(step: Step, midTwice: number, reference: number): Stop | null {
  const limit = step.config.earlyStop.deviationBps;
  if (limit === null) return null;
  const moved = Math.abs(midTwice - reference);
  if (BigInt(moved) * BigInt(BPS) <= BigInt(limit) * BigInt(reference)) return null;
  return { code: 'PRICE_DEVIATION', measured: bpsText(moved, reference), limit: `${limit} bps` };
}

function stopIf(step: Step, parentId: ParentId, stop: Stop | null): boolean {
  if (stop === null) return false;
  step.emit({ kind: 'parent-stopped', parentId, ...stop });
  settleParent(step, parentId);
  return true;
}

/** Looks again for half an interval, at most `holdMax`; then the slice is skipped (or sent, with `proceed`). */
function hold(step: Step, parentId: ParentId, why: string): void {
  const parent = step.parent(parentId);
  const { earlyStop } = step.config;
  if (earlyStop.onMarketDataError === 'proceed') {
    releaseSlice(step, parentId, { quote: null, aliveAt: null });
    return;
  }
  const since = releaseOf(parent).holdingSince ?? step.at;
  const until = plus(since, holdOf(parent, earlyStop.holdMax));
  if (step.at >= until) {
    endSlice(step, parentId, { status: 'skipped', reason: `market data: ${why}` });
    return;
  }
  const look = plus(step.at, earlyStop.holdLook);
  const nextAt: EpochMicros = look < until ? look : until;
  step.emit({
    kind: 'slice-waiting',
    parentId,
    slice: releaseOf(parent).slice,
    reason: 'market-data',
    nextAt,
  });
}

function holdOf(parent: ParentState, holdMax: Micros): Micros {
  const { plan } = parent;
  if (plan === null || plan.slices === 1) return holdMax;
  return Math.min(Math.floor(intervalOf(plan) / 2), holdMax) as Micros;
}
