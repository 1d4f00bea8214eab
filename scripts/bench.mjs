/**
 * `npm run bench [name…]`: runs every benchmark, which is every file of bench/ itself but the runner, one after the
 * other so that none disturbs the next. Exits 1 when one failed or missed its floor, after all have run.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);
const known = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.ts') && file !== 'runner.ts')
  .map((file) => basename(file, '.ts'))
  .sort();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));

if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are ${known.join(', ')}`);
  process.exitCode = 1;
} else {
  for (const name of asked.length > 0 ? asked : known) {
    console.log(`\n${name}`);
    const { status } = spawnSync(
      process.execPath,
      ['--import', 'tsx', join('bench', `${name}.ts`)],
      {
        cwd: root,
        stdio: 'inherit',
      },
    );
    if (status !== 0) process.exitCode = 1;
  }
}
