/** The venue against the oracle on the recorded markets. */
import { describe } from 'vitest';
import { dataRoot } from '../support/what-is-here.js';
import { venueMatchesOracle } from './recorded-laws.js';

describe('the venue and the oracle on recorded markets', () => {
  // Both run from 61,850 to 61,680.
  venueMatchesOracle(() => dataRoot, {
    buyAbove: '61850',
    sellBelow: '61800',
    limitBelow: ['61760', '61765'],
    buyThrough: '61700',
  });
});
