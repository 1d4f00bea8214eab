/** Folds the entries of one child order: intents, outcomes, what the venue said, the fill monitor. */
import { invariant } from '../invariant.js';
import { withRow } from '../order/fill-ledger.js';
import type { EpochMicros, Lots } from '../units.js';
import type { ChildEntry } from './entry.js';
import type { ChildState, State } from './state.js';

type Entry<K extends ChildEntry['kind']> = Extract<ChildEntry, { kind: K }>;

export function evolveChild(state: State, entry: ChildEntry, at: EpochMicros): void {
  const child = state.children.get(entry.clientOrderId);
  invariant(child !== undefined, `no such order: ${entry.clientOrderId}`);
  const next = nextChild(child, entry, at);
  state.children.set(child.clientOrderId, next);
  const gained = next.belief.filled - child.belief.filled;
  const finished = next.monitor.phase === 'done' && child.monitor.phase !== 'done';
  if (gained === 0 && !finished) return;
  const parent = state.parents.get(child.parentId);
  invariant(parent !== undefined, `order ${child.clientOrderId} without a parent`);
  state.parents.set(parent.parentId, {
    ...parent,
    filled: (parent.filled + gained) as Lots,
    open: finished ? parent.open.filter((id) => id !== child.clientOrderId) : parent.open,
  });
}

function nextChild(child: ChildState, entry: ChildEntry, at: EpochMicros): ChildState {
  switch (entry.kind) {
    case 'submit-intent':
      return onSubmitIntent(child, entry, at);
    case 'intent-withdrawn':
      return {
        ...child,
        submit: { ...child.submit, phase: child.submit.unresolved ? 'unknown' : 'withdrawn' },
        monitor: waiting(child, entry.retryAt),
      };
    case 'submit-settled':
      return onSettled(child, entry);
    case 'outcome-unknown':
      return onUnknown(child, entry);
    case 'order-updated':
      return onUpdated(child, entry, at);
    case 'fill-booked':
    case 'fill-amended':
      return { ...child, belief: { ...child.belief, ledger: withRow(child.belief.ledger, entry.row) } };
    case 'update-skipped':
      return child;
    case 'poll-unchanged':
      return { ...child, monitor: { ...answered(child), retries: 0, nextAt: entry.nextAt } };
    case 'lookup-not-found':
      return onNotFound(child, entry);
    case 'absence-proven':
      return {
        ...child,
        submit: { ...child.submit, phase: 'absent', unresolved: false },
        monitor: waiting(child, entry.retryAt),
      };
    case 'read-failed':
      return { ...child, monitor: { ...answered(child), retries: child.monitor.retries + 1, nextAt: entry.nextAt } };
    case 'cancel-wanted':
      return { ...child, cancel: { ...child.cancel, phase: 'wanted', reason: entry.reason } };
    case 'cancel-intent':
      return {
        ...child,
        cancel: { ...child.cancel, phase: 'in-flight', attempts: child.cancel.attempts + 1 },
        monitor: { ...child.monitor, phase: 'canceling', nextAt: null },
      };
    case 'cancel-settled':
      return {
        ...child,
        cancel: { ...child.cancel, phase: entry.as },
        monitor: { ...child.monitor, phase: 'verifying', nextAt: entry.nextAt },
      };
    case 'monitor':
      return { ...child, monitor: { ...answered(child), phase: entry.phase, nextAt: entry.nextAt } };
    case 'fill-result':
      return {
        ...child,
        result: entry.result,
        monitor: entry.final ? { ...answered(child), phase: 'done', nextAt: null } : child.monitor,
      };
  }
}

const answered = (child: ChildState): ChildState['monitor'] => ({ ...child.monitor, read: null });

const waiting = (child: ChildState, nextAt: EpochMicros | null): ChildState['monitor'] => ({
  ...child.monitor,
  nextAt,
});

const onSubmitIntent = (child: ChildState, entry: Entry<'submit-intent'>, at: EpochMicros): ChildState => ({
  ...child,
  submit: {
    phase: 'in-flight',
    attempts: entry.command.attempt,
    unresolved: child.submit.unresolved || child.submit.phase === 'unknown',
    firstAt: child.submit.firstAt ?? at,
    lastAt: at,
    validUntil: entry.command.validUntil,
    quoteAliveAt: entry.quoteAliveAt,
  },
  notFound: { order: 0, executions: 0 },
  monitor: { ...child.monitor, phase: 'watching', deadline: entry.deadline, nextAt: entry.nextAt },
});

function onSettled(child: ChildState, entry: Entry<'submit-settled'>): ChildState {
  if (entry.as === 'accepted') {
    return { ...child, submit: { ...child.submit, phase: 'acknowledged', unresolved: false } };
  }
  return { ...child, submit: { ...child.submit, phase: entry.as } };
}

function onUnknown(child: ChildState, entry: Entry<'outcome-unknown'>): ChildState {
  const monitor = waiting(child, child.monitor.read === null ? entry.nextAt : null);
  if (entry.effect !== 'cancel') {
    // Evidence of life may have overtaken the lost answer.
    const phase = child.submit.phase === 'in-flight' ? 'unknown' : child.submit.phase;
    return { ...child, submit: { ...child.submit, phase }, monitor };
  }
  return { ...child, cancel: { ...child.cancel, phase: 'unknown' }, monitor: { ...monitor, phase: 'verifying' } };
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
    monitor: { ...answered(child), retries: 0, nextAt: entry.nextAt },
  };
}
