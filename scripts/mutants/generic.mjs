/**
 * Mutants nobody thought of: places of the core found in its syntax (a comparison, a statement that does something, a
 * small number) and changed without a look at what they mean. Which ones is drawn from a seed.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..', '..');
/** Rooms that decide. The others tell, or are proven by laws of their own. */
const ROOMS = ['child', 'guard', 'order', 'parent', 'plan'];

const FLIPPED = new Map([
  ['<', '<='],
  ['<=', '<'],
  ['>', '>='],
  ['>=', '>'],
  ['===', '!=='],
  ['!==', '==='],
]);

/** What a node may be turned into; null = it is left alone. */
function changeOf(node, source) {
  if (ts.isBinaryExpression(node)) {
    const sign = node.operatorToken;
    const flipped = FLIPPED.get(sign.getText(source));
    return flipped === undefined
      ? null
      : { start: sign.getStart(source), end: sign.getEnd(), text: flipped };
  }
  if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression))
    return { start: node.getStart(source), end: node.getEnd(), text: ';' };
  if (ts.isNumericLiteral(node) && Number(node.text) < 100)
    return {
      start: node.getStart(source),
      end: node.getEnd(),
      text: String(Number(node.text) + 1),
    };
  return null;
}

function sitesOf(file) {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const sites = [];
  const visit = (node) => {
    // A type has no behaviour.
    if (ts.isTypeNode(node)) return;
    const change = changeOf(node, source);
    if (change !== null) {
      const { line } = source.getLineAndCharacterOfPosition(change.start);
      sites.push({ file, line: line + 1, ...change });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sites;
}

const lineAt = (text, position) => {
  const start = text.lastIndexOf('\n', position - 1) + 1;
  const end = text.indexOf('\n', position);
  return text.slice(start, end === -1 ? text.length : end).trim();
};

function mutantAt({ file, line, start, end, text }) {
  const source = readFileSync(join(root, file), 'utf8');
  const changed = source.slice(0, start) + text + source.slice(end);
  return {
    id: `${file.replace('src/core/', '')}:${line}`,
    loss: `${lineAt(source, start)}  ->  ${lineAt(changed, start)}`,
    file,
    apply: () => changed,
  };
}

/** A mutant is drawn by what it changes, not by its place in a list: a change elsewhere in the sources leaves it drawn. */
const lotOf = (seed, { file, loss }) =>
  createHash('sha256').update(`${seed}\n${file}\n${loss}`).digest('hex');

/** @returns `count` different mutants of the seed, each with the line it changes, before and after. */
export function genericMutants(seed, count) {
  const mutants = ROOMS.flatMap((room) =>
    readdirSync(join(root, 'src/core', room))
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => sitesOf(`src/core/${room}/${name}`))
      .map(mutantAt),
  );
  return mutants
    .map((mutant) => ({ mutant, lot: lotOf(seed, mutant) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, count)
    .map(({ mutant }) => mutant);
}
