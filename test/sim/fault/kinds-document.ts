/**
 * docs/fault-kinds.md, made from what the kinds say of themselves: the table from the descriptor, the text from the head of
 * the file. Written anew by `npx vitest run test/sim/fault/kinds-document.test.ts -u`.
 */
import { readFileSync } from 'node:fs';
import type { FaultKind } from '../../../src/sim/fault/fault-kind.js';
import type { FaultParameter } from '../../../src/sim/fault/parameter.js';
import { FAULT_KINDS } from '../../../src/sim/fault/registry.js';

const HEAD = `# Kinds of faults

Made from the simulator's own descriptions. How faults work, and how to say when they act: [faults.md](faults.md).
`;

export function kindsDocument(): string {
  const kinds = [...FAULT_KINDS.values()];
  const rows = kinds.map(
    ({ kind, ids, seam, text, scope }) =>
      `| [\`${kind}\`](#${kind}) | ${ids.join(', ')} | ${seam} | ${text} | ${scope} |`,
  );
  const table = [
    '| kind | catalogue | seam | what happens | to which instruments |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ];
  return [HEAD, `${table.join('\n')}\n`, ...kinds.map(section)].join('\n');
}

function section(kind: FaultKind): string {
  const { ids, seam, parameters, scope, acts, counts } = kind;
  const rows: readonly (readonly [string, string])[] = [
    ['catalogue, seam', `${ids.join(', ')}, ${seam}`],
    ...Object.entries(parameters).map(
      ([name, described]) => [`\`${name}\``, said(described)] as const,
    ),
    ...kind.exactlyOne.map((group) => ['exactly one of', group.join(', ')] as const),
    ['of', scope],
    ['acts', acts],
    ['counts', counts],
  ];
  const table = ['| | |', '| --- | --- |', ...rows.map(([name, text]) => `| ${name} | ${text} |`)];
  return [`## ${kind.kind}\n`, `${table.join('\n')}\n`, `${textOf(kind)}\n`].join('\n');
}

function said({ type, doc, required, fallback, choices, min, max }: FaultParameter): string {
  const range = type === 'factor' ? `, ${min} to ${max}` : type === 'share' ? ', 0 to 1' : '';
  const listed = choices === null ? '' : `: ${choices.map((one) => `\`${one}\``).join(', ')}`;
  return `${doc}${listed}${range}${required ? '' : leftOut(type, fallback)}`;
}

function leftOut(type: FaultParameter['type'], fallback: unknown): string {
  if (fallback === null) return '';
  if (type === 'paths') return '; all when left out';
  const value =
    type === 'duration'
      ? `${(fallback as number) / 1_000_000}s`
      : (fallback as string | number).toString();
  return `; \`${value}\` when left out`;
}

/** The head of its file, with what is not as in reality set off. */
function textOf({ kind }: FaultKind): string {
  const source = readFileSync(`src/sim/fault/${kind}.ts`, 'utf8');
  const head = /^\/\*\*\n(.*?)\n \*\//s.exec(source)?.[1] ?? '';
  return head
    .split('\n')
    .map((line) => line.replace(/^ \* ?/, ''))
    .join('\n')
    .replace(/^Unrealistic(, on purpose)?:/m, '*Unrealistic$1:*');
}
