/**
 * Pages of a list of orders that Alpaca sorts by when they were submitted and cuts by time alone: the next page begins an instant before
 * the last order's time, so that others of that time are not lost, and leaves out those that were seen. Pure.
 */
import { type Fields, UnreadableError } from '../rest/fields.js';
import { textBefore } from '../rest/rfc3339.js';
import { nanosIn, venueOrderIdIn } from './order-mapping.js';

/** What Alpaca gives in one reply. */
export const PAGE_MOST = 500;

export interface PagePlace {
  /** What is asked for was submitted after it; null = from the first on. */
  readonly after: string | null;
  /** Of those, known from the page before. */
  readonly seen: readonly string[];
}

export const FIRST_PAGE: PagePlace = { after: null, seen: [] };

export interface OrdersOnPage {
  readonly orders: readonly Fields[];
  readonly next: PagePlace | null;
}

/** `asked`: how many orders the reply may have. Errors: `UnreadableError` where the list does not get on. */
export function pageOf(listed: readonly Fields[], place: PagePlace, asked: number): OrdersOnPage {
  const seen = new Set(place.seen);
  const orders = listed.filter((order) => !seen.has(venueOrderIdIn(order)));
  const last = listed.at(-1);
  if (last === undefined || listed.length < asked) return { orders, next: null };
  if (orders.length === 0)
    throw new UnreadableError(`more than ${asked} orders of one instant: the list does not get on`);
  const at = submittedAt(last);
  const ofThatInstant = listed.filter((order) => submittedAt(order) === at).map(venueOrderIdIn);
  return { orders, next: { after: textBefore(at), seen: ofThatInstant } };
}

function submittedAt(order: Fields): NonNullable<ReturnType<typeof nanosIn>> {
  const at = nanosIn(order, 'submitted_at') ?? nanosIn(order, 'created_at');
  if (at === null) throw new UnreadableError(`order ${venueOrderIdIn(order)} has no time`);
  return at;
}

/** A place as the core keeps it: one text. */
export const cursorOf = ({ after, seen }: PagePlace): string => [after ?? '', ...seen].join(' ');

export function placeOf(cursor: string): PagePlace {
  const [after = '', ...seen] = cursor.split(' ');
  return { after: after === '' ? null : after, seen };
}
