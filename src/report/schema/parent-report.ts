/** The part of a report about one parent order and its children (SCH-7); the same rules as in `report.ts`. */
import { z } from 'zod';
import { STATUS_TABLE } from '../../core/order/status.js';
import { type Told, count, decimalText, listOf, micros, nullable, number, text } from './fields.js';

const orderType = z.enum(['market', 'limit', 'stop', 'stop-limit']);

export const warningSchema = z.strictObject({
  code: text,
  /** A parent's short name, or null for the run as a whole. */
  subject: nullable(text),
  text,
});

export const childSchema = z.strictObject({
  clientOrderId: text,
  /** As the trace calls it: P1/3, or P1/c12 for a catch-up. */
  name: text,
  /** From 0. */
  slice: count,
  kind: z.enum(['slice', 'catch-up']),
  status: z.enum(STATUS_TABLE.map(({ status }) => status)),
  quantity: decimalText,
  filledQuantity: decimalText,
  averagePrice: nullable(decimalText),
  type: orderType,
  timeInForce: z.enum(['day', 'gtc', 'ioc', 'fok']),
  limitPrice: nullable(decimalText),
  /** The mid the decision to send saw: FIL-8's expected price. */
  expectedPrice: nullable(decimalText),
  scheduledAtMicros: nullable(micros),
  /** First submit that was not proven unsent. */
  sentAtMicros: nullable(micros),
  /** When the engine first knew of a fill. */
  firstFillAtMicros: nullable(micros),
  /** When the engine knew that the order had ended. */
  doneAtMicros: nullable(micros),
  outcome: nullable(z.enum(['filled', 'partial', 'failed', 'timeout', 'unknown'])),
  reason: nullable(text),
  slippageBps: nullable(number),
  feesQuote: nullable(decimalText),
  feesEstimated: z.boolean(),
  polls: count,
  participationShare: nullable(number),
  makerShare: nullable(number),
  takerShare: nullable(number),
});

/** The parts of the implementation shortfall, in bps of arrival mid x ordered quantity; positive = cost. */
const costBpsSchema = z.strictObject({
  delayBps: nullable(number),
  /** From the decision to send until a stop let the order go; 0 without stops. */
  triggerBps: nullable(number),
  spreadBps: nullable(number),
  impactBps: nullable(number),
  timingBps: nullable(number),
  feesBps: nullable(number),
  opportunityBps: nullable(number),
});

/** The same parts in quote currency, exact. */
const costQuoteSchema = z.strictObject({
  delay: nullable(decimalText),
  trigger: nullable(decimalText),
  spread: nullable(decimalText),
  impact: nullable(decimalText),
  timing: nullable(decimalText),
  fees: nullable(decimalText),
  opportunity: nullable(decimalText),
});

/** The executions against the true mid that long after each, in bps of it; null where none of them has one. */
const markoutBpsSchema = z.strictObject({
  '100ms': nullable(number),
  '1s': nullable(number),
  '5s': nullable(number),
  '30s': nullable(number),
  '5m': nullable(number),
});

/** Over which share of what filled each markout is: 1 is all of it, null where there is no figure. */
const markoutShareSchema = markoutBpsSchema;

/** planned = filled + partial + blocked + skipped + canceled + failed + dryRun + open; `sent` counts across them. */
const slicesSchema = z.strictObject({
  planned: count,
  sent: count,
  filled: count,
  partial: count,
  blocked: count,
  skipped: count,
  canceled: count,
  failed: count,
  dryRun: count,
  /** Not ended when the run was: still working, or never due. */
  open: count,
});

const stopSchema = z.strictObject({
  code: z.enum([
    'SPREAD_TOO_WIDE',
    'PRICE_DEVIATION',
    'LIQUIDITY_DRIED_UP',
    'SLICE_FAILED',
    'MARKET_DATA_ERROR',
    'LIQUIDATED',
  ]),
  measured: text,
  limit: text,
  atMicros: micros,
});

export const parentSchema = z.strictObject({
  parentId: text,
  /** P1, P2 … in the order of receipt. */
  name: text,
  strategy: text,
  symbol: text,
  side: z.enum(['buy', 'sell']),
  algo: z.enum(['twap', 'direct', 'auto']),
  type: orderType,
  quantity: decimalText,
  filledQuantity: decimalText,
  unfilledQuantity: decimalText,
  filledShare: number,
  /** What the venue executed of its orders, whatever the engine believes; null where there is no truth. */
  executedQuantity: nullable(decimalText),
  /** Of the quantity asked for; above 1 = more than was asked. */
  executedShare: nullable(number),
  averagePrice: nullable(decimalText),
  status: z.enum([
    'scheduled',
    'working',
    'filled',
    'canceled',
    'stopped_early',
    'completed_partial',
    'failed',
  ]),
  completion: z.enum(['leave', 'catch-up']),
  receivedMicros: micros,
  /** The measured interval: planned start (not before receipt) to the end; null while it has none. */
  startMicros: micros,
  endMicros: nullable(micros),
  /** From receipt to the end. */
  elapsedMs: nullable(number),
  /** The arrival mid: as delivered to the engine at receipt. */
  arrivalPrice: nullable(decimalText),
  referenceMid: nullable(decimalText),
  finalMid: nullable(decimalText),
  /** `venue`: the true mid at the end; `engine`: the last quote the engine read before the end. */
  finalMidSource: nullable(z.enum(['venue', 'engine'])),
  shortfallBps: nullable(number),
  shortfallQuote: nullable(decimalText),
  cost: costBpsSchema,
  costQuote: costQuoteSchema,
  /** What the filled part cost, fees included, in bps of arrival mid x filled quantity. */
  filledCostBps: nullable(number),
  markoutBps: markoutBpsSchema,
  markoutShare: markoutShareSchema,
  slippageBps: nullable(number),
  twap: nullable(decimalText),
  vwap: nullable(decimalText),
  vsTwapBps: nullable(number),
  vsVwapBps: nullable(number),
  participationShare: nullable(number),
  feesQuote: nullable(decimalText),
  feesEstimated: z.boolean(),
  /** Asset -> amount, as charged; left out where all was charged in quote currency. */
  feesCharged: z.record(z.string(), decimalText).optional(),
  makerShare: nullable(number),
  takerShare: nullable(number),
  slices: slicesSchema,
  stoppedEarly: z.boolean(),
  stop: nullable(stopSchema),
  children: listOf(childSchema),
  warnings: listOf(warningSchema),
});

export type WarningReport = Told<typeof warningSchema>;
export type ChildReport = Told<typeof childSchema>;
export type ParentReport = Told<typeof parentSchema>;
export type CostBps = ParentReport['cost'];
export type MarkoutBps = ParentReport['markoutBps'];
export type CostQuote = ParentReport['costQuote'];
export type SliceCounts = ParentReport['slices'];
