/** Notes where the venue and the store differed (REC-5, REC-8): the first hundred are told one by one. */
import type { RunDraft } from './draft.js';
import type { ProjectedFinding } from './projection.js';

const KEPT = 100;

export function noteFinding({ reconciliation }: RunDraft, finding: ProjectedFinding): void {
  if (reconciliation.found.length < KEPT) reconciliation.found.push(finding);
}
