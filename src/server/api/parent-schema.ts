/** The part of a report about one parent and its children, as a schema; held against `ParentReport` by the compiler. */
import { z } from '@hono/zod-openapi';
import { STATUS_TABLE } from '../../core/order/status.js';
import type { ChildReport, ParentReport } from '../../report/schema/parent-report.js';
import {
  count,
  decimalText,
  micros,
  nullable,
  number,
  text,
  warningSchema,
} from './report-fields.js';

const orderType = z.enum(['market', 'limit', 'stop', 'stop-limit']);

const childSchema: z.ZodType<ChildReport> = z
  .strictObject({
    clientOrderId: text,
    name: text,
    slice: count,
    kind: z.enum(['slice', 'catch-up']),
    status: z.enum(STATUS_TABLE.map(({ status }) => status)),
    quantity: decimalText,
    filledQuantity: decimalText,
    averagePrice: nullable(decimalText),
    type: orderType,
    timeInForce: z.enum(['day', 'gtc', 'ioc', 'fok']),
    limitPrice: nullable(decimalText),
    expectedPrice: nullable(decimalText),
    scheduledAtMicros: nullable(micros),
    sentAtMicros: nullable(micros),
    firstFillAtMicros: nullable(micros),
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
  })
  .openapi('ChildReport');

const costBpsSchema: z.ZodType<ParentReport['cost']> = z.strictObject({
  delayBps: nullable(number),
  spreadBps: nullable(number),
  impactBps: nullable(number),
  timingBps: nullable(number),
  feesBps: nullable(number),
  opportunityBps: nullable(number),
});

const costQuoteSchema: z.ZodType<ParentReport['costQuote']> = z.strictObject({
  delay: nullable(decimalText),
  spread: nullable(decimalText),
  impact: nullable(decimalText),
  timing: nullable(decimalText),
  fees: nullable(decimalText),
  opportunity: nullable(decimalText),
});

const slicesSchema: z.ZodType<ParentReport['slices']> = z.strictObject({
  planned: count,
  sent: count,
  filled: count,
  partial: count,
  blocked: count,
  skipped: count,
  canceled: count,
  failed: count,
  dryRun: count,
  open: count,
});

const stopSchema: z.ZodType<NonNullable<ParentReport['stop']>> = z.strictObject({
  code: z.enum([
    'SPREAD_TOO_WIDE',
    'PRICE_DEVIATION',
    'LIQUIDITY_DRIED_UP',
    'SLICE_FAILED',
    'MARKET_DATA_ERROR',
  ]),
  measured: text,
  limit: text,
  atMicros: micros,
});

export const parentSchema: z.ZodType<ParentReport> = z
  .strictObject({
    parentId: text,
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
    startMicros: micros,
    endMicros: nullable(micros),
    elapsedMs: nullable(number),
    arrivalPrice: nullable(decimalText),
    referenceMid: nullable(decimalText),
    finalMid: nullable(decimalText),
    finalMidSource: nullable(z.enum(['venue', 'engine'])),
    shortfallBps: nullable(number),
    shortfallQuote: nullable(decimalText),
    cost: costBpsSchema,
    costQuote: costQuoteSchema,
    slippageBps: nullable(number),
    twap: nullable(decimalText),
    vwap: nullable(decimalText),
    vsTwapBps: nullable(number),
    vsVwapBps: nullable(number),
    feesQuote: nullable(decimalText),
    feesEstimated: z.boolean(),
    participationShare: nullable(number),
    makerShare: nullable(number),
    takerShare: nullable(number),
    slices: slicesSchema,
    stoppedEarly: z.boolean(),
    stop: nullable(stopSchema),
    children: z.array(childSchema).readonly(),
    warnings: z.array(warningSchema).readonly(),
  })
  .openapi('ParentReport');
