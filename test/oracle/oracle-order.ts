/** A submit as the oracle's order, in the quanta of the tape. */
import type { VenueArrival } from '../../src/core/order/truth.js';
import type { Tape } from '../../src/sim/tape/tape.js';
import type { OracleOrder } from './oracle-types.js';

type Grid = Pick<Tape, 'quantaPerTick' | 'quantaPerLot'>;

export const priceQuantaOf = (ticks: number | null, { quantaPerTick }: Grid): number | null =>
  ticks === null ? null : ticks * quantaPerTick;

export const quantaOf = (lots: number, { quantaPerLot }: Grid): bigint =>
  BigInt(lots) * BigInt(quantaPerLot);

export const orderOf = (
  { clientOrderId, terms }: Extract<VenueArrival, { kind: 'submit' }>,
  grid: Grid,
  priority: number,
): OracleOrder => ({
  id: clientOrderId,
  side: terms.side,
  type: terms.type,
  timeInForce: terms.timeInForce,
  postOnly: terms.postOnly,
  limit: priceQuantaOf(terms.limitPrice, grid),
  bound: priceQuantaOf(terms.limitPrice ?? terms.stopPrice, grid),
  stop: priceQuantaOf(terms.stopPrice, grid),
  total: quantaOf(terms.quantity, grid),
  filled: 0n,
  ahead: 'unknown',
  priority,
  state: 'arriving',
});

/** The venue's own, which closes a position: `quantity` signed. */
export const closingOrder = (id: string, quantity: bigint): OracleOrder => ({
  id,
  side: quantity > 0n ? 'buy' : 'sell',
  type: 'market',
  timeInForce: 'ioc',
  postOnly: false,
  limit: null,
  bound: null,
  stop: null,
  total: quantity > 0n ? quantity : -quantity,
  filled: 0n,
  ahead: 'unknown',
  priority: 0,
  state: 'arriving',
});
