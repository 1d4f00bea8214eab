/** A generated USD-M session through a whole run, in each of the formats a recorded one comes in. */
import { afterAll, beforeAll, describe } from 'vitest';
import { type Twins, writeTwins } from '../data/generated-recordings.js';
import { sameInAllFormats } from './format-laws.js';

describe('one generated USD-M session in three formats', () => {
  let twins: Twins;
  beforeAll(() => {
    twins = writeTwins(['usdm']);
  });
  afterAll(() => {
    twins.remove();
  });
  sameInAllFormats(() => twins.root);
});
