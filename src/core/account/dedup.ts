/**
 * DED-1 to DED-6: a signal told twice makes one order. What is remembered and what follows from it are entries of one
 * step (`signal-reserved` beside `order-received`): a signal whose order was refused leaves nothing behind that would
 * swallow the next one, and no crash falls between the two.
 *
 * Invariants: 1. A duplicate changes nothing that is remembered, so that a chain cannot creep. 2. Nothing living is
 * forgotten for want of room. 3. Released only when nothing of its order is or was at the venue.
 */
import { compareDecimal, decimal, multiplyDecimal, parseDecimal } from '../ground/decimal.js';
import { type EpochMicros, plus } from '../ground/units.js';
import type { ParentId } from '../order/order.js';
import { isParentTerminal } from '../order/parent.js';
import { takeOrder } from '../parent/receive.js';
import {
  DEFAULT_DEDUP,
  type DedupConfig,
  type RawSignal,
  type SignalMemory,
} from '../state/signal.js';
import type { ParentState, State } from '../state/state.js';
import type { Step } from '../state/step.js';
import { signalKey, signalName } from './signal-id.js';

export function onSignal(step: Step, signal: RawSignal): void {
  const dedup = step.config.dedup ?? DEFAULT_DEDUP;
  const price = parseDecimal(signal.price);
  if (price === null || price.mantissa <= 0n) {
    refuse(step, signal, {
      id: signal.signalId ?? '',
      why: `price ${signal.price} is not above 0`,
    });
    return;
  }
  expire(step);
  const id = signal.signalId ?? signalName(signal, step.at, dedup.decimals);
  const first = firstLike(step.state, { signal, id, at: step.at }, dedup);
  if (first !== null) {
    step.emit({
      kind: 'signal-duplicate',
      key: first.key,
      id,
      firstId: first.id,
      ageMicros: step.at - first.first,
      duplicateOf: first.parentId,
    });
    return;
  }
  if (sizeOf(step.state) >= dedup.cap) {
    refuse(step, signal, { id, why: `${dedup.cap} signals are remembered, the most there may be` });
    return;
  }
  reserve(step, signal, { id, dedup });
}

function reserve(
  step: Step,
  signal: RawSignal,
  { id, dedup }: { readonly id: string; readonly dedup: DedupConfig },
): void {
  const { strategyId, symbol, side } = signal.order;
  const key = freeKey(step.state, signalKey(strategyId, id, step.at));
  const taken = takeOrder(step, { ...signal.order, idempotencyKey: key, source: 'signal' });
  if (taken.as !== 'received') {
    refuse(step, signal, { id, why: taken.as === 'refused' ? taken.why : 'its order is known' });
    return;
  }
  step.emit({
    kind: 'signal-reserved',
    memory: {
      key,
      id,
      own: signal.signalId !== null,
      strategyId,
      symbol,
      side,
      price: signal.price,
      first: step.at,
      expiresAt: plus(step.at, dedup.memory),
      phase: 'reserved',
      parentId: taken.parentId,
    },
  });
}

const refuse = (
  step: Step,
  { order: { strategyId, symbol, side } }: RawSignal,
  { id, why }: { readonly id: string; readonly why: string },
): void => {
  step.emit({ kind: 'signal-refused', id, strategyId, symbol, side, why });
};

const sizeOf = ({ signals }: State): number =>
  signals === undefined ? 0 : [...signals.entries()].length;

/** A released one, or one that only a coarse rounding makes alike, has the key already. */
function freeKey({ signals }: State, wanted: string): string {
  let key = wanted;
  for (let n = 2; signals?.has(key) === true; n += 1) key = `${wanted}~${n}`;
  return key;
}

function expire(step: Step): void {
  const { signals } = step.state;
  if (signals === undefined) return;
  const keys: string[] = [];
  for (const [key, { expiresAt }] of signals.entries()) if (expiresAt <= step.at) keys.push(key);
  if (keys.length > 0) step.emit({ kind: 'signals-expired', keys });
}

interface Arrival {
  readonly signal: RawSignal;
  readonly id: string;
  readonly at: EpochMicros;
}

/** The oldest accepted signal that this one repeats (they are kept in the order in which they came); null = it is new. */
function firstLike({ signals }: State, arrival: Arrival, dedup: DedupConfig): SignalMemory | null {
  for (const [, memory] of signals?.entries() ?? [])
    if (memory.phase !== 'released' && isLike(memory, arrival, dedup)) return memory;
  return null;
}

function isLike(memory: SignalMemory, { signal, id, at }: Arrival, dedup: DedupConfig): boolean {
  const { strategyId, symbol, side } = signal.order;
  if (memory.strategyId !== strategyId) return false;
  if (signal.signalId !== null) return memory.own && memory.id === id;
  if (memory.own || memory.symbol !== symbol || memory.side !== side) return false;
  if (dedup.mode === 'bucket')
    return signalKey(strategyId, memory.id, memory.first) === signalKey(strategyId, id, at);
  return (
    at - memory.first <= dedup.window && isNear(memory.price, signal.price, dedup.toleranceBps)
  );
}

/** |price - first| <= bps of the first, exactly. */
function isNear(first: string, price: string, bps: number): boolean {
  const [a, b] = [decimal(first), decimal(price)];
  const scale = Math.max(a.scale, b.scale);
  const [x, y] = [
    a.mantissa * 10n ** BigInt(scale - a.scale),
    b.mantissa * 10n ** BigInt(scale - b.scale),
  ];
  const apart = { mantissa: (x > y ? x - y : y - x) * 10_000n, scale };
  return compareDecimal(apart, multiplyDecimal(decimal(String(bps)), { mantissa: x, scale })) <= 0;
}

/** After a parent was settled: DED-4's confirm and release. */
export function settleSignal(step: Step, parentId: ParentId): void {
  const parent = step.state.parents.get(parentId);
  if (parent?.request.source !== 'signal') return;
  const memory = step.state.signals?.get(parent.request.idempotencyKey);
  if (memory?.parentId !== parentId || memory.phase !== 'reserved') return;
  if (parent.filled > 0) confirm(step, memory);
  else if (isProvenAway(step, parent))
    step.emit({
      kind: 'signal-released',
      key: memory.key,
      why: 'nothing of it was sent, or all was rejected',
    });
}

function confirm(step: Step, memory: SignalMemory): void {
  const { memory: length, clearOpposite } = step.config.dedup ?? DEFAULT_DEDUP;
  step.emit({ kind: 'signal-confirmed', key: memory.key, expiresAt: plus(step.at, length) });
  if (!clearOpposite) return;
  for (const [key, other] of step.state.signals?.entries() ?? []) {
    const { phase, strategyId, symbol, side } = other;
    // What is only reserved may still be unknown: it stays (DED-4).
    if (phase !== 'confirmed' || side === memory.side) continue;
    if (strategyId === memory.strategyId && symbol === memory.symbol)
      step.emit({ kind: 'signal-released', key, why: `the other side was executed: ${memory.id}` });
  }
}

/** It is over, so that none of its orders is open or unknown, and each was refused or never sent. */
function isProvenAway(step: Step, { parentId, status }: ParentState): boolean {
  if (step.config.dryRun) return false;
  if (!isParentTerminal(status)) return false;
  for (const [, child] of step.state.children.entries()) {
    if (child.parentId !== parentId) continue;
    const { firstAt, refused } = child.submit;
    if (firstAt !== null && refused === null) return false;
  }
  return true;
}
