/**
 * A refusal of the venue in Alpaca's words: one row for each of its codes, and what becomes of codes that only a fault says. Pure.
 */
import type { RejectCode } from '../../../sim/exchange/venue-port.js';
import type { Side } from '../../../core/ground/units.js';
import type { VenueReply, VenueRequest } from '../../../core/order/venue-message.js';
import {
  type Refusal,
  dayTrader,
  forbidden,
  invalid,
  notFound,
  unavailable,
  unprocessable,
} from './refusal.js';
import type { AssetClass } from './listed-assets.js';

/** What was asked, as far as the words need it. */
export interface Asked {
  readonly kind: VenueRequest['kind'];
  /** As the client named the order; '' where it was about none. */
  readonly order: string;
  /** Of what it would trade; null where it is not known. */
  readonly asset: { readonly symbol: string; readonly assetClass: AssetClass } | null;
  /** Of an order; null where it is about none that is known. */
  readonly side: Side | null;
  /** What the account lacks for it, in Alpaca's words. */
  readonly lack: () => Pick<Refusal, 'message' | 'more'>;
}

type Rejected = Extract<VenueReply, { kind: 'rejected' }>;
type Words = (asked: Asked, said: Rejected) => Refusal;

const symbolOf = ({ asset }: Asked): string => asset?.symbol ?? '';

const inItsWords: Words = (_asked, { text }) => invalid(text);

const isOver =
  (status: string): Words =>
  ({ kind }) => {
    if (kind !== 'replace') return unprocessable(`order is already in "${status}" state`);
    return unprocessable(
      status === 'replaced' ? 'order already replaced' : `cannot replace order in ${status} status`,
    );
  };

/** Where Alpaca's own words are not known the code is one that says no to all that may be asked: it is told for what it is without them. */
const OF_CODE: Readonly<Record<RejectCode, Words>> = {
  'not-open': (asked) => forbidden(`market of ${symbolOf(asked)} is not open`),
  halted: (asked) => forbidden(`trading of ${symbolOf(asked)} is halted`),
  'request-expired': inItsWords,
  'request-early': inItsWords,
  'unknown-symbol': (asked) => unprocessable(`asset "${symbolOf(asked)}" not found`),
  'invalid-order': ({ kind }, { text }) =>
    kind === 'replace' ? unprocessable('qty must be > filled_qty') : invalid(text),
  'day-not-supported': ({ asset }) =>
    unprocessable(
      asset?.assetClass === 'us_equity'
        ? 'invalid time_in_force: this venue has no end of the day'
        : 'invalid crypto time_in_force',
    ),
  'post-only-would-take': inItsWords,
  'stop-already-through': ({ side }) =>
    unprocessable(
      `stop price must be ${side === 'buy' ? 'greater' : 'less'} than the current price`,
    ),
  // No order there says that it only reduces.
  'reduce-only': inItsWords,
  'insufficient-balance': ({ lack }) => {
    const { message, more } = lack();
    return forbidden(message, more);
  },
  'order-not-found': ({ order }) => notFound(`order not found for ${order}`),
  'order-filled': isOver('filled'),
  'order-canceled': isOver('canceled'),
  'order-expired': isOver('expired'),
  'order-replaced': isOver('replaced'),
};

/** Codes of other venues and brokers that a scenario may play. */
const PLAYED: Readonly<Record<string, Words>> = {
  '-1013': inItsWords,
  '-2010': (_asked, { text }) => forbidden(text),
  '-2018': (_asked, { text }) => forbidden(text),
  '-2019': (_asked, { text }) => forbidden(text),
  pdt: () => dayTrader('trade denied due to pattern day trading protection'),
  'position-not-found': () => notFound('position does not exist'),
};

const WORDS: ReadonlyMap<string, Words> = new Map(
  [OF_CODE, PLAYED].flatMap((words: Readonly<Record<string, Words>>) => Object.entries(words)),
);

export function rejection(asked: Asked, said: Rejected): Refusal {
  const words = WORDS.get(said.code);
  return words === undefined ? asItStands(said) : words(asked, said);
}

/** A code of Alpaca's own begins with its status; any other is passed on as it is. */
function asItStands({ code, text }: Rejected): Refusal {
  const number = Number(code);
  const like = [invalid, unprocessable, forbidden, notFound, unavailable].map((one) => one(text));
  const known = like.find((refusal) => refusal.code === number);
  if (known !== undefined) return known;
  return { ...unprocessable(text), code: Number.isSafeInteger(number) ? number : code };
}
