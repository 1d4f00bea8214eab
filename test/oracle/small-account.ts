/** An account that a case's orders soon exhaust (F19): drawn apart from the case, whose market and requests stay the same. */
import type { EpochMicros, Lots, Ticks } from '../../src/core/ground/units.js';
import type { VenueOptions } from '../../src/sim/exchange/venue-options.js';
import { type Draw, drawFrom } from './draw.js';
import type { GeneratedCase } from './generated-case.js';
import { MIDDLE_TICK } from './generated-tape.js';

/** One lot at one tick is worth 1, as in the generated markets; fees in quote. */
export type Funds = Pick<VenueOptions, 'account' | 'fees'>;

export const RICH: Funds = {
  fees: { makerBps: '0', takerBps: '0', asset: 'quote' },
  account: {
    cash: '1000000000000000000',
    positions: new Map(),
    shorting: true,
    leverage: 1,
    derivatives: new Set(),
    marginLeverage: 1,
    entryPrices: new Map(),
    funding: { bps: null, times: [] },
  },
};

export function withSmallAccount(one: GeneratedCase, seed: number): GeneratedCase {
  const draw = drawFrom(seed + 0x5eed);
  const held = draw.int(0, 40);
  return {
    ...one,
    funds: {
      fees: {
        makerBps: draw.pick(['0', '1', '-0.5']),
        takerBps: draw.pick(['0', '5', '7.5']),
        asset: draw.pick(['quote', 'quote', 'received']),
      },
      account: {
        cash: String(draw.int(0, 40) * MIDDLE_TICK),
        positions: new Map(held === 0 ? [] : [['TEST', held as Lots]]),
        shorting: draw.chance(20),
        leverage: draw.pick([1, 1, 3]),
        derivatives: new Set(),
        marginLeverage: 1,
        entryPrices: new Map(),
        funding: { bps: null, times: [] },
      },
    },
  };
}

/** The same for a future: margin for a few of the orders, a position of either side at the start. */
export function withSmallMargin(one: GeneratedCase, seed: number): GeneratedCase {
  const draw = drawFrom(seed + 0x3a46);
  const held = draw.pick([0, 0, 5, -5, 20, -20]);
  const bps = draw.pick([null, '25', '-150', '400']);
  return {
    ...one,
    funds: {
      fees: {
        makerBps: draw.pick(['0', '1', '-0.5']),
        takerBps: draw.pick(['0', '5', '7.5']),
        asset: draw.pick(['quote', 'quote', 'received']),
      },
      account: {
        cash: String(Math.round((draw.int(0, 40) * MIDDLE_TICK) / draw.pick([2, 10]))),
        positions: new Map(held === 0 ? [] : [['TEST', held as Lots]]),
        shorting: false,
        leverage: 1,
        derivatives: new Set(['TEST']),
        marginLeverage: draw.pick([1, 2, 5, 20, 50]),
        entryPrices: new Map([['TEST', (MIDDLE_TICK + draw.int(-2, 2)) as Ticks]]),
        funding: { bps, times: fundingTimes(draw, one) },
      },
    },
  };
}

/** A few, on instants of the tape and off them. */
function fundingTimes(draw: Draw, { tape }: GeneratedCase): readonly EpochMicros[] {
  const times = Array.from(
    { length: draw.int(0, 3) },
    () => tape.time[draw.int(0, tape.rows - 1)]! + draw.pick([0, 0, 50]),
  );
  return [...new Set(times)].sort((a, b) => a - b) as EpochMicros[];
}
