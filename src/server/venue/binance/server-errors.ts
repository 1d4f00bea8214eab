/**
 * What the venue says when its own servers fail. Binance has two ways of it, and a client has to bear both: a status of 504 with code -1007,
 * which says that nobody knows what became of the request, and a page of HTML of some machine before it. They take turns. Mutable, one a
 * dialect.
 */

export interface ServerError {
  readonly status: 500 | 502 | 503 | 504;
  readonly body: string;
}

interface ErrorWords {
  readonly status: 500 | 504;
  readonly error: { readonly code: number; readonly msg: string };
}

const UNKNOWN_END: ErrorWords = {
  status: 504,
  error: {
    code: -1007,
    msg: 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
  },
};
const INTERNAL: ErrorWords = {
  status: 500,
  error: {
    code: -1001,
    msg: 'Internal error; unable to process your request. Please try again.',
  },
};
export const BAD_GATEWAY: ServerError = {
  status: 502,
  body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
};

export class ServerErrors {
  #given = 0;

  /** `isEffect`: something may have been done all the same. */
  next(isEffect: boolean): ServerError {
    this.#given += 1;
    if (this.#given % 2 === 0) return BAD_GATEWAY;
    const { status, error } = this.nextOnSocket(isEffect);
    return { status, body: JSON.stringify(error) };
  }

  /** Where no machine stands before the venue. */
  nextOnSocket(isEffect: boolean): ErrorWords {
    return isEffect ? UNKNOWN_END : INTERNAL;
  }
}
