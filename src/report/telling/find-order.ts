/**
 * From what a user types to the order or fill meant: a short name (P1, P1/3, P1/3.1), or an id or the beginning of one
 * that fits nothing else. Fills are numbered in the order of the venue's ledger where there is one, else as booked.
 */
import type { Fill } from '../schema/fill.js';
import { nearestWord } from '../text/nearest-word.js';
import type { ProjectedChild, ProjectedParent } from '../projection/projection.js';
import { byOrder } from '../projection/by-order.js';
import { fillsOf } from '../projection/fills-of.js';
import type { TraceSource, Words } from './words.js';

export type Found =
  | { readonly kind: 'parent'; readonly parent: ProjectedParent }
  | { readonly kind: 'child'; readonly child: ProjectedChild }
  | { readonly kind: 'fill'; readonly fill: Fill; readonly child: ProjectedChild }
  | { readonly kind: 'problem'; readonly text: string };

interface Candidate {
  readonly names: readonly string[];
  readonly found: Found;
}

export function findOrder(source: TraceSource, words: Words, asked: string): Found {
  const candidates = candidatesOf(source, words);
  const exact = candidates.filter(({ names }) => names.includes(asked));
  const matches =
    exact.length > 0
      ? exact
      : candidates.filter(({ names }) => names.some((name) => name.startsWith(asked)));
  const [match] = matches;
  if (match !== undefined && asked !== '' && matches.length === 1) return match.found;
  return { kind: 'problem', text: problemText(asked, asked === '' ? [] : matches, candidates) };
}

function problemText(
  asked: string,
  matches: readonly Candidate[],
  all: readonly Candidate[],
): string {
  const shown = (list: readonly Candidate[]): string =>
    list
      .slice(0, 6)
      .map(({ names: [short = ''] }) => short)
      .join(', ') + (list.length > 6 ? ', ...' : '');
  if (matches.length > 1) return `"${asked}" fits ${matches.length} of them: ${shown(matches)}`;
  if (all.length === 0) return `no order or fill "${asked}": the run has none`;
  const near = nearestWord(
    asked,
    all.flatMap(({ names }) => names),
  );
  return `no order or fill "${asked}"${near === null ? '' : `; did you mean "${near}"?`} (there are ${shown(all)})`;
}

function candidatesOf(source: TraceSource, { projection }: Words): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const executions = byOrder(source.ledger?.executions ?? []);
  for (const parent of projection.parents.values()) {
    candidates.push({ names: [parent.name, parent.parentId], found: { kind: 'parent', parent } });
  }
  for (const child of projection.children.values()) {
    candidates.push({ names: [child.name, child.clientOrderId], found: { kind: 'child', child } });
    for (const fill of fillsOf(executions, child)) {
      candidates.push({ names: [fill.name, fill.execId], found: { kind: 'fill', fill, child } });
    }
  }
  return candidates;
}
