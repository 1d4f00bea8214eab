/** What is left of a bug: one file with everything needed to see it again. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunCrash } from '../runs/run-crash.js';
import { buildId } from '../runs/build-id.js';
import type { Redact } from '../runs/secrets.js';
import { sourceStack } from './source-stack.js';

/** Writes the bundle below `folder`, or where temporary files go; returns its path. No secret goes into it (S26). */
export function writeCrashBundle(
  error: unknown,
  argv: readonly string[],
  { folder, redact }: { readonly folder: string; readonly redact: Redact },
): string {
  const facts =
    error instanceof RunCrash
      ? error.facts
      : {
          message: error instanceof Error ? error.message : String(error),
          stack: error instanceof Error ? (error.stack ?? null) : null,
        };
  const stack = facts.stack === null ? null : sourceStack(facts.stack);
  const bundle = { build: buildId(), node: process.version, argv, ...facts, stack };
  const clean = (_: string, value: unknown): unknown =>
    typeof value === 'string' ? redact(value) : value;
  const text = `${JSON.stringify(bundle, clean, 2)}\n`;
  const name = `crash-${randomBytes(4).toString('hex')}.json`;
  for (const place of [folder, tmpdir()]) {
    try {
      mkdirSync(place, { recursive: true, mode: 0o700 });
      writeFileSync(join(place, name), text, { mode: 0o600 });
      return join(place, name);
    } catch {
      // A folder that cannot be written to must not hide the crash.
    }
  }
  return '(nowhere: no folder could be written to)';
}
