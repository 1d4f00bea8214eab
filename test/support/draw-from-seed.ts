/**
 * Runs before each test file (vitest.config.ts): properties draw from the test seed. A property that sets a seed of its own
 * would escape the long run; test/foundation/long-run.test.ts looks for such.
 */
import fc from 'fast-check';
import { testSeed } from './test-seed.js';

fc.configureGlobal({ seed: testSeed });
