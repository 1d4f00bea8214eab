/**
 * Bars of one asset as the data API has them. Of a day that is over the volume is the instrument's average daily volume, as the venue says
 * it: a recording of some minutes has no days, and a client reads its average volume off them. Days before the first print have that volume
 * at the first price. Without such a volume there are only bars of what the tape has traded.
 */
import type { EpochMicros } from '../../../core/ground/units.js';
import { askedVolume } from '../wire/asked.js';
import type { AlpacaDesk } from './alpaca-desk.js';
import { type Bar, type BarsAsked, barsOf } from './bars.js';
import type { ListedAsset } from './listed-assets.js';
import type { TimeFrame } from './time-frame.js';
import { dayStart, dayStarts } from './trading-days.js';
import { floorTo } from './wall-stamps.js';

export interface Range {
  /** On the wall clock; a bar is in it where its start is. */
  readonly from: EpochMicros;
  readonly to: EpochMicros;
}

/** In order of time. */
export async function historyBars(
  desk: AlpacaDesk,
  asset: ListedAsset,
  { frame, range }: { readonly frame: TimeFrame; readonly range: Range },
): Promise<readonly Bar[]> {
  const { assetClass, instrument } = asset;
  const { wall } = desk;
  const asked = (startOf: BarsAsked['startOf']): BarsAsked => ({
    ...{ wall, startOf, now: desk.now(), to: range.to },
    from: startOf(range.from),
  });
  const prints = desk.printsOf(instrument.symbol);
  if (frame.kind === 'length') {
    const bars = barsOf(
      prints,
      asked((at) => floorTo(at, frame.length)),
    );
    return bars.filter(({ start }) => start >= range.from);
  }
  const traded = barsOf(
    prints,
    asked((at) => dayStart(assetClass, at)),
  );
  const volume = await askedVolume(desk.venue, instrument.symbol);
  const bars = volume === null ? traded : withVolume(desk, asset, { traded, range, volume });
  return bars.filter(({ start }) => start >= range.from);
}

function withVolume(
  desk: AlpacaDesk,
  { assetClass, instrument }: ListedAsset,
  {
    traded,
    range,
    volume,
  }: { readonly traded: readonly Bar[]; readonly range: Range; readonly volume: number },
): readonly Bar[] {
  const prints = desk.printsOf(instrument.symbol);
  const { first } = prints;
  if (first === null) return [];
  const price = prints.priceOfTicks(first);
  const daily = prints.quantityOfLots(volume);
  const today = dayStart(assetClass, desk.wallNow());
  const of = new Map(traded.map((bar) => [bar.start, bar]));
  const begun = traded[0]?.start ?? today;
  for (const start of dayStarts(assetClass, {
    from: range.from,
    to: Math.min(range.to, today) as EpochMicros,
  })) {
    const bar = of.get(start);
    if (bar !== undefined) of.set(start, { ...bar, volume: daily });
    else if (start < begun) of.set(start, flatBar(start, price, daily));
  }
  return [...of.values()].sort((a, b) => a.start - b.start);
}

const flatBar = (start: EpochMicros, price: number, volume: number): Bar => ({
  ...{ start, open: price, high: price, low: price, close: price, volume, trades: 0, vwap: price },
});
