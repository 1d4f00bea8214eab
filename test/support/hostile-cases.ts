/**
 * How many hostile cases a law draws: 200 in a long run, or as many as `npm run long -- --cases N` asks for; a share in `npm test`. And
 * the ends such a case may have: whatever was fed to the program, it is not the program's fault.
 */
import { expect } from 'vitest';
import type { Ran } from '../cli/support/run-main.js';
import { draws } from './test-seed.js';

const CASES = 200;

export const hostileCases = Number(process.env['SQUALL_HOSTILE_CASES'] ?? draws(CASES));

/** For a law whose cases take so many milliseconds each, on a machine that does other things too. */
export const hostileTimeoutMs = (millisecondsEach: number): number =>
  60_000 + hostileCases * millisecondsEach;

/** A result, expectations that failed, wrong use, invalid input, a configuration or a store that cannot be used. */
const ENDS = [0, 1, 2, 3, 78];

/** Ended in a sentence. */
export function expectAnswered(ran: Ran, ends: readonly number[] = ENDS): void {
  expect(ran.err).not.toMatch(/squall has a bug|everything needed to find it/);
  expect(ends, ran.err).toContain(ran.code);
}
