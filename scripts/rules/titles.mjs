/**
 * The titles of the tests in a file, found without running it: `it`, `test` and `describe` with their modifiers, nested,
 * and the rows of an `each` whose table stands in the file. A title that is computed keeps its source text in place of
 * what is computed.
 */
import ts from 'typescript';
import { idsOfTitle } from './ids.mjs';

const RUNNERS = new Set(['it', 'test', 'describe']);

/** `it` of `it`, `it.skipIf(x)`, `it.each(rows)`; null for every other call. */
function runnerOf(callee) {
  let node = callee;
  let table = null;
  for (;;) {
    if (ts.isIdentifier(node)) return RUNNERS.has(node.text) ? { name: node.text, table } : null;
    if (ts.isCallExpression(node)) {
      const { expression } = node;
      const isEach = ts.isPropertyAccessExpression(expression) && expression.name.text === 'each';
      if (isEach) table = node.arguments[0] ?? null;
      node = expression;
    } else if (ts.isPropertyAccessExpression(node)) node = node.expression;
    else return null;
  }
}

/** The text of a string or template; null for what is neither. */
function textOf(node) {
  if (node === undefined) return null;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  const spans = node.templateSpans.map(
    ({ expression, literal }) => `\${${expression.getText()}}${literal.text}`,
  );
  return node.head.text + spans.join('');
}

const unwrapped = (node) =>
  ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? unwrapped(node.expression) : node;

/** The first cell of each row of a table, where it is text: what `%s` becomes. */
function rowNames(table, constants) {
  if (table === null) return [];
  const found = unwrapped(ts.isIdentifier(table) ? (constants.get(table.text) ?? table) : table);
  if (!ts.isArrayLiteralExpression(found)) return [];
  return found.elements.flatMap((element) => {
    const row = unwrapped(element);
    const name = textOf(ts.isArrayLiteralExpression(row) ? row.elements[0] : row);
    return name === null ? [] : [name];
  });
}

function constantsOf(file) {
  const constants = new Map();
  const visit = (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      constants.set(node.name.text, node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return constants;
}

/** A row counts as a test of its own only when its name says more than the title: an id. */
function testsOf(title, above, rows) {
  const ids = idsOfTitle(title);
  const inherited = above.map(idsOfTitle).findLast((found) => found.length > 0) ?? [];
  const proves = ids.length > 0 ? ids : inherited;
  const chain = [...above, title].join(' > ');
  const named = title.includes('%s')
    ? rows.map((row) => ({
        title: [...above, title.replace('%s', () => row)].join(' > '),
        proves: idsOfTitle(row).filter((id) => !proves.includes(id)),
      }))
    : [];
  return [{ title: chain, proves }, ...named.filter((row) => row.proves.length > 0)];
}

/**
 * `{ title, proves }` of every test in a file; a title holds those of the groups around it.
 *
 * @public A test loads it by its path.
 */
export function testsIn(path, text) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const constants = constantsOf(file);
  const tests = [];
  const visit = (node, above) => {
    const runner = ts.isCallExpression(node) ? runnerOf(node.expression) : null;
    const title = runner === null ? null : textOf(node.arguments[0]);
    if (title === null || node.arguments.length < 2) {
      ts.forEachChild(node, (child) => visit(child, above));
    } else if (runner.name === 'describe') {
      node.arguments.forEach((argument) => visit(argument, [...above, title]));
    } else {
      tests.push(...testsOf(title, above, rowNames(runner.table, constants)));
    }
  };
  visit(file, []);
  return tests;
}

/** Every test of a tree that names a rule: `{ file, title, proves }`. */
export const testsOfTree = (files) =>
  files
    .filter(({ path }) => /^test\/.*\.ts$/.test(path))
    .flatMap(({ path, text }) => testsIn(path, text).map((test) => ({ file: path, ...test })));
