/** What the core answered to whom, as HTTP: one table from its codes to problems, so that nobody decides twice what may be done. */
import type { Entry } from '../../core/state/entry.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import { type ProblemCode, ProblemError, type ProblemExtras } from '../problem.js';

type Refused = Extract<Entry, { kind: 'order-refused' }>;

const CODES: ReadonlyMap<string, ProblemCode> = new Map<string, ProblemCode>([
  ['confirmation-required', 'confirmation-required'],
  ['second-factor-required', 'second-factor-required'],
  ['quarantine', 'quarantined'],
  ['limit', 'limit-passed'],
  ['kill-switch', 'killed'],
  ['circuit-breaker', 'tripped'],
  ['gate-closed', 'gate-closed'],
]);

/** What is not a matter of the engine's state is the order's own fault. `factor`: why the code beside it failed. */
export function orderProblem(
  { code, problems }: Refused,
  { entries }: JournalBlock,
  factor = '',
): ProblemError {
  const said = problems
    .map(({ field, text }) => (field === '' ? text : `${field}: ${text}`))
    .join('; ');
  const known = CODES.get(code) ?? 'invalid-order';
  const detail = known === 'second-factor-required' && factor !== '' ? `${said}; ${factor}` : said;
  const asked = entries.find(({ kind }) => kind === 'confirmation-required');
  const extras: ProblemExtras = {
    ...(known === 'invalid-order' ? { problems } : {}),
    ...(asked?.kind === 'confirmation-required' ? { confirmation: asked.token } : {}),
  };
  return new ProblemError(known, detail, extras);
}

/** Null = it was carried out. `unknown`: what it is about is nothing that is there. */
export function commandProblem(
  { entries }: JournalBlock,
  unknown: ProblemCode | null = null,
): ProblemError | null {
  const refused = entries.find(({ kind }) => kind === 'operator-refused');
  if (refused?.kind !== 'operator-refused') return null;
  if (refused.denied === true) return new ProblemError('forbidden', `${refused.text}.`);
  return new ProblemError(unknown ?? 'refused', `${refused.text}.`);
}
