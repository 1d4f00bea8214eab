/** What a generated market is asked for against the grid of its instrument and the bounds of the generator. */
import { parsePrice } from '../../core/ground/instrument.js';
import { EVENTS_PER_SECOND_MAX, startTicksBounds } from '../../sim/market/random-walk-bounds.js';
import type { Found, Path } from './problem.js';
import { type ScenarioListing, listingsOf } from './listings.js';
import type { MarketFields } from './market-schema.js';
import type { Scenario } from './schema.js';

type Synthetic = NonNullable<MarketFields['synthetic']>;

export function generatedMarketProblems(scenario: Scenario): readonly Found[] {
  return listingsOf(scenario).flatMap((listing): readonly Found[] => {
    const { synthetic } = listing.market;
    if (synthetic === undefined) return [];
    const path = [...listing.marketPath, 'synthetic'];
    return [...startProblems(listing, synthetic, path), ...rateProblems(synthetic, path)];
  });
}

function startProblems(
  { instrument }: ScenarioListing,
  { startPrice, levelsPerSide }: Synthetic,
  synthetic: Path,
): readonly Found[] {
  const path = [...synthetic, 'startPrice'];
  const price = parsePrice(instrument, startPrice);
  if (price === 'off-grid')
    return [{ path, what: `"${startPrice}" is off the grid of ${instrument.tickSize}` }];
  const [least, most] = startTicksBounds(levelsPerSide);
  if (typeof price === 'string' || price > most) {
    const what = `"${startPrice}" is more than ${most} ticks, the most a generated market can hold`;
    return [{ path, what, fix: 'write a lower price or a larger tickSize' }];
  }
  if (price >= least) return [];
  const what = `${price} ticks are too few: at least ${least} are needed`;
  const why = 'a generated mid wanders and must stay above zero';
  return [{ path, what, why, fix: 'write a higher price or a smaller tickSize' }];
}

function rateProblems(
  { messagesPerSecond, ordersPerSecond }: Synthetic,
  synthetic: Path,
): readonly Found[] {
  const events = messagesPerSecond + ordersPerSecond;
  if (events <= EVENTS_PER_SECOND_MAX) return [];
  const what = `messages and orders come ${events} times a second: at most ${EVENTS_PER_SECOND_MAX} together`;
  return [{ path: [...synthetic, 'messagesPerSecond'], what, why: 'times are whole milliseconds' }];
}
