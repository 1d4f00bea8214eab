/**
 * What is asked of Alpaca before anything is traded. Errors: `LiveError` where something has to be put right, `UnreachableError` where it may
 * answer later.
 */
import { type Clock, LANE_WAKE } from '../../core/ground/clock.js';
import { type Micros, plus } from '../../core/ground/units.js';
import { LiveError, type LiveOptions } from '../connection.js';
import { UnreachableError } from '../port/connected-venue.js';
import { numbersAsText } from '../rest/exact-json.js';
import type { Exchanged } from '../rest/exchange.js';
import { classified } from './errors.js';

export interface AskedAtStart {
  /** Where Alpaca is, for people. */
  readonly address: string;
  readonly mode: LiveOptions['mode'];
  readonly clock: Clock;
  readonly requestTimeout: Micros;
}

const OK = 200;
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

/** `read`: throws for what is none. */
export function bodyAtStart<T>(
  exchanged: Exchanged,
  { address, mode }: Pick<AskedAtStart, 'address' | 'mode'>,
  { what, read }: { readonly what: string; readonly read: (body: unknown) => T },
): T {
  if (exchanged.kind !== 'answered')
    throw new UnreachableError(
      `Alpaca at ${address} is not reached: ${whyNot(exchanged)}\n  fix: try again later`,
      exchanged.kind === 'rate-limited' ? exchanged.retryAfter : null,
    );
  const { status, text } = exchanged;
  if (status === UNAUTHORIZED || status === FORBIDDEN)
    throw new LiveError(
      `Alpaca at ${address} refuses the keys\n  fix: use the keys of the ${mode} account`,
    );
  if (status !== OK) {
    const error = classified(status, text, null);
    throw new LiveError(
      `Alpaca at ${address} does not say ${what}: ${error.code} ${error.text}\n  fix: try again later`,
    );
  }
  try {
    return read(numbersAsText(text));
  } catch {
    if (/^\s*[[{]/.test(text))
      throw new UnreachableError(
        `Alpaca at ${address} is not reached: half an answer\n  fix: try again later`,
      );
    throw new LiveError(
      `what answers at ${address} is not Alpaca\n  fix: look at the address that is configured`,
    );
  }
}

function whyNot(exchanged: Exclude<Exchanged, { kind: 'answered' }>): string {
  switch (exchanged.kind) {
    case 'not-sent':
      return exchanged.reason;
    case 'lost':
      return `no answer (${exchanged.shape})`;
    case 'rate-limited':
      return 'it takes no further request now';
  }
}

/** Gives up on what takes longer than a request may. */
export async function within<T>(
  { clock, requestTimeout }: Pick<AskedAtStart, 'clock' | 'requestTimeout'>,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const late = clock.schedule(plus(clock.now(), requestTimeout), LANE_WAKE, () => abort.abort());
  try {
    return await ask(abort.signal);
  } finally {
    clock.cancel(late);
  }
}
