/**
 * One execution has four types: the venue's truth, the report on the wire, the ledger's row around that, and the reader's
 * (`report/schema/fill.ts`). Whatever else speaks of one picks its fields from these: a type that declares price and
 * quantity, or the id of an execution, anew is found here.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../../src');
const ROOMS = ['core', 'sim/exchange', 'sim/fills', 'sim/link', 'sim/audit', 'report', 'store'];

const filesUnder = (room: string): string[] =>
  readdirSync(join(SRC, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${room}/${file}`);

/** Name and own fields of each interface and type literal of a file. */
function* typesOf(file: string): Generator<readonly [string, ReadonlySet<string>]> {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(SRC, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const open: ts.Node[] = [source];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    node.forEachChild((child) => void open.push(child));
    if (!ts.isInterfaceDeclaration(node) && !ts.isTypeLiteralNode(node)) continue;
    const owner = ts.isInterfaceDeclaration(node) ? node : node.parent;
    const isNamed = ts.isInterfaceDeclaration(owner) || ts.isTypeAliasDeclaration(owner);
    yield [
      `${file}: ${isNamed ? owner.name.text : ''}`,
      new Set(node.members.map((member) => member.name?.getText() ?? '')),
    ];
  }
}

it('an execution is told by four types, and all else is picked from them', () => {
  const told = ROOMS.flatMap(filesUnder).flatMap((file) =>
    [...typesOf(file)]
      .filter(([, has]) => has.has('execId') || (has.has('price') && has.has('quantity')))
      .map(([name]) => name),
  );
  expect(told.sort()).toEqual([
    'core/order/execution-report.ts: Execution',
    // A level of a book: no execution.
    'core/order/outcome.ts: DepthLevel',
    // The audit's verdict on one, by its id.
    'core/order/truth.ts: FillAudit',
    'core/order/truth.ts: TruthExecution',
  ]);
});
