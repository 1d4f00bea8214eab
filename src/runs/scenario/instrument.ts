/** `instrument:` of a scenario as the core's `Instrument`: assets left out are read from the symbol. */
import type { Instrument } from '../../core/ground/instrument.js';
import type { z } from 'zod';
import type { instrumentSchema } from './schema.js';

export type InstrumentFields = z.output<typeof instrumentSchema>;

/** Quote currencies symbols without a separator end in, longest first where one ends another. */
const QUOTE_ASSETS = ['FDUSD', 'USDT', 'USDC', 'BUSD', 'TUSD', 'USD', 'EUR', 'GBP', 'BTC', 'ETH'];

/** Where a symbol names one asset only, its prices are in this. */
const DEFAULT_QUOTE = 'USD';

export function instrumentOf(instrument: InstrumentFields): Instrument {
  const { symbol, tickSize, lotSize, minQuantity, minNotional, calendar, adv } = instrument;
  const [baseAsset, quoteAsset] = assetsOf(symbol);
  return {
    symbol,
    tickSize,
    lotSize,
    ...(minQuantity === undefined ? {} : { minQuantity }),
    minNotional,
    calendar,
    adv,
    baseAsset: instrument.baseAsset ?? baseAsset,
    quoteAsset: instrument.quoteAsset ?? quoteAsset,
  };
}

function assetsOf(symbol: string): readonly [base: string, quote: string] {
  const parted = /^([^/-]+)[/-]([^/-]+)$/.exec(symbol);
  if (parted?.[1] !== undefined && parted[2] !== undefined) return [parted[1], parted[2]];
  const quote = QUOTE_ASSETS.find((asset) => symbol.endsWith(asset) && symbol !== asset);
  return quote === undefined ? [symbol, DEFAULT_QUOTE] : [symbol.slice(0, -quote.length), quote];
}
