/**
 * A child that is done, with its belief laid flat: most orders of a long run are done, have one id at the venue, one execution
 * and one cumulative quantity, and fourteen records would say so. It is a way to keep a child and nothing else: one that would
 * not read back the same is kept as it is.
 */
import type { CreditedCum, OrderBelief } from '../order/belief.js';
import type { Execution } from '../order/execution-report.js';
import { EMPTY_LEDGER, withRow } from '../order/fill-ledger.js';
import type { ClientOrderId, OrderTerms, ParentId, VenueOrderId } from '../order/order.js';
import type { StatusKey } from '../order/status-key.js';
import type { Lots } from '../ground/units.js';
import type { ChildKind, FillResult } from './entry.js';
import type { ChildState, SubmitRecord, Watch } from './state.js';

const DONE: ChildState['stage'] = { kind: 'done' };

export class DoneChild {
  readonly #clientOrderId: ClientOrderId;
  readonly #parentId: ParentId;
  readonly #slice: number;
  readonly #childKind: ChildKind;
  readonly #terms: OrderTerms;
  readonly #key: StatusKey;
  readonly #filled: Lots;
  readonly #venueOrderId: VenueOrderId | null;
  readonly #execution: Execution | null;
  readonly #expectedMidTwice: number | null;
  readonly #submit: SubmitRecord;
  readonly #cancel: ChildState['cancel'];
  readonly #watch: Watch;
  readonly #result: FillResult | null;
  readonly #monitor: ChildState['monitor'];

  constructor(child: ChildState) {
    const { belief } = child;
    this.#clientOrderId = child.clientOrderId;
    this.#parentId = child.parentId;
    this.#slice = child.slice;
    this.#childKind = child.childKind;
    this.#terms = child.terms;
    this.#key = belief.key;
    this.#filled = belief.filled;
    this.#venueOrderId = belief.venueOrderIds[0] ?? null;
    this.#execution = belief.ledger.tree?.row.execution ?? null;
    this.#expectedMidTwice = child.expectedMidTwice;
    this.#submit = child.submit;
    this.#cancel = child.cancel;
    this.#watch = child.watch;
    this.#result = child.result;
    this.#monitor = child.monitor;
  }

  /** The child as everybody else knows it. */
  whole(): ChildState {
    return {
      clientOrderId: this.#clientOrderId,
      parentId: this.#parentId,
      slice: this.#slice,
      childKind: this.#childKind,
      terms: this.#terms,
      belief: this.belief(),
      expectedMidTwice: this.#expectedMidTwice,
      stage: DONE,
      submit: this.#submit,
      cancel: this.#cancel,
      watch: this.#watch,
      result: this.#result,
      asked: undefined,
      chain: undefined,
      replacedBy: undefined,
      monitor: this.#monitor,
    };
  }

  belief(): OrderBelief {
    const { symbol, side, quantity } = this.#terms;
    const clientOrderId = this.#clientOrderId;
    const row = this.#execution === null ? null : { execution: this.#execution, bustOf: null };
    return {
      key: this.#key,
      status: this.#filled >= quantity ? 'filled' : this.#key.status,
      filled: this.#filled,
      busted: 0 as Lots,
      venueOrderIds: this.#venueOrderId === null ? [] : [this.#venueOrderId],
      credited: creditedBy(this.#key),
      identity: { clientOrderId, venueOrderId: null, symbol, side, quantity },
      ledger: row === null ? EMPTY_LEDGER : withRow(EMPTY_LEDGER, row),
    };
  }
}

/** The strongest status mostly brought the cumulative that counts. */
const creditedBy = ({ cumQty, venueTime }: StatusKey): readonly CreditedCum[] =>
  cumQty === null || cumQty === 0 ? [] : [{ cumQty, venueTime }];

/** The child laid flat; null while it is not done, and where flat would say something else. */
export function flattened(child: ChildState): DoneChild | null {
  if (child.stage.kind !== 'done' || isLinked(child)) return null;
  const flat = new DoneChild(child);
  return isSame(flat.belief(), child.belief) ? flat : null;
}

/** What few orders have is kept as it is. */
const isLinked = ({ asked, chain, replacedBy }: ChildState): boolean =>
  asked !== undefined || chain !== undefined || replacedBy !== undefined;

/** Of plain values, as all of a state are. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  let unmatched = 0;
  for (const key in a) {
    if (!isSame(a[key as keyof typeof a], b[key as keyof typeof b])) return false;
    unmatched += 1;
  }
  for (const _ in b) unmatched -= 1;
  return unmatched === 0;
}
