/** Folds the entries of one child order: intents, outcomes, what the venue said, the fill monitor. */
import { invariant } from '../ground/invariant.js';
import { withRow } from '../order/fill-ledger.js';
import type { EpochMicros, Lots } from '../ground/units.js';
import type { ChildEntry } from './entry.js';
import type { ChildState, ParentState, State } from './state.js';

type Entry<K extends ChildEntry['kind']> = Extract<ChildEntry, { kind: K }>;
type Monitor = ChildState['monitor'];

export function evolveChild(state: State, entry: ChildEntry, at: EpochMicros): void {
  const child = state.children.get(entry.clientOrderId);
  invariant(child !== undefined, `no such order: ${entry.clientOrderId}`);
  const next = nextChild(child, entry, at);
  state.children.set(child.clientOrderId, next);
  const gained = next.belief.filled - child.belief.filled;
  const open = isOpen(next);
  if (gained === 0 && open === isOpen(child)) return;
  const parent = state.parents.get(child.parentId);
  invariant(parent !== undefined, `order ${child.clientOrderId} without a parent`);
  state.parents.set(parent.parentId, {
    ...parent,
    filled: (parent.filled + gained) as Lots,
    open: open === isOpen(child) ? parent.open : withOpen(parent, next, open),
  });
}

const isOpen = (child: ChildState): boolean => child.monitor.phase !== 'done';

const withOpen = (
  parent: ParentState,
  { clientOrderId }: ChildState,
  open: boolean,
): ParentState['open'] =>
  open ? [...parent.open, clientOrderId] : parent.open.filter((id) => id !== clientOrderId);

function nextChild(child: ChildState, entry: ChildEntry, at: EpochMicros): ChildState {
  switch (entry.kind) {
    case 'submit-intent':
      return onSubmitIntent(child, entry, at);
    case 'intent-withdrawn':
      return onWithdrawn(child, entry);
    case 'submit-settled':
      return { ...child, submit: { ...child.submit, ...settled(child, entry) } };
    case 'outcome-unknown':
      return onUnknown(child, entry);
    case 'order-updated':
      return onUpdated(child, entry, at);
    case 'fill-booked':
    case 'fill-amended':
      return {
        ...child,
        belief: { ...child.belief, ledger: withRow(child.belief.ledger, entry.row) },
      };
    case 'update-skipped':
      return child;
    case 'lookup-not-found':
      return onNotFound(child, entry);
    case 'absence-proven':
      return onAbsent(child, entry);
    case 'cancel-wanted':
      return { ...child, cancel: { ...child.cancel, phase: 'wanted', reason: entry.reason } };
    case 'cancel-intent':
    case 'cancel-settled':
      return onCancel(child, entry);
    case 'poll-unchanged':
    case 'read-failed':
    case 'fill-contradicted':
    case 'monitor':
      return { ...child, monitor: nextMonitor(child.monitor, entry) };
    case 'fill-result':
      return {
        ...child,
        result: entry.result,
        monitor: entry.final ? { ...waiting(child.monitor, null), phase: 'done' } : child.monitor,
      };
  }
}

function nextMonitor(
  monitor: Monitor,
  entry: Entry<'poll-unchanged' | 'read-failed' | 'fill-contradicted' | 'monitor'>,
): Monitor {
  const { retries, failures, contradictions } = monitor;
  switch (entry.kind) {
    case 'poll-unchanged':
      return { ...looked(monitor, entry.nextAt), contradictions: 0 };
    case 'read-failed':
      return { ...waiting(monitor, entry.nextAt), retries: retries + 1, failures: failures + 1 };
    case 'fill-contradicted':
      return { ...looked(monitor, entry.nextAt), contradictions: contradictions + 1 };
    case 'monitor': {
      const { phase, nextAt } = entry;
      if (phase === monitor.phase) return waiting(monitor, nextAt);
      return { ...waiting(monitor, nextAt), phase, failures: 0, looks: 0 };
    }
  }
}

/** Whatever was asked before is superseded. */
const waiting = (monitor: Monitor, nextAt: EpochMicros | null): Monitor => ({
  ...monitor,
  read: null,
  nextAt,
});

/** The venue answered. */
const looked = (monitor: Monitor, nextAt: EpochMicros): Monitor => ({
  ...waiting(monitor, nextAt),
  failures: 0,
  looks: monitor.looks + 1,
});

const onSubmitIntent = (
  child: ChildState,
  entry: Entry<'submit-intent'>,
  at: EpochMicros,
): ChildState => ({
  ...child,
  submit: {
    phase: 'in-flight',
    attempts: entry.command.attempt,
    unresolved: child.submit.unresolved || child.submit.phase === 'unknown',
    refused: child.submit.refused,
    firstAt: child.submit.firstAt ?? at,
    lastAt: at,
    validUntil: entry.command.validUntil,
    quoteAliveAt: entry.quoteAliveAt,
  },
  notFound: { order: 0, executions: 0 },
  monitor: {
    ...waiting(child.monitor, entry.nextAt),
    phase: 'watching',
    failures: 0,
    deadline: entry.deadline,
  },
});

const onWithdrawn = (child: ChildState, entry: Entry<'intent-withdrawn'>): ChildState => ({
  ...child,
  submit: {
    ...child.submit,
    phase: child.submit.unresolved ? 'unknown' : 'withdrawn',
    refused: entry.retryAt === null ? entry.reason : child.submit.refused,
  },
  monitor: waiting(child.monitor, entry.retryAt),
});

const onAbsent = (child: ChildState, entry: Entry<'absence-proven'>): ChildState => ({
  ...child,
  submit: { ...child.submit, phase: 'absent', unresolved: false },
  monitor: waiting(child.monitor, entry.retryAt),
});

function onCancel(child: ChildState, entry: Entry<'cancel-intent' | 'cancel-settled'>): ChildState {
  const { cancel, monitor } = child;
  return entry.kind === 'cancel-intent'
    ? {
        ...child,
        cancel: { ...cancel, phase: 'in-flight', attempts: cancel.attempts + 1 },
        monitor: { ...waiting(monitor, null), phase: 'canceling', looks: 0 },
      }
    : {
        ...child,
        cancel: { ...cancel, phase: entry.as },
        monitor: { ...waiting(monitor, entry.nextAt), phase: 'verifying' },
      };
}

/** A refusal of this attempt says nothing about an earlier one that may live. */
function settled(
  { submit }: ChildState,
  { as, code }: Entry<'submit-settled'>,
): Partial<ChildState['submit']> {
  switch (as) {
    case 'accepted':
      return { phase: 'acknowledged', unresolved: false };
    case 'exists':
      return { phase: 'exists' };
    case 'rejected':
      return { phase: submit.unresolved ? 'unknown' : 'rejected', refused: code };
  }
}

function onUnknown(child: ChildState, entry: Entry<'outcome-unknown'>): ChildState {
  const monitor = waiting(child.monitor, entry.nextAt);
  if (entry.effect === 'cancel') {
    return {
      ...child,
      cancel: { ...child.cancel, phase: 'unknown' },
      monitor: { ...monitor, phase: 'verifying' },
    };
  }
  // What was asked before the outcome was missed proves nothing about it.
  return {
    ...child,
    submit: { ...child.submit, phase: 'unknown' },
    notFound: { order: 0, executions: 0 },
    monitor,
  };
}

function onUpdated(child: ChildState, entry: Entry<'order-updated'>, at: EpochMicros): ChildState {
  const rose = entry.head.filled > child.belief.filled;
  return {
    ...child,
    belief: { ...child.belief, ...entry.head },
    monitor: rose ? { ...child.monitor, detectedAt: at } : child.monitor,
  };
}

function onNotFound(child: ChildState, entry: Entry<'lookup-not-found'>): ChildState {
  const one = entry.counts ? 1 : 0;
  return {
    ...child,
    notFound: {
      order: child.notFound.order + (entry.from === 'order' ? one : 0),
      executions: child.notFound.executions + (entry.from === 'executions' ? one : 0),
    },
    monitor: looked(child.monitor, entry.nextAt),
  };
}
