/** Folds the entries of one child order: attempts, outcomes, what the venue said, how it is watched. */
import { invariant } from '../ground/invariant.js';
import type { EpochMicros, Lots } from '../ground/units.js';
import type { OrderBelief } from '../order/belief.js';
import { type LedgerRow, withRow } from '../order/fill-ledger.js';
import type { CancelEntry } from './cancel-entry.js';
import type { ChildEntry } from './entry.js';
import { noteProbe } from './evolve-breaker.js';
import { noteLedger } from './evolve-ledgers.js';
import { exposeChange, exposeSend } from './expose.js';
import { childWith, parentWith, watchWith } from './changed.js';
import { exposureInChain } from './exposure.js';
import { isSubmitting } from './is-submitting.js';
import type { ChildState, ParentState, Stage, State, Watch } from './state.js';

type Of<K extends ChildEntry['kind']> = Extract<ChildEntry, { kind: K }>;

export function evolveChild(state: State, entry: ChildEntry, at: EpochMicros): void {
  const child = state.children.get(entry.clientOrderId);
  invariant(child !== undefined, `no such order: ${entry.clientOrderId}`);
  const next = nextChild(child, entry, at);
  const before = exposureInChain(state, child);
  state.children.set(child.clientOrderId, next);
  noteProbe(state, entry);
  if (entry.kind === 'submit-intent' || entry.kind === 'replace-intent')
    exposeSend(state, next.terms.symbol, at);
  if (countsAlike(child, next)) return;
  exposeChange(state, child, next);
  noteLedger(state, entry, next);
  const gained = next.belief.filled - child.belief.filled;
  const exposed = exposureInChain(state, next) - before;
  const open = isOpen(next);
  const busted = next.belief.busted - child.belief.busted;
  if (gained === 0 && exposed === 0 && busted === 0 && open === isOpen(child)) return;
  const parent = state.parents.get(child.parentId);
  invariant(parent !== undefined, `order ${child.clientOrderId} without a parent`);
  const changed = parentWith(parent, {
    filled: (parent.filled + gained) as Lots,
    exposed: (parent.exposed + exposed) as Lots,
    open: open === isOpen(child) ? parent.open : withOpen(parent, next, open),
    busted: busted === 0 ? parent.busted : (((parent.busted ?? 0) + busted) as Lots),
  });
  state.parents.set(parent.parentId, changed);
}

/** Most entries only say what was asked and when to look again: nothing that a parent or a limit counts has changed. */
const countsAlike = (before: ChildState, after: ChildState): boolean =>
  before.belief === after.belief &&
  before.stage === after.stage &&
  before.terms === after.terms &&
  before.asked === after.asked &&
  before.chain === after.chain &&
  before.replacedBy === after.replacedBy;

const isOpen = (child: ChildState): boolean => child.stage.kind !== 'done';

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
    case 'replace-intent':
      return onReplaceIntent(child, entry, at);
    case 'order-adopted':
      return onAdopted(child, entry);
    case 'amend-wanted':
      return child;
    case 'intent-withdrawn':
      return onWithdrawn(child, entry);
    case 'submit-settled':
      return onSubmitSettled(child, entry);
    case 'outcome-unknown':
      return onUnknown(child, entry);
    case 'order-updated':
      return onUpdated(child, entry, at);
    case 'order-amended':
      return onAmended(child, entry);
    case 'fill-booked':
    case 'fill-amended':
      return childWith(child, { belief: withLedgerRow(child.belief, entry.row) });
    case 'update-skipped':
      return child;
    case 'absence-proven':
      return childWith(child, {
        stage: { kind: 'unsent', why: 'absent' },
        watch: waiting(child.watch, entry.retryAt),
      });
    case 'deadline-extended':
    case 'cancel-wanted':
    case 'cancel-intent':
    case 'cancel-settled':
      return onCancel(child, entry);
    case 'poll-unchanged':
    case 'lookup-not-found':
    case 'read-failed':
    case 'fill-contradicted':
    case 'look-again':
      return onLooked(child, entry);
    case 'settling':
      return childWith(child, {
        stage: { kind: 'settling', since: at, looks: 0 },
        watch: watchWith(child.watch, { read: null, nextAt: null, failures: 0 }),
      });
    case 'fill-result':
      if (!entry.final) return childWith(child, { result: entry.result });
      return childWith(child, {
        result: entry.result,
        stage: { kind: 'done' },
        watch: waiting(child.watch, null),
      });
  }
}

function onCancel(child: ChildState, entry: CancelEntry): ChildState {
  switch (entry.kind) {
    case 'deadline-extended': {
      const { nextAt, deadline } = entry;
      const moved = { read: null, nextAt, failures: 0, deadline, extended: true } as const;
      return childWith(child, { watch: watchWith(child.watch, moved) });
    }
    case 'cancel-wanted':
      return childWith(child, {
        cancel: { attempts: child.cancel.attempts, reason: entry.reason },
      });
    case 'cancel-intent':
      return childWith(child, {
        stage: { kind: 'canceling' },
        cancel: { attempts: child.cancel.attempts + 1, reason: child.cancel.reason },
        watch: waiting(child.watch, null),
      });
    case 'cancel-settled':
      return childWith(child, {
        stage: { kind: 'verifying', cancel: entry.as, looks: 0 },
        watch: watchWith(child.watch, { read: null, nextAt: entry.nextAt, failures: 0 }),
      });
  }
}

/** Whatever was asked before is superseded. */
const waiting = (watch: Watch, nextAt: EpochMicros | null): Watch =>
  watchWith(watch, { read: null, nextAt });

function onLooked(
  child: ChildState,
  entry: Of<
    'poll-unchanged' | 'lookup-not-found' | 'read-failed' | 'fill-contradicted' | 'look-again'
  >,
): ChildState {
  const { watch } = child;
  const { retries, failures, contradictions } = watch;
  const { nextAt } = entry;
  // Each change is written out: a spread that is added to makes a slow object (docs/benchmarks.md).
  switch (entry.kind) {
    case 'poll-unchanged':
      return childWith(child, {
        stage: answered(child.stage),
        watch: watchWith(watch, { read: null, nextAt, failures: 0, contradictions: 0 }),
      });
    case 'lookup-not-found':
      return childWith(child, {
        stage: notFound(child.stage, entry),
        watch: watchWith(watch, { read: null, nextAt, failures: 0 }),
      });
    case 'fill-contradicted':
      return childWith(child, {
        stage: answered(child.stage),
        watch: watchWith(watch, {
          read: null,
          nextAt,
          failures: 0,
          contradictions: contradictions + 1,
        }),
      });
    case 'read-failed':
      return childWith(child, {
        watch: watchWith(watch, {
          read: null,
          nextAt,
          retries: retries + 1,
          failures: failures + 1,
        }),
      });
    case 'look-again':
      return childWith(child, {
        stage: withoutProbe(child.stage),
        watch: waiting(watch, nextAt),
      });
  }
}

/** The venue answered: counted where it is counted. */
const answered = (stage: Stage): Stage =>
  stage.kind === 'verifying' || stage.kind === 'settling'
    ? { ...stage, looks: stage.looks + 1 }
    : stage;

function notFound(stage: Stage, { from, counts, probe }: Of<'lookup-not-found'>): Stage {
  if (stage.kind !== 'unknown') return answered(stage);
  return { ...stage, probe, [from]: stage[from] + (counts ? 1 : 0) };
}

const withoutProbe = (stage: Stage): Stage =>
  stage.kind === 'unknown' && stage.probe ? { ...stage, probe: false } : stage;

const UNKNOWN: Stage = { kind: 'unknown', order: 0, executions: 0, probe: false };

/** An attempt before this one may live, whatever becomes of this one. */
const isUnresolved = (stage: Stage): boolean =>
  stage.kind === 'unknown' || (stage.kind === 'sending' && stage.unresolved);

const onSubmitIntent = (
  child: ChildState,
  entry: Of<'submit-intent'>,
  at: EpochMicros,
): ChildState =>
  childWith(child, {
    terms: entry.command.terms,
    stage: { kind: 'sending', unresolved: isUnresolved(child.stage) },
    submit: {
      attempts: entry.command.attempt,
      refused: child.submit.refused,
      firstAt: child.submit.firstAt ?? at,
      lastAt: at,
      validUntil: entry.command.validUntil,
      quoteAliveAt: entry.quoteAliveAt,
      ...earlierPrices(child, entry),
    },
    watch: watchWith(child.watch, {
      read: null,
      nextAt: entry.nextAt,
      failures: 0,
      deadline: entry.deadline,
    }),
    monitor: entry.monitor,
  });

/** Any attempt may turn out to be the one that lives. */
function earlierPrices(
  { submit, terms }: ChildState,
  { command }: Of<'submit-intent'>,
): Pick<ChildState['submit'], 'earlierPrices'> {
  const { earlierPrices: known } = submit;
  if (submit.attempts === 0 || command.terms.limitPrice === terms.limitPrice)
    return known === undefined ? {} : { earlierPrices: known };
  return { earlierPrices: [...(known ?? []), terms.limitPrice] };
}

const onReplaceIntent = (
  child: ChildState,
  entry: Of<'replace-intent'>,
  at: EpochMicros,
): ChildState =>
  childWith(child, {
    stage: { kind: 'sending', unresolved: false },
    submit: {
      ...child.submit,
      attempts: 1,
      firstAt: at,
      lastAt: at,
      validUntil: entry.validUntil,
    },
    watch: watchWith(child.watch, { read: null, nextAt: entry.nextAt, deadline: entry.deadline }),
  });

/** As if it had been sent when the venue took it. */
const onAdopted = (child: ChildState, { createdAt, nextAt }: Of<'order-adopted'>): ChildState =>
  childWith(child, {
    stage: { kind: 'working' },
    submit: { ...child.submit, attempts: 1, firstAt: createdAt, lastAt: createdAt },
    watch: watchWith(child.watch, { read: null, nextAt }),
  });

const onWithdrawn = (child: ChildState, entry: Of<'intent-withdrawn'>): ChildState =>
  childWith(child, {
    stage: isUnresolved(child.stage) ? UNKNOWN : { kind: 'unsent', why: 'withdrawn' },
    submit: {
      ...child.submit,
      refused: entry.retryAt === null ? entry.reason : child.submit.refused,
    },
    watch: waiting(child.watch, entry.retryAt),
  });

/** A refusal of this attempt says nothing about an earlier one that may live. */
function onSubmitSettled(child: ChildState, { as, code }: Of<'submit-settled'>): ChildState {
  const { stage, submit } = child;
  switch (as) {
    case 'accepted':
      return childWith(child, { stage: isSubmitting(stage) ? { kind: 'working' } : stage });
    case 'exists':
      return childWith(child, { stage: { kind: 'taken' } });
    case 'rejected':
      return childWith(child, {
        stage: isUnresolved(stage) ? UNKNOWN : { kind: 'working' },
        submit: { ...submit, refused: code },
      });
  }
}

function onAmended(child: ChildState, { quantity, limitPrice }: Of<'order-amended'>): ChildState {
  const { belief, terms } = child;
  const status = belief.filled >= quantity ? 'filled' : belief.status;
  return childWith(child, {
    terms: { ...terms, quantity, limitPrice },
    asked: child.asked ?? terms,
    belief: { ...belief, status, identity: { ...belief.identity, quantity } },
  });
}

function onUnknown(child: ChildState, { effect, nextAt }: Of<'outcome-unknown'>): ChildState {
  // What was asked before the outcome was missed proves nothing about it.
  return childWith(child, {
    stage: effect === 'cancel' ? { kind: 'verifying', cancel: 'unknown', looks: 0 } : UNKNOWN,
    watch: waiting(child.watch, nextAt),
  });
}

const onUpdated = (child: ChildState, { head }: Of<'order-updated'>, at: EpochMicros): ChildState =>
  childWith(child, {
    // Field by field: it is done for every fill, and two spreads take six times as long.
    belief: {
      key: head.key,
      status: head.status,
      filled: head.filled,
      busted: head.busted,
      venueOrderIds: head.venueOrderIds,
      credited: head.credited,
      identity: child.belief.identity,
      ledger: child.belief.ledger,
    },
    watch:
      head.filled > child.belief.filled ? watchWith(child.watch, { detectedAt: at }) : undefined,
  });

/** The same, for every row that is booked. */
const withLedgerRow = (belief: OrderBelief, row: LedgerRow): OrderBelief => ({
  key: belief.key,
  status: belief.status,
  filled: belief.filled,
  busted: belief.busted,
  venueOrderIds: belief.venueOrderIds,
  credited: belief.credited,
  identity: belief.identity,
  ledger: withRow(belief.ledger, row),
});
