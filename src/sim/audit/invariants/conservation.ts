/**
 * S24 in J: once all is quiet, what the engine counts of each symbol is what the venue's ledger comes to: quantity, money
 * (without fees, which S0 judges one by one) and nothing open. A sum of it is what limits are judged by, kept as the journal is folded,
 * so that a fold that forgets a piece is seen here.
 */
import { notional, signOf } from '../../../core/ground/units.js';
import type { TruthBust, TruthExecution } from '../../../core/order/truth.js';
import { type State, alertKey } from '../../../core/state/state.js';
import { NO_EXPOSURE } from '../../../core/state/symbol-exposure.js';
import type { CheckerFactory } from '../checker.js';

/** Whatever order it is about. */
const UNPRICED = alertKey('fill-without-price', '');

interface Traded {
  /** Bought less sold, in lots. */
  quantity: number;
  /** What was paid less what was got, in ticks x lots. */
  paid: bigint;
}

export const conservation: CheckerFactory = ({ check, broken, isForeign }) => {
  const traded = new Map<string, Traded>();
  /** Of orders that somebody else placed: theirs until one is taken over. */
  const foreign: (TruthExecution | TruthBust)[] = [];

  const count = ({ kind, symbol, side, price, quantity }: TruthExecution | TruthBust): void => {
    const known = traded.get(symbol) ?? { quantity: 0, paid: 0n };
    // What was undone never was.
    const sign = kind === 'busted' ? -signOf(side) : signOf(side);
    known.quantity += sign * quantity;
    known.paid += BigInt(sign) * notional(price, quantity);
    traded.set(symbol, known);
  };

  return {
    id: 'S24',
    onTruth(entry) {
      if (entry.kind !== 'executed' && entry.kind !== 'busted') return;
      if (isForeign(entry.clientOrderId)) foreign.push(entry);
      else count(entry);
    },
    onEntry(entry) {
      if (entry.kind === 'order-adopted')
        for (const one of foreign) if (one.clientOrderId === entry.clientOrderId) count(one);
    },
    onEnd(at, state) {
      if (!isQuiet(state) || isUnpriced(state)) return;
      for (const [symbol, { quantity, paid }] of traded) {
        const counted = state.exposure.get(symbol) ?? NO_EXPOSURE;
        const { position, booked, spent, buying, selling, openOrders } = counted;
        const isRight = position === quantity && booked === quantity && spent === paid;
        if (!check(isRight && buying === 0 && selling === 0 && openOrders === 0))
          broken({
            id: 'S24',
            at,
            detail: `${symbol}: the engine counts a position of ${position} lots, ${booked} of them booked for ${spent} ticks x lots, and ${openOrders} orders open for ${buying + selling}; the venue has ${quantity} for ${paid}`,
          });
      }
    },
  };
};

/** No order is followed any more. */
function isQuiet(state: State): boolean {
  for (const [, { open }] of state.parents.entries()) if (open.length > 0) return false;
  return true;
}

/** Executions are missing in J that the venue was asked for in vain, and somebody knows. */
function isUnpriced({ alerts }: State): boolean {
  for (const [key] of alerts.entries()) if (key.startsWith(UNPRICED)) return true;
  return false;
}
