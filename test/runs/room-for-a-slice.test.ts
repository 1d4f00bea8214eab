/**
 * How much a run keeps of an executed slice while it goes on: the state, the judge, the venue's ledger, the rows of the
 * report. `bench/scale.ts` holds the peak of 100,000 of them; this holds what it is made of, on few, in a process of its own.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';

it('SCH-8: an executed slice takes no more than 3.5 kB of heap while its run goes on', async () => {
  // Below the checkout, so that packages are found.
  const outfile = join(mkdtempSync(join(PACKAGE_ROOT, 'node_modules/.room-')), 'room.mjs');
  try {
    await build({
      entryPoints: [join(import.meta.dirname, 'support/print-room.ts')],
      ...{ outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm' },
      logLevel: 'silent',
    });
    const bytes = execFileSync(process.execPath, ['--expose-gc', outfile], { encoding: 'utf8' });
    expect(Number(bytes)).toBeGreaterThan(1_000);
    expect(Number(bytes)).toBeLessThan(3_500);
  } finally {
    rmSync(dirname(outfile), { recursive: true });
  }
});
