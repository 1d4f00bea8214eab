/** The recorded USD-M session through a whole run, in each of its formats. */
import { describe } from 'vitest';
import { dataRoot } from '../support/what-is-here.js';
import { sameInAllFormats } from './format-laws.js';

describe('one recorded USD-M session in three formats', () => {
  sameInAllFormats(() => dataRoot);
});
