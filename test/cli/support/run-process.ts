/** The command as its users start it: a process of its own. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Ran } from './run-main.js';

export const BIN = resolve(import.meta.dirname, '../../../bin/squall.mjs');

/** `env`: on top of the test's own. */
export function runProcess(
  args: readonly string[],
  place: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string } = {},
): Promise<Ran> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [BIN, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...place.env },
      ...(place.cwd === undefined ? {} : { cwd: place.cwd }),
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? -1, out, err }));
  });
}
