/** What is another at each venue; Binance's futures are as its spot where they are not named. */
import type { RealVenue } from '../../../src/runs/paper/venue-policy.js';

export type ByVenue<T> = Readonly<Record<Exclude<RealVenue, 'binance-usdm'>, T>> & {
  readonly 'binance-usdm'?: T;
};

export const onlyAt = <T>(venue: RealVenue, of: ByVenue<T>): T =>
  venue === 'binance-usdm' ? (of[venue] ?? of.binance) : of[venue];

/** Hooks that are something else on the wire of futures than on that of spot. */
const OF_FUTURES: ReadonlySet<string> = new Set(['1', '4', '9', '19', '20']);

/** The others would take as long again and go the same way. */
export const isAsAtSpot = (venue: RealVenue, title: string): boolean =>
  venue === 'binance-usdm' && !OF_FUTURES.has(/hook (\d+)/.exec(title)?.[1] ?? '');
