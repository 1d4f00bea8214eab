/** Signals for tests: each a direct order in the one instrument. */
import type { RawSignal } from '../../src/core/state/signal.js';
import { order } from './simulation-plan.js';

const DIRECT = { algo: 'direct', quantity: '0.6', duration: null, slices: null } as const;

export interface SignalTold {
  readonly price?: string;
  readonly signalId?: string | null;
  readonly side?: 'buy' | 'sell';
  readonly strategyId?: string;
  readonly quantity?: string;
}

export function signalOf({
  price = '42150',
  signalId = null,
  ...changes
}: SignalTold = {}): RawSignal {
  const { idempotencyKey: _, source: __, ...asked } = order({ ...DIRECT, ...changes });
  return { signalId, price, order: asked };
}
