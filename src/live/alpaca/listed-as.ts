/**
 * How Alpaca lists the instruments that are configured: asked before anything is traded, and held against the configuration. Errors:
 * `LiveError`, which names everything that is in the way, and `UnreachableError` where it may answer later.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import { LiveError } from '../connection.js';
import type { Exchanged } from '../rest/exchange.js';
import { type Fields, UnreadableError, fieldsOf, needText } from '../rest/fields.js';
import type { AlpacaClient } from './alpaca-client.js';
import { classOf, gridDifferences } from './asset-grid.js';
import { type AskedAtStart, bodyAtStart, within } from './at-start.js';
import type { ListedInstrument } from './venue-instruments.js';

const NOT_FOUND = 404;

interface Asked extends AskedAtStart {
  readonly instruments: readonly Instrument[];
}

export async function listedAs(
  client: AlpacaClient,
  asked: Asked,
): Promise<readonly ListedInstrument[]> {
  const listed: ListedInstrument[] = [];
  const differences: string[] = [];
  for (const instrument of asked.instruments) {
    const exchanged = await within(asked, (signal) => client.asset(instrument.symbol, { signal }));
    const asset = assetIn(exchanged, instrument, asked);
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

function assetIn(exchanged: Exchanged, { symbol }: Instrument, asked: AskedAtStart): Fields {
  if (exchanged.kind === 'answered' && exchanged.status === NOT_FOUND)
    throw new LiveError(
      `${symbol} is not listed at Alpaca\n  fix: a stock is named by its ticker, a pair as in BTC/USD`,
    );
  const what = `how it lists ${symbol}`;
  return bodyAtStart(exchanged, asked, { what, read: (body) => fieldsOf(body, 'an asset') });
}
