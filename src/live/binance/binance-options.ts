/** With what Binance is connected to, and what of it cannot be meant. */
import type { Clock } from '../../core/ground/clock.js';
import type { Instrument } from '../../core/ground/instrument.js';
import type { Micros } from '../../core/ground/units.js';
import type { Product } from './product.js';

/** Spot, and futures that are margined and paid in a dollar coin. */
export type BinanceMarketName = 'spot' | 'usdm';

export interface BinanceOptions {
  readonly market: BinanceMarketName;
  readonly apiKey: string;
  readonly secret: string;
  readonly network: 'live' | 'testnet';
  /** A venue on this machine in place of the network, as `http://127.0.0.1:4010`. */
  readonly loopback?: string;
  readonly instruments: readonly Instrument[];
  /** Shows the wall clock. */
  readonly clock: Clock;
  readonly requestTimeout: Micros;
  /** Why a stream was lost, in words (it comes back by itself), or what of a report could not be read. */
  readonly onProblem?: (text: string) => void;
}

/** It cannot be traded there as is configured: the message says what, and how to put it right. */
export class BinanceError extends Error {
  override readonly name = 'BinanceError';
}

/** Errors: `BinanceError`. */
export function checkOptions(options: BinanceOptions, { unfit }: Product): void {
  const { apiKey, secret, loopback, instruments } = options;
  if (apiKey === '' || secret === '')
    throw new BinanceError(
      'Binance is asked for with a key and its secret\n  fix: set both, made for this account with the right to trade',
    );
  // A key in clear text is for nobody else.
  if (loopback !== undefined && !isLoopback(loopback))
    throw new BinanceError(
      `${loopback} is no venue on this machine\n  fix: http://127.0.0.1 and its port`,
    );
  const why = unfit(instruments);
  if (why !== null) throw new BinanceError(why);
}

const HERE: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

function isLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, origin } = new URL(text);
  return protocol === 'http:' && HERE.has(hostname) && origin === text;
}
