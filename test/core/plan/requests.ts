/** Builders of instruments, requests and plan contexts for the tests of `src/core/plan`. */
import type { Instrument } from '../../../src/core/ground/instrument.js';
import type { OrderRequest, RawOrderRequest } from '../../../src/core/order/order-request.js';
import { type Plan } from '../../../src/core/plan/plan.js';
import { type PlanResult, makePlan } from '../../../src/core/plan/slicer.js';
import { type PlanContext, DEFAULT_SLICING } from '../../../src/core/plan/plan-context.js';
import { epochMicros, lots } from '../../../src/core/ground/units.js';

export const NOW = epochMicros(1_723_161_270_000_000);

/** One lot is one share of a cent's tick: quantities and prices are easy to work out by hand. */
export const SHARES: Instrument = {
  symbol: 'ACME',
  tickSize: '0.01',
  lotSize: '1',
  minNotional: '0',
  calendar: 'always-open',
  adv: null,
  baseAsset: 'ACME',
  quoteAsset: 'USD',
};

export const BTC: Instrument = {
  symbol: 'BTCUSDT',
  tickSize: '0.01',
  lotSize: '0.00001',
  minNotional: '5',
  calendar: 'always-open',
  adv: '25000',
  baseAsset: 'BTC',
  quoteAsset: 'USDT',
};

export const aRawRequest = (overrides: Partial<RawOrderRequest> = {}): RawOrderRequest => ({
  strategyId: 'default',
  symbol: 'ACME',
  side: 'buy',
  quantity: '103',
  algo: 'twap',
  type: 'market',
  limitPrice: null,
  stopPrice: null,
  timeInForce: 'ioc',
  postOnly: false,
  duration: null,
  slices: null,
  interval: null,
  start: null,
  acrossSessions: false,
  completion: 'leave',
  fillTimeout: null,
  idempotencyKey: 'order-0',
  source: 'scenario',
  ...overrides,
});

export const aRequest = (overrides: Partial<OrderRequest> = {}): OrderRequest => ({
  ...aRawRequest(),
  quantity: lots(103),
  limitPrice: null,
  stopPrice: null,
  ...overrides,
});

/** A mid of 1,000.00 per share, so that no minimum value is in the way, and no volume limit. */
export const aContext = (overrides: Partial<PlanContext> = {}): PlanContext => ({
  now: NOW,
  instrument: SHARES,
  midTwice: 200_000,
  adv: null,
  config: { ...DEFAULT_SLICING, liquidityCheckEnabled: false },
  ...overrides,
});

export function planned(request: Partial<OrderRequest>, context: Partial<PlanContext> = {}): Plan {
  const result = makePlan(aRequest(request), aContext(context));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

export const warningsOf = (result: PlanResult): readonly string[] =>
  result.ok ? result.warnings.map((warning) => warning.code) : [];

export const problemsOf = (
  result: { ok: true } | { ok: false; problems: readonly { field: string; text: string }[] },
) => (result.ok ? [] : result.problems.map(({ field, text }) => `${field}: ${text}`));
