/** The count printed last by `npm test`: no way of failing may count as zero. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ROOT } from './checkout.js';

interface TestFile {
  readonly name: string;
  readonly status: 'passed' | 'failed';
  readonly assertionResults: readonly { readonly status: string }[];
}
type Tally = (
  files: readonly TestFile[] | null,
  status: number,
) => { passed: number; failed: number; broken: string[] };

const module = (await import(pathToFileURL(join(ROOT, 'scripts/tally.mjs')).href)) as {
  readonly tally: Tally;
};

const aFile = (status: TestFile['status'], ...tests: string[]): TestFile => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

describe('tally', () => {
  const { tally } = module;

  it('counts each test and the run itself; skipped ones are neither', () => {
    const files = [aFile('passed', 'passed', 'skipped'), aFile('passed', 'passed', 'todo')];
    expect(tally(files, 0)).toEqual({ passed: 3, failed: 0, broken: [] });
  });

  it('counts failed tests once', () => {
    const files = [aFile('failed', 'passed', 'failed', 'failed')];
    expect(tally(files, 1)).toEqual({ passed: 1, failed: 2, broken: [] });
  });

  it('counts a file that could not be loaded', () => {
    const files = [aFile('failed'), aFile('passed', 'passed')];
    expect(tally(files, 1)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('DOC-4: counts a missed coverage floor', () => {
    expect(tally([aFile('passed', 'passed')], 1)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('counts a run that never reported', () => {
    expect(tally(null, 0)).toMatchObject({ passed: 0, failed: 1 });
    expect(tally([], 1)).toMatchObject({ failed: 1 });
  });
});
