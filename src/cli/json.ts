/** Results as JSON on stdout: one value, indented, with a line end. */
import type { World } from './world.js';

const INDENT = 2;

export function printJson(world: World, value: unknown): void {
  world.out(`${JSON.stringify(value, null, INDENT)}\n`);
}

/** As `printJson` of `{ schemaVersion, runs, summary }`, with one of the runs in memory at a time. */
export function printRunsJson(
  world: World,
  {
    schemaVersion,
    runs,
    summary,
  }: {
    readonly schemaVersion: number;
    readonly runs: Iterable<unknown>;
    readonly summary: unknown;
  },
): void {
  world.out(`{\n  "schemaVersion": ${schemaVersion},\n  "runs": [`);
  let before = '\n';
  for (const run of runs) {
    world.out(`${before}${indented(run, 2 * INDENT)}`);
    before = ',\n';
  }
  const end = before === '\n' ? ']' : '\n  ]';
  world.out(`${end},\n  "summary": ${indented(summary, INDENT).trimStart()}\n}\n`);
}

function indented(value: unknown, by: number): string {
  const blanks = ' '.repeat(by);
  return JSON.stringify(value, null, INDENT)
    .split('\n')
    .map((line) => blanks + line)
    .join('\n');
}
