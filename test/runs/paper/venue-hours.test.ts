/** Hours that a venue says, as part of what an engine is configured with: kept with it, and read back as they were. */
import { describe, expect, it } from 'vitest';
import type { EpochMicros } from '../../../src/core/ground/units.js';
import { venueDayTexts, withVenueDays } from '../../../src/runs/paper/venue-hours.js';
import { decodeStoredConfig, encodeStoredConfig } from '../../../src/runs/stored-config.js';
import { configOf } from '../../support/engine-config.js';
import { INSTRUMENT } from '../../support/simulation-plan.js';

const STOCK = { ...INSTRUMENT, symbol: 'AAPL', calendar: 'nyse' } as const;
const config = {
  ...configOf(),
  instruments: new Map([
    ['AAPL', STOCK],
    ['BTCUSDT', INSTRUMENT],
  ]),
};
const DAYS = [
  { date: '2025-01-09', session: null },
  {
    date: '2025-01-10',
    session: {
      open: 1_736_519_400_000_000 as EpochMicros,
      close: 1_736_532_000_000_000 as EpochMicros,
    },
  },
];

describe('hours that a venue says', () => {
  it('F:RSK7 RCV-2: are kept with the configuration of what trades in sessions', () => {
    const kept = decodeStoredConfig(encodeStoredConfig(withVenueDays(config, DAYS)));
    expect(kept.instruments.get('AAPL')?.venueDays).toEqual(DAYS);
    expect(kept.instruments.get('BTCUSDT')).toEqual(INSTRUMENT);
  });

  it('change nothing where there are none', () => {
    expect(withVenueDays(config, [])).toBe(config);
    expect(withVenueDays(config, undefined)).toBe(config);
  });

  it('are told beside those of the calendar here', () => {
    expect(venueDayTexts(DAYS)).toEqual([
      "2025-01-09: the venue says closed, the calendar here closed: the venue's word counts",
      "2025-01-10: the venue says open 2025-01-10T14:30:00Z to 2025-01-10T18:00:00Z, the calendar here open 2025-01-10T14:30:00Z to 2025-01-10T21:00:00Z: the venue's word counts",
    ]);
  });
});
