/** Runs once before all tests (vitest.config.ts): one line for each thing this machine lacks. */
import { missingHere } from './what-is-here.js';

export function setup(): void {
  for (const { line } of missingHere) console.log(line);
}
