/** Two instruments read from generated files in the formats of recordings, and one generated, in one run. */
import { afterAll, beforeAll, describe } from 'vitest';
import { type Twins, writeTwins } from '../../data/generated-recordings.js';
import { eachAsAlone } from './recorded-laws.js';

describe('generated twins of two recordings', () => {
  let twins: Twins;
  beforeAll(() => {
    twins = writeTwins(['spot', 'usdm']);
  });
  afterAll(() => {
    twins.remove();
  });
  eachAsAlone(() => twins.root);
});
