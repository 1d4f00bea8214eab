/**
 * L2, L4: what the venue executed is booked by its id and price, what is open is open for both, and what is held is the same: lots exactly, money too,
 * which is closer than the 0.01 % of an average that the law allows.
 */
import { notional, signOf } from '../../../core/ground/units.js';
import { NO_EXPOSURE } from '../../../core/state/symbol-exposure.js';
import type { HealedWorld, Law, Unmet } from './law.js';

export const fillsKnown: Law = {
  id: 'L2',
  unmet: ({ fills }) =>
    fills
      .filter(({ owed, pricedAt }) => owed && pricedAt === null)
      .map(({ clientOrderId, execId, detectedAt }) => ({
        of: { order: clientOrderId },
        detail: `execution ${execId} of ${clientOrderId} was never booked${detectedAt === null ? '' : ': only its quantity is known'}`,
      })),
};

export const sameBooks: Law = {
  id: 'L4',
  unmet: (world) => [...oneSided(world), ...positions(world)],
};

const oneSided = ({ oneSided: orders }: HealedWorld): readonly Unmet[] =>
  orders
    .filter(({ owed }) => owed)
    .map(({ clientOrderId, openFor, leaves }) => ({
      of: { order: clientOrderId },
      detail: `${clientOrderId} is open for the ${openFor} alone, with ${leaves} lots`,
    }));

interface Held {
  quantity: number;
  paid: bigint;
}

/** Nothing is said where something was executed a moment ago, nor of what the venue liquidated, which is no order of ours. */
function positions({ truth, state, fills, isForeign }: HealedWorld): readonly Unmet[] {
  const held = new Map<string, Held>();
  const add = (
    one: (typeof truth.executions)[number] | NonNullable<typeof truth.busts>[number],
    sign: number,
  ): void => {
    if (isForeign(one.clientOrderId)) return;
    const known = held.get(one.symbol) ?? { quantity: 0, paid: 0n };
    const way = sign * signOf(one.side);
    known.quantity += way * one.quantity;
    known.paid += BigInt(way) * notional(one.price, one.quantity);
    held.set(one.symbol, known);
  };
  for (const execution of truth.executions) add(execution, 1);
  for (const bust of truth.busts ?? []) add(bust, -1);
  for (const [symbol] of state.exposure.entries())
    if (!held.has(symbol)) held.set(symbol, { quantity: 0, paid: 0n });
  for (const { symbol } of truth.liquidations ?? []) held.delete(symbol);
  if (fills.some(({ owed, pricedAt }) => !owed && pricedAt === null)) return [];
  return [...held].flatMap(([symbol, { quantity, paid }]): Unmet[] => {
    const { position, spent } = state.exposure.get(symbol) ?? NO_EXPOSURE;
    if (position === quantity && spent === paid) return [];
    const detail = `${symbol}: a position of ${position} lots for ${spent} ticks x lots, and the venue has ${quantity} for ${paid}`;
    return [{ detail }];
  });
}
