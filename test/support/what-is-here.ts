/**
 * What a machine may lack that some tests need. Those tests are left out there (vitest.config.ts), and one line each says
 * what was left out and how to get what is missing (say-what-is-skipped.ts).
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of recorded markets; empty where nobody named one. */
export const dataRoot = process.env['SQUALL_DATA_DIR'] ?? '';
const hasRecordings = dataRoot !== '' && existsSync(join(dataRoot, 'binance-raw'));

const BROWSERS = [
  process.env['SQUALL_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
/** Undefined where there is none. */
export const chromiumPath = BROWSERS.find((path) => path !== undefined && existsSync(path));

export interface Missing {
  /** The tests that need it. */
  readonly tests: string;
  readonly line: string;
}

const NO_RECORDINGS: Missing = {
  tests: 'test/**/*recorded.test.ts',
  line:
    'skipped: tests on recorded markets; set SQUALL_DATA_DIR to them (files: github.com/nkaz001/hftbacktest, examples; ' +
    'archive: squall data fetch binance-vision SYMBOL DATE; layout: docs/testing.md)',
};
const NO_BROWSER: Missing = {
  tests: 'test/server/*browser.test.ts',
  line: 'skipped: the pages in a browser; apt-get install chromium, or set SQUALL_CHROMIUM',
};

export const missingHere: readonly Missing[] = [
  ...(hasRecordings ? [] : [NO_RECORDINGS]),
  ...(chromiumPath === undefined ? [NO_BROWSER] : []),
];
