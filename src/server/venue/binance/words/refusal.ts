/**
 * What the venue refuses, in Binance's words: HTTP status, code, message. Source: the pages on errors and filters of
 * binance/binance-spot-api-docs. A refusal is thrown where it is found and told in one place, whatever was asked, over HTTP and WebSocket.
 */

export interface RefusalWords {
  readonly status: number;
  readonly code: number;
  readonly msg: string;
  /** Beside code and message, of a request of two halves. */
  readonly data?: object;
  /** When to come back: the header of HTTP, and what a WebSocket is told. */
  readonly away?: { readonly seconds: number; readonly until: object };
}

export class Refusal extends Error {
  readonly words: RefusalWords;

  constructor(words: RefusalWords) {
    super(words.msg);
    this.words = words;
  }

  get body(): { readonly code: number; readonly msg: string; readonly data?: object } {
    const { code, msg, data } = this.words;
    return { code, msg, ...(data === undefined ? {} : { data }) };
  }
}

export const refused = (code: number, msg: string, status = 400): Refusal =>
  new Refusal({ status, code, msg });

export const missing = (name: string): Refusal =>
  refused(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);

export const illegal = (name: string, range: string): Refusal =>
  refused(-1100, `Illegal characters found in parameter '${name}'; legal range is '${range}'.`);

export const notRequired = (name: string): Refusal =>
  refused(-1106, `Parameter '${name}' sent when not required.`);

export type FilterName =
  'PRICE_FILTER' | 'LOT_SIZE' | 'MARKET_LOT_SIZE' | 'NOTIONAL' | 'MAX_NUM_ORDERS';

export const filterFailure = (filter: FilterName): Refusal =>
  refused(-1013, `Filter failure: ${filter}`);

export const newOrderRejected = (msg: string): Refusal => refused(-2010, msg);

export const UNKNOWN_ORDER = 'Unknown order sent.';
export const NO_SUCH_ORDER = 'Order does not exist.';
export const OUTSIDE_WINDOW = 'Timestamp for this request is outside of the recvWindow.';
export const AHEAD_OF_SERVER = "Timestamp for this request was 1000ms ahead of the server's time.";
