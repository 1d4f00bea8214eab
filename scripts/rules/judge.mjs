/**
 * Holds a checkout against its rulebook. A problem is one line that names the place and the fix: an id that is cited and
 * has no rule, a document that is named and not there, a rule without a test that does not say so, a rule that says
 * "Not built." and has one. The printed lists of tests are judged apart.
 */
import { idsIn } from './ids.mjs';
import { rulesOf } from './rulebook.mjs';
import { testsOfTree } from './titles.mjs';

/** Test titles by the rule they name. */
export function testsByRule(tests) {
  const byRule = new Map();
  for (const test of tests) {
    for (const id of test.proves) byRule.set(id, [...(byRule.get(id) ?? []), test]);
  }
  return (id) => byRule.get(id) ?? [];
}

function citedWithoutRule(files, known) {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) =>
      idsIn(line)
        .filter((id) => !known.has(id))
        .map(
          (id) => `${path}:${index + 1}: ${id} is no rule; state it in docs/rules, or correct it`,
        ),
    ),
  );
}

const nameOf = (path) => path.slice(path.lastIndexOf('/') + 1);

/** Documents that a source names and no reader can open. */
function namedAndGone(files) {
  const there = new Set(files.map(({ path }) => nameOf(path)));
  return files
    .filter(({ path }) => /^(src|bench|scripts)\//.test(path))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          [...line.matchAll(/[\w./-]*\w\.md\b/g)]
            .filter(([name]) => !there.has(nameOf(name)))
            .map(([name]) => `${path}:${index + 1}: there is no document ${name}`),
        ),
    );
}

function ofHeadings(rules) {
  const seen = new Set();
  return rules.flatMap(({ id, isId, file }) => {
    if (!isId) return [`${file}: "${id}" opens a rule and is no id`];
    if (seen.has(id)) return [`${file}: ${id} is stated twice`];
    seen.add(id);
    return [];
  });
}

const ofTests = (rules, testsOf) =>
  rules.flatMap(({ id, isId, file, isBuilt }) => {
    const tests = testsOf(id);
    if (isId && isBuilt && tests.length === 0) {
      return [`${file}: no test names ${id} in its title; write one, or say **Not built.**`];
    }
    if (!isBuilt && tests.length > 0) {
      const [{ file: test, title }] = tests;
      return [`${file}: ${id} is marked **Not built.**, but ${test} proves it ("${title}")`];
    }
    return [];
  });

/** Tests that a list names and that are gone: renamed or moved since `npm run rules` made it. */
export function staleListings(files) {
  const there = new Set(testsOfTree(files).map(({ file, title }) => `${file} ${title}`));
  return rulesOf(files).flatMap(({ id, file, listed }) =>
    listed
      .filter((test) => !there.has(`${test.file} ${test.title}`))
      .map((test) => `${file}: ${id} lists "${test.title}" (${test.file}), which is gone`),
  );
}

/** All problems of a tree as read by `readTree`; none = the book is true. */
export function problemsOf(files) {
  const rules = rulesOf(files);
  const known = new Set(rules.map(({ id }) => id));
  return [
    ...ofHeadings(rules),
    ...citedWithoutRule(files, known),
    ...namedAndGone(files),
    ...ofTests(rules, testsByRule(testsOfTree(files))),
  ];
}
