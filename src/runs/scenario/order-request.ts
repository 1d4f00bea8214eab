/** `orders:` and `signals:` of a scenario as requests to the core, with the defaults of a scenario. */
import type { Instrument } from '../../core/ground/instrument.js';
import type { OrderType, TimeInForce } from '../../core/order/order.js';
import type { RawOrderRequest } from '../../core/order/order-request.js';
import type { RawSignal } from '../../core/state/signal.js';
import type { CheckedOrder, CheckedSignal } from '../strategy-output.js';
import type { Scenario, ScenarioOrder, ScenarioSignal } from './schema.js';

type Listed = Pick<Instrument, 'symbol' | 'calendar'>;

/** What an order that names none lives for: markets take what is there, the rest works until it is done. */
function defaultTimeInForce(type: OrderType, { calendar }: Listed): TimeInForce {
  if (calendar !== 'always-open') return 'day';
  return type === 'market' ? 'ioc' : 'gtc';
}

/** The n-th order of a scenario; its number is its idempotency key unless it brings one (TWAP-5). */
export function requestOf(
  order: Omit<ScenarioOrder, 'at'>,
  index: number,
  instrument: Listed,
): RawOrderRequest {
  const { strategy, algo, side, quantity, type, limitPrice, stopPrice, timeInForce } = order;
  const { postOnly, duration, slices, interval, start, fillTimeout, completion } = order;
  return {
    strategyId: strategy,
    symbol: instrument.symbol,
    side,
    quantity,
    algo,
    type,
    limitPrice: limitPrice ?? null,
    stopPrice: stopPrice ?? null,
    timeInForce: timeInForce ?? defaultTimeInForce(type, instrument),
    postOnly,
    duration: duration ?? null,
    slices: slices ?? null,
    interval: interval ?? null,
    start: start ?? null,
    acrossSessions: order.acrossSessions,
    completion,
    fillTimeout: fillTimeout ?? null,
    idempotencyKey: order.idempotencyKey ?? String(index),
    ...(order.operator === undefined
      ? { source: 'scenario' }
      : {
          source: 'manual',
          operator: { confirmation: null, secondFactor: order.operator.secondFactor },
        }),
  };
}

/** A signal as it reaches the core, which gives its order the key. */
export function signalOf(signal: Omit<ScenarioSignal, 'at'>, instrument: Listed): RawSignal {
  const { idempotencyKey: _, source: __, ...order } = requestOf(signal, 0, instrument);
  return { signalId: signal.signalId ?? null, price: signal.price, order };
}

/** The order that an operator's cancel means: the n-th from 0, or the one of that key; null when there is none. */
export function orderIndexOf(
  { orders }: Pick<Scenario, 'orders'>,
  named: number | string,
): number | null {
  const index =
    typeof named === 'number'
      ? named
      : orders.findIndex(({ idempotencyKey }) => idempotencyKey === named);
  return index >= 0 && index < orders.length ? index : null;
}

/**
 * What a strategy emitted: an order with the same defaults. Without a key of its own it is the strategy's n-th, so that
 * a run repeated makes the same ids; a signal's id is its key, so that the same signal twice makes one order.
 */
export function strategyRequestOf(
  output: CheckedOrder | CheckedSignal,
  emitted: { readonly strategyId: string; readonly index: number },
  instrument: Instrument,
): RawOrderRequest {
  const signal = output.kind === 'signal' ? output : null;
  const { kind: _, ...given } =
    output.kind === 'signal' ? { ...output.order, kind: 'order', side: output.side } : output;
  const type = given.type ?? 'market';
  return {
    symbol: instrument.symbol,
    algo: 'direct',
    limitPrice: null,
    stopPrice: null,
    timeInForce: defaultTimeInForce(type, instrument),
    postOnly: false,
    duration: null,
    slices: null,
    interval: null,
    start: null,
    acrossSessions: false,
    completion: 'leave',
    fillTimeout: null,
    idempotencyKey: signal?.signalId ?? `${emitted.strategyId}-${emitted.index}`,
    ...given,
    type,
    strategyId: emitted.strategyId,
    source: signal === null ? 'strategy' : 'signal',
  };
}
