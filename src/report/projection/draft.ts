/**
 * What `fold.ts` folds into, and what a fold of one kind is. The draft is mutable on purpose and has one owner, `RunFold`:
 * copying it per entry would make a report slow.
 */
import type { ClientOrderId, ParentId } from '../../core/order/order.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type {
  BookedFill,
  ProjectedAlert,
  ProjectedChild,
  ProjectedDuplicate,
  ProjectedFinding,
  ProjectedParent,
  ProjectedPositions,
  ProjectedQuotes,
  ProjectedReconciliation,
  ProjectedRefusal,
  ProjectedSignal,
  ProjectedSignals,
  ProjectedSkip,
  ProjectedSkips,
  ProjectedStart,
} from './projection.js';

type Draft<T> = { -readonly [K in keyof T]: T[K] };

export type ParentDraft = Draft<
  Omit<ProjectedParent, 'children' | 'dueAt'> & {
    children: ClientOrderId[];
    dueAt: (EpochMicros | undefined)[];
  }
>;
export type ChildDraft = Draft<Omit<ProjectedChild, 'fills'>> & { fills: BookedFill[] };
type QuotesDraft = { readonly [C in keyof ProjectedQuotes]: ProjectedQuotes[C][number][] };

type SignalsDraft = Draft<Omit<ProjectedSignals, 'first'>> & { readonly first: ProjectedSignal[] };

export type PositionsDraft = Draft<ProjectedPositions>;

export type ReconciliationDraft = Draft<Omit<ProjectedReconciliation, 'starts' | 'found'>> & {
  readonly starts: ProjectedStart[];
  readonly found: ProjectedFinding[];
};

export type SkipsDraft = Draft<Omit<ProjectedSkips, 'first'>> & { readonly first: ProjectedSkip[] };

export interface RunDraft {
  readonly parents: Map<ParentId, ParentDraft>;
  readonly children: Map<ClientOrderId, ChildDraft>;
  readonly refusals: ProjectedRefusal[];
  readonly duplicates: ProjectedDuplicate[];
  /** Null until the first comes. */
  signals: SignalsDraft | null;
  positions: PositionsDraft | null;
  readonly reconciliation: ReconciliationDraft;
  readonly skips: SkipsDraft;
  readonly alerts: Map<string, ProjectedAlert>;
  readonly quotes: Map<string, QuotesDraft>;
  /** Where each execution of an order stands among its fills, of orders that have many. */
  readonly fillIndex: Map<ClientOrderId, Map<string, number>>;
  /** Of the block before the one that is folded; null in the first. */
  lastAt: EpochMicros | null;
  calls: number;
  callErrors: number;
  inputs: number;
  entries: number;
  fills: number;
}

export type Fold<T> = (draft: RunDraft, told: T, at: EpochMicros) => void;
/** A fold for every kind of a closed union. */
export type Folds<U extends { readonly kind: string }> = {
  readonly [K in U['kind']]: Fold<Extract<U, { kind: K }>>;
};

/** For kinds that change nothing a reader's row shows. */
export const pass = (): void => undefined;
