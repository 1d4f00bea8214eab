/**
 * Signals of which an order was made, each with what the venue knows of that order, and which of them are alike: a
 * comparison of the audit's own, so that it does not share a mistake with the core's.
 */
import { type Decimal, compareDecimal, decimal, rescale } from '../../core/ground/decimal.js';
import { type EpochMicros, MICROS_PER_DAY, MICROS_PER_MINUTE } from '../../core/ground/units.js';
import type { ClientOrderId, ParentId } from '../../core/order/order.js';
import type { TruthEntry } from '../../core/order/truth.js';
import type { DedupConfig, RawSignal } from '../../core/state/signal.js';

export interface TakenSignal {
  readonly signal: RawSignal;
  readonly price: Decimal;
  readonly at: EpochMicros;
  readonly parentId: ParentId;
  readonly open: Set<ClientOrderId>;
  executed: boolean;
  /** Another was made for one like it, since nothing of this was at the venue. */
  followed: boolean;
}

export class TakenSignals {
  readonly #dedup: DedupConfig;
  readonly #byParent = new Map<ParentId, TakenSignal>();
  #remembered: TakenSignal[] = [];

  constructor(dedup: DedupConfig) {
    this.#dedup = dedup;
  }

  get any(): boolean {
    return this.#byParent.size > 0;
  }

  of(parentId: ParentId): TakenSignal | undefined {
    return this.#byParent.get(parentId);
  }

  /** An order was made for a signal; @returns the one that this repeats without need, null = rightly made. */
  add(signal: RawSignal, parentId: ParentId, at: EpochMicros): TakenSignal | null {
    const price = decimal(signal.price);
    this.#remembered = this.#remembered.filter((one) => at - one.at < this.#dedup.memory);
    const alike = this.#remembered.filter(
      (one) => !one.followed && isLike(one, { signal, price, at }, this.#dedup),
    );
    const repeated = alike.find((one) => !isAway(one) && !this.#wasTurned(one));
    for (const one of alike) one.followed ||= isAway(one);
    const open = new Set<ClientOrderId>();
    const made = { signal, price, at, parentId, open, executed: false, followed: false };
    this.#remembered.push(made);
    this.#byParent.set(parentId, made);
    return repeated ?? null;
  }

  /** Something of the other side was executed, and that clears this one. */
  #wasTurned({ signal: { order } }: TakenSignal): boolean {
    if (!this.#dedup.clearOpposite) return false;
    for (const { executed, signal } of this.#byParent.values()) {
      const { strategyId, symbol, side } = signal.order;
      if (!executed || side === order.side) continue;
      if (strategyId === order.strategyId && symbol === order.symbol) return true;
    }
    return false;
  }
}

export function noteTruth(of: TakenSignal, entry: TruthEntry): void {
  switch (entry.kind) {
    case 'accepted':
      of.open.add(entry.clientOrderId);
      return;
    case 'executed':
      of.executed = true;
      if (entry.leaves === 0) of.open.delete(entry.clientOrderId);
      return;
    case 'replaced':
      of.open.delete(entry.clientOrderId);
      of.open.add(entry.replacedBy);
      return;
    case 'rejected':
    case 'canceled':
    case 'expired':
      of.open.delete(entry.clientOrderId);
      return;
    default:
      return;
  }
}

/** Nothing of it was executed or is open at the venue. */
const isAway = ({ executed, open }: TakenSignal): boolean => !executed && open.size === 0;

export const isOfOneKind = (a: RawSignal, b: RawSignal): boolean =>
  a.signalId === b.signalId &&
  a.order.strategyId === b.order.strategyId &&
  (a.signalId !== null || (a.order.symbol === b.order.symbol && a.order.side === b.order.side));

type Told = Pick<TakenSignal, 'signal' | 'price' | 'at'>;

function isLike(first: Told, later: Told, dedup: DedupConfig): boolean {
  if (!isOfOneKind(first.signal, later.signal)) return false;
  if (first.signal.signalId !== null) return true;
  if (dedup.mode === 'bucket')
    return (
      bucketOf(first.at) === bucketOf(later.at) &&
      rescale(first.price, dedup.decimals, 'half-away') ===
        rescale(later.price, dedup.decimals, 'half-away')
    );
  return (
    later.at - first.at <= dedup.window && isWithin(first.price, later.price, dedup.toleranceBps)
  );
}

const BUCKET = 5 * MICROS_PER_MINUTE;

/** Buckets begin anew each day. */
const bucketOf = (at: EpochMicros): string =>
  `${Math.floor(at / MICROS_PER_DAY)} ${Math.floor((at % MICROS_PER_DAY) / BUCKET)}`;

const WHOLE_BPS = 10_000;

/** Between the first's price less and plus the tolerance, both included. */
function isWithin({ mantissa, scale }: Decimal, price: Decimal, bps: number): boolean {
  const at = (share: number): Decimal => ({ mantissa: mantissa * BigInt(share), scale: scale + 4 });
  return (
    compareDecimal(at(WHOLE_BPS - bps), price) <= 0 &&
    compareDecimal(price, at(WHOLE_BPS + bps)) <= 0
  );
}
