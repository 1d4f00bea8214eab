/** Who may give which operator command: checked here, whatever border it came over (REC-3, API). Pure. */
import type { OperatorCommand, Role } from '../state/input.js';

const RANK: Readonly<Record<Role, number>> = { viewer: 0, trader: 1, operator: 2, admin: 3 };

const LEAST: Readonly<Record<OperatorCommand['do'], Role>> = {
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
  reconcile: 'operator',
  acknowledge: 'operator',
  engine: 'admin',
  limits: 'admin',
  'force-complete': 'admin',
};

/** Null = it is permitted. */
export function permissionProblem(command: OperatorCommand['do'], role: Role): string | null {
  const least = LEAST[command];
  return RANK[role] >= RANK[least] ? null : `${command} takes the role ${least}, not ${role}`;
}
