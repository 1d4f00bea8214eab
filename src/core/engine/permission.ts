/** Who may do what: checked here, whatever border it came over (REC-3, API). Pure. */
import type { OperatorCommand, Role } from '../state/input.js';

const RANK: Readonly<Record<Role, number>> = { viewer: 0, trader: 1, operator: 2, admin: 3 };

/** What a role may permit: operator commands, and giving orders and signals. */
export type Act = OperatorCommand['do'] | 'order' | 'signal';

const LEAST: Readonly<Record<Act, Role>> = {
  order: 'trader',
  signal: 'trader',
  'cancel-order': 'trader',
  'cancel-parent': 'trader',
  'cancel-slices': 'trader',
  'amend-parent': 'trader',
  'amend-order': 'trader',
  'kill-on': 'operator',
  'kill-off': 'operator',
  'breaker-trip': 'operator',
  'breaker-reset': 'operator',
  'quarantine-on': 'operator',
  'quarantine-off': 'operator',
  'orphan-adopt': 'operator',
  'orphan-cancel': 'operator',
  'orphan-narrow': 'operator',
  acknowledge: 'operator',
  reconcile: 'operator',
  stop: 'operator',
  engine: 'admin',
  limits: 'admin',
  'force-complete': 'admin',
};

/** Null = it is permitted. */
export function permissionProblem(act: Act, role: Role): string | null {
  const least = LEAST[act];
  return RANK[role] >= RANK[least] ? null : `${act} takes the role ${least}, not ${role}`;
}
