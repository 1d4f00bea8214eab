/**
 * What a broken invariant is explained with: the last own events up to it, and both views of what it is about. While a
 * run goes well only references are kept, a few of the latest; words are made when something is broken.
 */
import type { ClientOrderId } from '../../core/order/order.js';
import type {
  Evidence,
  OwnEvent,
  TruthEntry,
  TruthLedger,
  VenueArrival,
} from '../../core/order/truth.js';
import type { Entry } from '../../core/state/entry.js';
import type { Input } from '../../core/state/input.js';
import type { ChildState, State } from '../../core/state/state.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { Finding } from './checker.js';
import { eventText } from './event-words.js';

/** A place where things go wrong is rarely longer. */
const EVENTS_KEPT = 20;

interface Kept {
  readonly at: EpochMicros;
  readonly side: OwnEvent['side'];
  readonly event: Entry | Input | TruthEntry | VenueArrival;
}

/** The latest own events. Mutable on purpose, owned by the auditor. */
export class RecentEvents {
  readonly #kept: Kept[] = [];
  #next = 0;

  note(at: EpochMicros, side: OwnEvent['side'], event: Kept['event']): void {
    this.#kept[this.#next] = { at, side, event };
    this.#next = (this.#next + 1) % EVENTS_KEPT;
  }

  /** Oldest first. */
  told(): readonly OwnEvent[] {
    return [...this.#kept.slice(this.#next), ...this.#kept.slice(0, this.#next)].map(
      ({ at, side, event }) => ({ at, side, text: eventText(event) }),
    );
  }
}

/** `seen`: how much of the venue's ledger had happened by then. */
interface Views {
  readonly state: State;
  readonly truth: TruthLedger;
  readonly seen: number;
}

export function evidenceOf({ of }: Finding, recent: RecentEvents, views: Views): Evidence {
  const { state } = views;
  const before = recent.told();
  if (of === undefined) return { before, engine: switchesText(state), venue: totalText(views) };
  if ('order' in of) {
    const { order } = of;
    const isMeant = (id: ClientOrderId): boolean => id === order;
    return { before, engine: childText(state.children.get(order)), venue: truthOf(views, isMeant) };
  }
  const isMeant = (id: ClientOrderId): boolean => state.children.get(id)?.parentId === of.parent;
  const venue = truthOf(views, isMeant);
  const parent = state.parents.get(of.parent);
  if (parent === undefined) return { before, engine: 'knows no such parent', venue };
  const { status, filled, exposed, request, open } = parent;
  const engine =
    `${status}, ${filled} of ${request.quantity} lots filled, ` +
    `${exposed} exposed, ${open.length} orders open`;
  return { before, engine, venue };
}

function childText(child: ChildState | undefined): string {
  if (child === undefined) return 'knows no such order';
  const { belief, stage, submit, cancel, terms } = child;
  const canceling = cancel.reason === null ? '' : `, cancel wanted (${cancel.reason})`;
  return (
    `${belief.status}, ${belief.filled} of ${terms.quantity} lots filled, stage ${stage.kind}, ` +
    `attempts ${submit.attempts}${canceling}`
  );
}

const switchesText = ({ killSwitch, breaker, heldUntil, feed }: State): string =>
  `kill switch ${killSwitch.engaged ? 'engaged' : 'off'}, breaker ${breaker.state}, feed ${feed}, ` +
  `requests ${heldUntil === null ? 'free' : `held until ${heldUntil}`}`;

const totalText = (views: Views): string => truthOf(views, () => true);

/** What the venue's ledger says of some orders: what it took, what filled, and the last word. */
function truthOf({ truth, seen }: Views, isMeant: (id: ClientOrderId) => boolean): string {
  const sum = { orders: 0, accepted: 0, executions: 0, filled: 0 };
  let last: TruthEntry | null = null;
  for (const entry of truth.entries.slice(0, seen)) {
    if (!isMeant(entry.clientOrderId)) continue;
    last = entry;
    if (entry.kind === 'accepted') {
      sum.orders += 1;
      sum.accepted += entry.terms.quantity;
    } else if (entry.kind === 'executed') {
      sum.executions += 1;
      sum.filled += entry.quantity;
    } else if (entry.kind === 'busted') {
      sum.filled -= entry.quantity;
    }
  }
  if (last === null) return 'nothing happened there';
  return (
    `${sum.orders} accepted for ${sum.accepted} lots, ${sum.filled} lots filled in ` +
    `${sum.executions} executions; last: ${last.kind}`
  );
}
