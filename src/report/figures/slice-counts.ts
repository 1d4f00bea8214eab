/** SCH-7's "slices by outcome of total": every planned slice is counted under exactly one outcome. */
import { type OrderStatus, isTerminal } from '../../core/order/status.js';
import type { SliceCounts } from '../schema/parent-report.js';
import type { ProjectedChild, ProjectedParent } from '../projection/projection.js';

type Outcome = Exclude<keyof SliceCounts, 'planned' | 'sent'>;

export function sliceCounts(
  parent: ProjectedParent,
  children: readonly ProjectedChild[],
): SliceCounts {
  const counts: Record<Outcome, number> = {
    filled: 0,
    partial: 0,
    blocked: 0,
    skipped: 0,
    canceled: parent.slicesCanceled,
    failed: 0,
    dryRun: 0,
    open: 0,
  };
  for (const child of children) counts[outcomeOf(child)] += 1;
  const counted = children.length + parent.slicesCanceled;
  const planned = Math.max(counted, (parent.plan?.slices ?? 0) + parent.catchUps);
  const sent = children.filter((child) => child.sentAt !== null).length;
  return { planned, sent, ...counts, open: counts.open + planned - counted };
}

function outcomeOf(child: ProjectedChild): Outcome {
  const { status, filled, terms } = child;
  if (filled >= terms.quantity || (status === 'filled' && !isEndedShort(child))) return 'filled';
  if (status === 'dry_run') return 'dryRun';
  if (!isTerminal(status)) return 'open';
  return filled > 0 ? 'partial' : unfilledOutcome(status);
}

/** Called filled by a word that nothing bore out. */
const isEndedShort = ({ result }: ProjectedChild): boolean =>
  result?.outcome === 'partial' || result?.outcome === 'failed';

function unfilledOutcome(status: OrderStatus): Outcome {
  if (status.startsWith('blocked_')) return 'blocked';
  if (status === 'skipped') return 'skipped';
  return status === 'rejected' || status === 'failed' ? 'failed' : 'canceled';
}
