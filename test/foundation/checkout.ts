/**
 * A throw-away checkout of the foundation alone: this repository's bin, scripts and node_modules around sources the
 * test writes. Nothing of it is shared between tests.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Checkout {
  readonly root: string;
  readonly write: (path: string, text: string) => void;
  readonly read: (path: string) => string;
  readonly remove: (path: string) => void;
  /** Runs a program of the checkout under Node, to its end. */
  readonly node: (...args: string[]) => Finished;
}

export function aCheckout(sources: Readonly<Record<string, string>> = {}): Checkout {
  const root = mkdtempSync(join(tmpdir(), 'squall-checkout-'));
  for (const folder of ['bin', 'scripts']) {
    cpSync(join(ROOT, folder), join(root, folder), { recursive: true });
  }
  cpSync(join(ROOT, 'package.json'), join(root, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(sources)) write(path, text);
  return {
    root,
    write,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    remove: (path) => rmSync(join(root, path), { recursive: true, force: true }),
    node: (...args) =>
      spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 40_000 }),
  };
}
