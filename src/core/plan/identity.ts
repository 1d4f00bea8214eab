/**
 * TWAP-5: ids that are a function of the request and nothing else, so that the same request is recognised and a resend
 * carries the same id. 24 hex characters of SHA-256 over a canonical text: within every venue's charset and length.
 *
 * What a later build must not change: the fields below, their names, their order being irrelevant. A golden test says
 * so; a change needs a new version in `FORM`, and orders that live across it are recognised by their stored ids only.
 */
import { calendarOf } from '../ground/calendar/calendar-of.js';
import { sha256Start } from '../ground/digest.js';
import type { CalendarName } from '../ground/instrument.js';
import { canonicalJson } from '../ground/canonical.js';
import type { ClientOrderId, ParentId } from '../order/order.js';
import type { OrderRequest } from '../order/order-request.js';
import { type EpochMicros, type Micros, MICROS_PER_MINUTE } from '../ground/units.js';

const FORM = 'squall-order-1';
/** 24 hex digits. */
const ID_BYTES = 12;

/** What an id depends on beside the request. */
export interface IdentityContext {
  readonly mode: 'sim' | 'paper' | 'live';
  readonly venue: string;
  readonly account: string;
  /** Date of the first receipt in the exchange's time zone, YYYY-MM-DD. */
  readonly date: string;
}

/** Which order of a parent: slice k, catch-up j, replacement r. A direct order is slice 0. */
export interface ChildIdentity {
  readonly kind: 'slice' | 'catch-up' | 'replace';
  readonly index: number;
}

/** The request as it was asked for, not as it was planned: routing and slicing do not change an id. */
const formOf = (
  request: OrderRequest,
  { mode, venue, account, date }: IdentityContext,
  child: string,
) => ({
  form: FORM,
  mode,
  venue,
  account,
  date,
  strategy: request.strategyId,
  symbol: request.symbol,
  side: request.side,
  quantity: request.quantity,
  type: request.type,
  limitPrice: request.limitPrice,
  stopPrice: request.stopPrice,
  timeInForce: request.timeInForce,
  duration: request.duration,
  slices: request.slices,
  interval: request.interval,
  start: request.start ?? 'default',
  key: request.idempotencyKey,
  child,
});

const idOf = (value: unknown): string => sha256Start(canonicalJson(value), ID_BYTES);

export const parentIdOf = (request: OrderRequest, context: IdentityContext): ParentId =>
  idOf(formOf(request, context, 'parent')) as ParentId;

export const childIdOf = (
  request: OrderRequest,
  context: IdentityContext,
  child: ChildIdentity,
): ClientOrderId => idOf(formOf(request, context, `${child.kind} ${child.index}`)) as ClientOrderId;

/** How long after midnight a repetition is still looked for under the previous date. */
const MIDNIGHT_PROBE = (15 * MICROS_PER_MINUTE) as Micros;

/**
 * Dates under which a request received at `at` may be known, today's first: near midnight the previous one too. Not
 * always, or a strategy that repeats yesterday's order today would be told that it is a duplicate.
 */
export function identityDates(calendar: CalendarName, at: EpochMicros): readonly string[] {
  const sessions = calendarOf(calendar);
  const before = (at - MIDNIGHT_PROBE) as EpochMicros;
  const today = sessions.dateOf(at);
  const previous = sessions.covers(before) ? sessions.dateOf(before) : today;
  return previous === today ? [today] : [today, previous];
}
