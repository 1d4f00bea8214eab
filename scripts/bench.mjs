/**
 * `npm run bench -- [name…] [options]`: runs every benchmark, which is every file of bench/ itself but the runner, one
 * after the other so that none disturbs the next. What follows the names is handed to each of them (`--quick`, parts of
 * a benchmark). Exits 1 when one failed or missed its floor, after all have run.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);
const known = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.ts') && file !== 'runner.ts')
  .map((file) => basename(file, '.ts'))
  .sort();
const words = process.argv.slice(2);
const firstOther = words.findIndex((word) => !known.includes(word));
const names = firstOther < 0 ? words : words.slice(0, firstOther);
const options = firstOther < 0 ? [] : words.slice(firstOther);

if (names.length === 0 && options.some((word) => !word.startsWith('--'))) {
  console.error(`no benchmark ${options.join(' ')}; there are ${known.join(', ')}`);
  process.exitCode = 1;
} else {
  for (const name of names.length > 0 ? names : known) {
    console.log(`\n${name}`);
    const { status } = spawnSync(
      process.execPath,
      ['--import', 'tsx', join('bench', `${name}.ts`), ...options],
      { cwd: root, stdio: 'inherit' },
    );
    if (status !== 0) process.exitCode = 1;
  }
}
