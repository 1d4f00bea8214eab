/**
 * Tests and their coverage floors (DOC-4). Pure code: 90 % of lines and branches; the parts where an untested branch
 * costs money: all of it.
 */
import { configDefaults, defineConfig } from 'vitest/config';
import { mutantPlugin } from './scripts/mutants/patches.mjs';
import { nativeSourcesPlugin } from './test/support/native-sources.js';
import { missingHere } from './test/support/what-is-here.js';

const whole = { lines: 100, branches: 100, functions: 100, statements: 100 };

const exclude = [...configDefaults.exclude, ...missingHere.map(({ tests }) => tests)];

/**
 * Start processes, draw many cases, play many whole runs, read recordings or drive a browser: to count their lines takes longer, and
 * what they reach the others reach as well.
 */
const uncounted = [
  'test/*.test.ts',
  'test/**/*{law,laws,recorded,browser}.test.ts',
  'test/{determinism,foundation,oracle}/**/*.test.ts',
  'test/cli/{bots,called,campaign,engine-verbs,interrupted,keep,kill-verb,main,paper*,record,serve-ends,wire}.test.ts',
  'test/core/engine/lost-acknowledgement.test.ts',
  'test/data/{damage,formats,generated-recordings}.test.ts',
  'test/live/wire/**/*.test.ts',
  'test/runs/{crash,instruments}/**/*.test.ts',
  'test/runs/{bundled-scenarios,damaged-data,damaged-scenarios,directed,fault-kinds,formats,incident-mutants,incidents,killed,other-configuration,room-for-a-slice,stopped-and-begun-again,strategy-examples,validate-run}.test.ts',
  'test/runs/campaign/{campaign,shrink-run}.test.ts',
  'test/store/engine-store/{backup,disk-faults,writer-lock}.test.ts',
];

/** `npm run prove` runs tests with one listed mutant in its source. */
const mutant = process.env['SQUALL_MUTANT'] ?? '';

export default defineConfig({
  plugins: mutant === '' ? [nativeSourcesPlugin(import.meta.dirname)] : mutantPlugin(mutant),
  test: {
    setupFiles: ['test/support/draw-from-seed.ts'],
    // Vitest leaves a processor free; on two that would be every other one.
    maxWorkers: 2,
    // One process reads a module once for all its files: a third of the time. No module here keeps state.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'counted',
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, ...uncounted],
        },
      },
      {
        extends: true,
        test: {
          name: 'uncounted',
          include: uncounted,
          exclude,
          globalSetup: ['test/support/say-what-is-skipped.ts'],
        },
      },
    ],
    // Limits on a busy machine, not what a test may take.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    coverage: {
      provider: 'custom',
      customProviderModule: 'test/support/native-coverage.ts',
      include: ['src/**/*.{ts,tsx}'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: {
        lines: 80,
        branches: 80,
        'src/core/**': { lines: 90, branches: 90 },
        'src/core/plan/slicer.ts': whole,
        'src/core/plan/schedule.ts': whole,
        'src/core/order/merge.ts': whole,
        'src/core/child/verifier.ts': whole,
      },
    },
  },
});
