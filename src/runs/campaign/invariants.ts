/** The invariants that the audit of a simulated run checks, by id (docs/rules/invariants.md, docs/rules/liveness.md). */
import { LAWS } from '../../sim/audit/liveness/laws.js';

const AUDITED = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 28, 29,
];

export const INVARIANTS: readonly string[] = [
  ...AUDITED.map((id) => `S${id}`),
  ...new Set(['L5', ...LAWS.map(({ id }) => id)]),
];
