/**
 * `npm run rules`: writes into docs/rules which tests prove each rule, then says what is wrong with the book, lists that
 * name a test which is gone included. With `--check` it writes nothing. Exits 1 when something is wrong.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { problemsOf, staleListings, testsByRule } from './rules/judge.mjs';
import { BOOK, rulesOf, withTests } from './rules/rulebook.mjs';
import { testsOfTree } from './rules/titles.mjs';
import { readTree } from './rules/tree.mjs';

const root = dirname(import.meta.dirname);

function refresh() {
  const files = readTree(root);
  const testsOf = testsByRule(testsOfTree(files));
  for (const { path, text } of files.filter((file) => BOOK.test(file.path))) {
    const fresh = withTests(text, testsOf);
    if (fresh !== text) writeFileSync(join(root, path), fresh);
  }
}

if (!process.argv.includes('--check')) refresh();
const files = readTree(root);
const problems = [...problemsOf(files), ...staleListings(files)];
for (const problem of problems) console.log(problem);
console.log(`${rulesOf(files).length} rules, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
