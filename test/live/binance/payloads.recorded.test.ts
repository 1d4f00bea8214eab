/** What Binance really said: rules and books that were recorded, read by the same functions as in trading. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Instrument } from '../../../src/core/ground/instrument.js';
import { gridProblems } from '../../../src/live/binance/grid-check.js';
import { depthOf } from '../../../src/live/binance/market-mapping.js';
import { SPOT } from '../../../src/live/binance/spot.js';
import { parsed } from '../../../src/live/binance/parsed.js';
import { dataRoot } from '../../support/what-is-here.js';

const FOLDER = join(dataRoot, 'payloads', 'binance');
const here = existsSync(FOLDER);
const files = (start: string): readonly string[] =>
  here ? readdirSync(FOLDER).filter((name) => name.startsWith(start)) : [];
const read = (name: string): unknown => parsed(readFileSync(join(FOLDER, name), 'utf8'));

interface Row {
  readonly symbol: string;
  readonly baseAsset: string;
  readonly quoteAsset: string;
  readonly filters: readonly Readonly<Record<string, string>>[];
}

const [rulesFile = ''] = files('spot_exchangeInfo');
const rules = here ? (read(rulesFile) as { readonly symbols: readonly Row[] }) : { symbols: [] };

/** As somebody would configure it who copies what the venue says. */
function configured({ symbol, baseAsset, quoteAsset, filters }: Row): Instrument {
  const told = (type: string, name: string): string =>
    filters.find(({ filterType }) => filterType === type)?.[name] ?? '';
  return {
    ...{ symbol, baseAsset, quoteAsset, calendar: 'always-open', adv: null },
    tickSize: told('PRICE_FILTER', 'tickSize'),
    lotSize: told('LOT_SIZE', 'stepSize'),
    minQuantity: told('LOT_SIZE', 'minQty'),
    minNotional: told('MIN_NOTIONAL', 'minNotional'),
  };
}

describe.skipIf(!here)('Binance, as recorded (SQUALL_DATA_DIR/payloads/binance)', () => {
  it('LIV-2: rules of 20 symbols, with the filter of old for the least worth, are those they are configured by', () => {
    const instruments = rules.symbols.map(configured);
    expect(instruments).toHaveLength(20);
    expect(gridProblems(rules, instruments, SPOT)).toEqual([]);
    const other = instruments.map((one) => ({ ...one, minNotional: '7' }));
    expect(gridProblems(rules, other, SPOT)).toHaveLength(20);
  });

  it.each(files('spot_depth1000'))(
    'LIV-2: %s is a book on the grid of its symbol, best prices first',
    (name) => {
      const symbol = name.split('_')[2];
      const row = rules.symbols.find((one) => one.symbol === symbol);
      const { bids, asks } = depthOf(read(name), configured(row!));
      expect(bids.length + asks.length).toBeGreaterThan(500);
      expect(bids[0]!.price).toBeLessThan(asks[0]!.price);
      const rising = (levels: typeof bids): boolean =>
        levels.every(
          ({ price, quantity }, index) => quantity > 0 && price >= (levels[index - 1]?.price ?? 0),
        );
      expect(rising(asks)).toBe(true);
      expect(rising([...bids].reverse())).toBe(true);
    },
  );
});
