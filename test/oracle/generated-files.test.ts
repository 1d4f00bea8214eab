/** The venue against the oracle on generated files that went through the importers, as recorded ones do. */
import { afterAll, beforeAll, describe } from 'vitest';
import { type Twins, writeTwins } from '../data/generated-recordings.js';
import { venueMatchesOracle } from './recorded-laws.js';

describe('the venue and the oracle on imported generated markets', () => {
  let twins: Twins;
  beforeAll(() => {
    twins = writeTwins(['spot', 'usdm']);
  });
  afterAll(() => {
    twins.remove();
  });
  venueMatchesOracle(() => twins.root, {
    buyAbove: '61800.4',
    sellBelow: '61799.6',
    limitBelow: ['61799.7', '61799.5'],
    buyThrough: '61799.8',
  });
});
