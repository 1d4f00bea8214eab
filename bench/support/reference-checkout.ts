/** A commit of this repository as a checkout of its own beside the one under test, for as long as a benchmark takes. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

/** Calls `use` with the folder of the checkout, which shares this one's packages; removes it afterwards. */
export async function withCheckout<T>(
  commit: string,
  use: (root: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'squall-against-'));
  const root = join(folder, 'checkout');
  const git = (...args: readonly string[]): void => {
    execFileSync('git', args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  try {
    git('worktree', 'add', '--detach', root, commit);
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'dir');
    return await use(root);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    git('worktree', 'prune');
  }
}
