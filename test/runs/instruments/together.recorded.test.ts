/** Two recorded markets and a generated one in one run. */
import { describe } from 'vitest';
import { dataRoot } from '../../support/what-is-here.js';
import { eachAsAlone } from './recorded-laws.js';

describe('two recordings', () => {
  eachAsAlone(() => dataRoot);
});
