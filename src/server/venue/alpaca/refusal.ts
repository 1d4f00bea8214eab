/** What Alpaca says no with: a status, a code that begins with it, and words. Pure. */
export interface Refusal {
  readonly refused: true;
  readonly status: RefusalStatus;
  /** The data API has none. */
  readonly code: number | string | undefined;
  readonly message: string;
  /** Beside code and message in the body. */
  readonly more?: Readonly<Record<string, string>>;
}

export type RefusalStatus = 400 | 401 | 403 | 404 | 422 | 429 | 500 | 503;

/** Alpaca's codes: the status, then what it is about. */
const refusing =
  (status: RefusalStatus, code: number) =>
  (message: string, more?: Refusal['more']): Refusal => ({
    ...{ refused: true, status, code, message },
    ...(more === undefined ? {} : { more }),
  });

export const badBody = refusing(400, 40010000);
/** The request itself is not well formed. */
export const invalid = refusing(422, 40010001);
/** Well formed, and not what this venue does with this order or asset. */
export const unprocessable = refusing(422, 42210000);
export const unauthorized = refusing(401, 40110000);
export const forbidden = refusing(403, 40310000);
export const dayTrader = refusing(403, 40310100);
export const notFound = refusing(404, 40410000);
export const rateLimited = refusing(429, 42910000);
export const unavailable = refusing(503, 50310000);

/** Of the data API. */
export const marketRefusal = (message: string): Refusal => ({
  ...{ refused: true, status: 400, code: undefined, message },
});

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refused' in value;

export const refusalText = ({ code, message, more }: Refusal): string =>
  JSON.stringify({ code, message, ...more });
