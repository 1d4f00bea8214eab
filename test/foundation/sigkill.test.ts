/** The real program killed with SIGKILL, a few times: `npm run sigkill` does it for hours. Every wait in it has a limit. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testSeed } from '../support/test-seed.js';
import { ROOT } from './checkout.js';

/** Orders that are over in some seconds. */
const SHORT = [
  'clock.duration=12m',
  'orders.0.duration=80s',
  'orders.0.slices=16',
  'orders.1.duration=60s',
  'orders.1.slices=6',
  'orders.2.fillTimeout=60s',
  'orders.3.at=20s',
  'orders.3.duration=40s',
  'orders.3.slices=8',
];

const run = (
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly out: string }> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(ROOT, 'scripts/sigkill.mjs'), ...args]);
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.on('error', fail);
    child.on('close', (code) => done({ code, out }));
  });

describe('the real program', () => {
  it('F:PRC3 RCV-4 S3 S8: killed at any moment and begun again, it sends nothing twice, loses nothing, and knows every fill once', async () => {
    const set = SHORT.flatMap((text) => ['--set', text]);
    const asked = ['--cycles', '4', '--seed', String(testSeed % 1_000_000), '--speed', '40'];
    const { code, out } = await run([...asked, ...set]);
    expect({ code, out }).toMatchObject({ code: 0 });
    expect(out).toMatch(/killed with SIGKILL +4\n/);
    expect(out).toMatch(/parents +4\n/);
    expect(out).toMatch(/wrong +0\n/);
  }, 60_000);
});
