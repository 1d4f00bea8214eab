/**
 * How Alpaca lists the instruments that are configured: asked before anything is traded, and held against the configuration. Errors:
 * `LiveError`, which names everything that is in the way, and `UnreachableError` where it may answer later.
 */
import { type Clock, LANE_WAKE } from '../../core/ground/clock.js';
import type { Instrument } from '../../core/ground/instrument.js';
import { type Micros, plus } from '../../core/ground/units.js';
import { LiveError, type LiveOptions } from '../connection.js';
import { UnreachableError } from '../port/connected-venue.js';
import { numbersAsText } from '../rest/exact-json.js';
import type { Exchanged } from '../rest/exchange.js';
import { type Fields, UnreadableError, fieldsOf, needText } from '../rest/fields.js';
import type { AlpacaClient } from './alpaca-client.js';
import { classOf, gridDifferences } from './asset-grid.js';
import { classified } from './errors.js';
import type { ListedInstrument } from './venue-instruments.js';

const OK = 200;
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
const NOT_FOUND = 404;

type Asked = Pick<LiveOptions, 'instruments' | 'clock' | 'requestTimeout' | 'mode'>;

export async function listedAs(
  client: AlpacaClient,
  address: string,
  asked: Asked,
): Promise<readonly ListedInstrument[]> {
  const listed: ListedInstrument[] = [];
  const differences: string[] = [];
  for (const instrument of asked.instruments) {
    const exchanged = await within(asked, (signal) => client.asset(instrument.symbol, { signal }));
    const asset = assetIn(exchanged, instrument, { address, mode: asked.mode });
    try {
      differences.push(...gridDifferences(asset, instrument));
      listed.push({ instrument, symbol: needText(asset, 'symbol'), assetClass: classOf(asset) });
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      differences.push(`${instrument.symbol}: ${error.message}`);
    }
  }
  if (differences.length === 0) return listed;
  const lines = differences.map((difference) => `\n  ${difference}`).join('');
  throw new LiveError(
    `what Alpaca lists is not what is configured:${lines}\n  fix: configure the instrument as Alpaca lists it`,
  );
}

function assetIn(
  exchanged: Exchanged,
  { symbol }: Instrument,
  { address, mode }: { readonly address: string; readonly mode: LiveOptions['mode'] },
): Fields {
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
  if (status === NOT_FOUND)
    throw new LiveError(
      `${symbol} is not listed at Alpaca\n  fix: a stock is named by its ticker, a pair as in BTC/USD`,
    );
  if (status !== OK) {
    const error = classified(status, text, null);
    throw new LiveError(
      `Alpaca at ${address} does not say how it lists ${symbol}: ${error.code} ${error.text}\n  fix: try again later`,
    );
  }
  try {
    return fieldsOf(numbersAsText(text), 'an asset');
  } catch {
    if (text.trimStart().startsWith('{'))
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
async function within<T>(
  { clock, requestTimeout }: { readonly clock: Clock; readonly requestTimeout: Micros },
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
