/**
 * A child, its watch or a parent with some fields changed, each made in one place, field by field. A spread per entry would
 * give V8 a hidden class per chain of spreads: whatever reads or copies them is then slow, here a tenth of deciding
 * and folding (docs/benchmarks.md). A field that is left out stays as it was.
 */
import type { ChildState, ParentState, Watch } from './state.js';

type Changes<T, Fixed extends keyof T> = {
  readonly [K in Exclude<keyof T, Fixed>]?: T[K] | undefined;
};

export type ChildChange = Changes<
  ChildState,
  'clientOrderId' | 'parentId' | 'slice' | 'childKind' | 'expectedMidTwice'
>;
export type ParentChange = Changes<ParentState, 'parentId' | 'request' | 'receivedAt' | 'date'>;

// oxlint-disable-next-line typescript/prefer-nullish-coalescing -- a change to null is a change
const or = <T>(changed: T | undefined, held: T): T => (changed === undefined ? held : changed);

export function childWith(child: ChildState, change: ChildChange): ChildState {
  return {
    clientOrderId: child.clientOrderId,
    parentId: child.parentId,
    slice: child.slice,
    childKind: child.childKind,
    terms: or(change.terms, child.terms),
    belief: or(change.belief, child.belief),
    expectedMidTwice: child.expectedMidTwice,
    stage: or(change.stage, child.stage),
    submit: or(change.submit, child.submit),
    cancel: or(change.cancel, child.cancel),
    watch: or(change.watch, child.watch),
    result: or(change.result, child.result),
    asked: or(change.asked, child.asked),
    chain: or(change.chain, child.chain),
    replacedBy: or(change.replacedBy, child.replacedBy),
    monitor: or(change.monitor, child.monitor),
  };
}

export function watchWith(watch: Watch, change: Partial<Watch>): Watch {
  return {
    deadline: or(change.deadline, watch.deadline),
    extended: or(change.extended, watch.extended),
    nextAt: or(change.nextAt, watch.nextAt),
    read: or(change.read, watch.read),
    polls: or(change.polls, watch.polls),
    retries: or(change.retries, watch.retries),
    failures: or(change.failures, watch.failures),
    contradictions: or(change.contradictions, watch.contradictions),
    detectedAt: or(change.detectedAt, watch.detectedAt),
  };
}

export function parentWith(parent: ParentState, change: ParentChange): ParentState {
  return {
    parentId: parent.parentId,
    request: parent.request,
    receivedAt: parent.receivedAt,
    date: parent.date,
    status: or(change.status, parent.status),
    algo: or(change.algo, parent.algo),
    intake: or(change.intake, parent.intake),
    reduce: or(change.reduce, parent.reduce),
    plan: or(change.plan, parent.plan),
    warnings: or(change.warnings, parent.warnings),
    arrivalMidTwice: or(change.arrivalMidTwice, parent.arrivalMidTwice),
    referenceMidTwice: or(change.referenceMidTwice, parent.referenceMidTwice),
    nextSlice: or(change.nextSlice, parent.nextSlice),
    release: or(change.release, parent.release),
    lastDueAt: or(change.lastDueAt, parent.lastDueAt),
    childCount: or(change.childCount, parent.childCount),
    open: or(change.open, parent.open),
    filled: or(change.filled, parent.filled),
    exposed: or(change.exposed, parent.exposed),
    stated: or(change.stated, parent.stated),
    slicesCanceled: or(change.slicesCanceled, parent.slicesCanceled),
    catchUp: or(change.catchUp, parent.catchUp),
    busted: or(change.busted, parent.busted),
    stop: or(change.stop, parent.stop),
    cancel: or(change.cancel, parent.cancel),
  };
}
