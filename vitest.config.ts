/**
 * Tests and their coverage floors (DOC-4). Pure code: 90 % of lines and branches; the parts where an untested branch
 * costs money: all of it.
 */
import { configDefaults, defineConfig } from 'vitest/config';
import { missingHere } from './test/support/what-is-here.js';

const whole = { lines: 100, branches: 100, functions: 100, statements: 100 };

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...missingHere.map(({ tests }) => tests)],
    globalSetup: ['test/support/say-what-is-skipped.ts'],
    setupFiles: ['test/support/draw-from-seed.ts'],
    // Vitest leaves a processor free; on two that would be every other one.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    coverage: {
      provider: 'v8',
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
