/** Folds what belongs to no parent: reads and their answers, switches, feed, rate limits, alerts. */
import { invariant } from '../ground/invariant.js';
import type { EpochMicros } from '../ground/units.js';
import type { ReadId } from './command.js';
import { CONFIRMATIONS_MAX } from './confirmation.js';
import type { AccountEntry } from './entry.js';
import type { GroupedEntry } from './grouped-entry.js';
import { changeBreaker, countCall } from './evolve-breaker.js';
import { evolveFillHealth, isFillHealthEntry } from './evolve-fill-health.js';
import { evolveGate, isGateEntry } from './evolve-gate.js';
import { evolveHistory, isHistoryEntry } from './evolve-history.js';
import { evolveLedgers, isLedgerEntry } from './evolve-ledgers.js';
import { evolveOpenOrders, isOpenOrdersEntry } from './evolve-open-orders.js';
import { evolveOrphan, isOrphanEntry } from './evolve-orphan.js';
import { evolvePosition, isPositionEntry } from './evolve-position.js';
import { evolveReconciliation, isReconciliationEntry } from './evolve-reconciliation.js';
import { evolveSignal, isSignalEntry } from './evolve-signal.js';
import { clockAfter } from './venue-clock.js';
import { childWith, parentWith, watchWith } from './changed.js';
import { type PendingRead, type State, alertKey } from './state.js';

export function evolveAccount(state: State, entry: AccountEntry, at: EpochMicros): void {
  if (isSignalEntry(entry)) evolveSignal(state, entry);
  else if (isPositionEntry(entry)) evolvePosition(state, entry, at);
  else if (isGateEntry(entry)) evolveGate(state, entry, at);
  else if (isReconciliationEntry(entry)) evolveReconciliation(state, entry, at);
  else if (isLedgerEntry(entry)) evolveLedgers(state, entry);
  else if (isHistoryEntry(entry)) evolveHistory(state, entry, at);
  else if (isOpenOrdersEntry(entry)) evolveOpenOrders(state, entry, at);
  else if (isOrphanEntry(entry)) evolveOrphan(state, entry, at);
  else if (isFillHealthEntry(entry)) evolveFillHealth(state, entry);
  else evolveOther(state, entry, at);
}

type OtherEntry = Exclude<AccountEntry, GroupedEntry>;

function evolveOther(state: State, entry: OtherEntry, at: EpochMicros): void {
  switch (entry.kind) {
    case 'read-requested':
      requestRead(state, { askedAt: at, ...entry });
      return;
    case 'read-answered':
      stopWaiting(state, entry.readId);
      return;
    case 'kill-switch':
      state.killSwitch = { engaged: entry.engaged, reason: entry.reason };
      return;
    case 'breaker':
      changeBreaker(state, entry);
      return;
    case 'call-judged':
      countCall(state, entry, at);
      return;
    case 'account-watch':
      state.watch = { since: state.watch?.since ?? at, day: entry.day, result: entry.result };
      return;
    case 'quarantine':
      changeQuarantine(state, entry);
      return;
    case 'engine-chosen':
      state.engine = entry.engine;
      return;
    case 'confirmation-required':
    case 'confirmation-used':
      evolveConfirmations(state, entry, at);
      return;
    case 'limits-set':
      state.limits = entry.limits;
      return;
    case 'request-budget':
      state.requests = { budget: entry.budget, stretches: [] };
      return;
    case 'feed':
      state.feed = entry.status;
      return;
    case 'stream':
      state.stream = entry.status;
      return;
    case 'clock-doubted':
    case 'clock-measured':
      state.clock = clockAfter(state, entry, at);
      return;
    case 'rate-limited':
      state.heldUntil = entry.until;
      return;
    case 'alert':
      countAlert(state, entry);
      return;
    case 'operator-refused':
    case 'stop-asked':
    case 'large-order':
    case 'report-unmatched':
      return;
  }
}

/** What is acknowledged stays raised, and what is raised anew after its end is not acknowledged any more. */
function countAlert(
  state: State,
  { code, subject, state: told }: Extract<AccountEntry, { kind: 'alert' }>,
): void {
  const { alerts, acknowledged } = state;
  const key = alertKey(code, subject);
  if (told === 'acknowledged') {
    state.acknowledged = [...(acknowledged ?? []), key];
    return;
  }
  if (told === 'raised') {
    alerts.set(key, (alerts.get(key) ?? 0) + 1);
    return;
  }
  alerts.delete(key);
  if (acknowledged?.includes(key) === true)
    state.acknowledged = acknowledged.filter((one) => one !== key);
}

function changeQuarantine(
  state: State,
  { held, strategyId, symbol, reason }: Extract<AccountEntry, { kind: 'quarantine' }>,
): void {
  const others = state.quarantine.filter(
    (one) => one.strategyId !== strategyId || one.symbol !== symbol,
  );
  state.quarantine = held ? [...others, { strategyId, symbol, reason }] : others;
}

function evolveConfirmations(
  state: State,
  entry: Extract<AccountEntry, { kind: 'confirmation-required' | 'confirmation-used' }>,
  at: EpochMicros,
): void {
  const others = (state.confirmations ?? []).filter(
    ({ token, expiresAt }) => token !== entry.token && expiresAt > at,
  );
  if (entry.kind === 'confirmation-used') {
    state.confirmations = others;
    return;
  }
  const { token, order, expiresAt } = entry;
  state.confirmations = [...others, { token, order, expiresAt }].slice(-CONFIRMATIONS_MAX);
}

/** Whoever asked waits for it no longer (an order's intake says so itself, with what the answer gave it). */
function stopWaiting(state: State, readId: ReadId): void {
  const asked = state.reads.get(readId);
  invariant(asked !== undefined, `answer to read ${readId} that nobody asked`);
  state.reads.delete(readId);
  const { owner } = asked;
  if (owner.kind === 'child') {
    const child = state.children.get(owner.clientOrderId);
    if (child?.watch.read !== readId) return;
    state.children.set(
      child.clientOrderId,
      childWith(child, { watch: watchWith(child.watch, { read: null }) }),
    );
  } else if (owner.kind === 'parent') {
    const parent = state.parents.get(owner.parentId);
    if (parent?.release?.read !== readId) return;
    const release = { ...parent.release, read: null };
    state.parents.set(parent.parentId, parentWith(parent, { release }));
  }
}

/** Remembers what a read is for, and tells its owner that it waits. */
function requestRead(state: State, asked: PendingRead): void {
  const { readId } = asked.read;
  invariant(readId === state.nextReadId, `read ${readId} out of turn`);
  state.nextReadId = readId + 1;
  const { purpose, owner, read, askedAt } = asked;
  state.reads.set(readId, { read, purpose, owner, askedAt });
  if (owner.kind === 'child') {
    const child = state.children.get(owner.clientOrderId);
    invariant(child !== undefined, `read for an unknown order ${owner.clientOrderId}`);
    const polls = child.watch.polls + (read.kind === 'read-order' ? 1 : 0);
    const watch = watchWith(child.watch, { read: readId, nextAt: null, polls });
    state.children.set(child.clientOrderId, childWith(child, { watch }));
  } else if (owner.kind === 'parent') {
    readForParent(state, owner.parentId, asked);
  }
}

function readForParent(
  state: State,
  parentId: Extract<PendingRead['owner'], { kind: 'parent' }>['parentId'],
  { purpose, read: { readId } }: PendingRead,
): void {
  const parent = state.parents.get(parentId);
  invariant(parent !== undefined, `read for an unknown parent ${parentId}`);
  if (purpose === 'arrival') {
    const { intake } = parent;
    invariant(intake !== null, 'an order reads the market of its arrival before it is planned');
    const waiting = [...intake.waiting, readId];
    state.parents.set(parentId, parentWith(parent, { intake: { ...intake, waiting } }));
    return;
  }
  invariant(parent.release !== null, 'a slice reads the market only while it is being released');
  const release = { ...parent.release, read: readId, nextAt: null };
  state.parents.set(parentId, parentWith(parent, { release }));
}
