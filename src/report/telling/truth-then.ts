/**
 * What was true of an order at the venue when the engine decided about it, said only where the engine believed something else:
 * another quantity filled, over where it lives, alive where it is over, and whatever is true where it did not know.
 */
import type { ClientOrderId } from '../../core/order/order.js';
import { isTerminal, type OrderStatus } from '../../core/order/status.js';
import type { TruthEntry } from '../../core/order/truth.js';
import type { Entry } from '../../core/state/entry.js';
import { type EpochMicros, type Lots } from '../../core/ground/units.js';
import type { Words } from './words.js';

/** How an order stands at the venue; it never had it where there is none. */
interface Standing {
  readonly word: 'open' | 'filled' | 'canceled' | 'expired' | 'rejected' | 'replaced';
  readonly filled: Lots;
}

interface Belief {
  readonly status: OrderStatus;
  readonly filled: Lots;
}

export class TruthThen {
  readonly #entries: readonly TruthEntry[] | null;
  readonly #words: Words;
  readonly #standings = new Map<ClientOrderId, Standing>();
  readonly #beliefs = new Map<ClientOrderId, Belief>();
  #next = 0;

  /** `entries`: null where nobody knows the truth. */
  constructor(entries: readonly TruthEntry[] | null, words: Words) {
    this.#entries = entries;
    this.#words = words;
  }

  /** What the venue did up to a step; at the same instant it comes first (F0). */
  reach(at: EpochMicros): void {
    for (
      let entry = this.#entries?.[this.#next];
      entry !== undefined && entry.at <= at;
      entry = this.#entries?.[this.#next]
    ) {
      this.#next += 1;
      const standing = standingAfter(this.#standings.get(entry.clientOrderId), entry);
      if (standing !== null) this.#standings.set(entry.clientOrderId, standing);
    }
  }

  /** Notes what the engine believes after an entry. */
  believe(entry: Entry): void {
    if (entry.kind !== 'order-updated') return;
    const { status, filled } = entry.head;
    this.#beliefs.set(entry.clientOrderId, { status, filled });
  }

  /** In words, where the engine believed otherwise; '' where it did not, or has not sent it. */
  besides(clientOrderId: ClientOrderId): string {
    const belief = this.#beliefs.get(clientOrderId);
    const standing = this.#standings.get(clientOrderId);
    if (this.#entries === null || belief === undefined || agree(belief, standing)) return '';
    if (standing === undefined) return 'the venue has no such order';
    const { word, filled } = standing;
    const symbol = this.#words.symbolOfChild(clientOrderId);
    return `at the venue: ${word}, ${this.#words.quantity(symbol, filled)} filled`;
  }
}

/** News is no decision: what it left out is on its way, and mostly there a moment later. */
const NEWS: ReadonlySet<Entry['kind']> = new Set<Entry['kind']>([
  'slice-ended',
  'slice-released',
  'submit-settled',
  'fill-booked',
  'fill-amended',
  'update-skipped',
]);

/** The order that an entry decides about; null where it decides nothing about one. */
export function decidedOrder(entry: Entry): ClientOrderId | null {
  if (entry.kind === 'read-requested')
    return entry.owner.kind === 'child' ? entry.owner.clientOrderId : null;
  if (entry.kind === 'order-updated') return entry.source === 'ours' ? entry.clientOrderId : null;
  return 'clientOrderId' in entry && !NEWS.has(entry.kind) ? entry.clientOrderId : null;
}

function standingAfter(before: Standing | undefined, entry: TruthEntry): Standing | null {
  const filled = before?.filled ?? (0 as Lots);
  switch (entry.kind) {
    case 'accepted':
      return { word: 'open', filled };
    case 'executed':
      return {
        word: entry.leaves === 0 ? 'filled' : (before?.word ?? 'open'),
        filled: entry.cumQty,
      };
    case 'busted': {
      const word = before?.word ?? 'open';
      return { word: word === 'filled' ? 'canceled' : word, filled: entry.cumQty };
    }
    case 'canceled':
    case 'expired':
    case 'replaced':
      return { word: entry.kind, filled };
    case 'rejected':
      // A request that came again is refused for its id; the order that has it stands as it stood.
      return isTaken(entry, before) ? null : { word: entry.kind, filled };
    default:
      return null;
  }
}

const isTaken = (
  { code }: Extract<TruthEntry, { kind: 'rejected' }>,
  before: Standing | undefined,
): boolean => before !== undefined && code === 'client-order-id-taken';

function agree({ status, filled }: Belief, standing: Standing | undefined): boolean {
  // It asks what became of it: whatever that is, it does not know.
  if (status === 'submitted_unconfirmed') return false;
  // On its way there, or nothing of it ever left.
  if (standing === undefined) return filled === 0 && !isVenueWord(status);
  return filled === standing.filled && isTerminal(status) === (standing.word !== 'open');
}

/** Said by a venue: so that there must be one that has the order. */
const isVenueWord = (status: OrderStatus): boolean =>
  status === 'accepted' || status === 'partially_filled' || status === 'filled';
