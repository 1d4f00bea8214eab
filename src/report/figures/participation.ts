/**
 * F17: how large a part of the market our executions would have been. Above a tenth of an interval's volume a recorded
 * market would have reacted to us, and everything measured against it flatters.
 */
import { MICROS_PER_MINUTE, type EpochMicros } from '../../core/ground/units.js';
import type { Interval } from './benchmarks.js';
import type { ChildReport, WarningReport } from '../schema/parent-report.js';
import type { ProjectedChild, ProjectedParent } from '../projection/projection.js';

const PARTICIPATION_WARNING_SHARE = 0.1;

/**
 * An order that is done in milliseconds is held against a minute: the volume of the milliseconds themselves says nothing
 * about how large it was.
 */
const SHORTEST_WINDOW = MICROS_PER_MINUTE;

/** From a slice's scheduled instant to the next one's, or to its own end if that is later. */
export function sliceWindow(
  parent: ProjectedParent,
  child: ProjectedChild,
  runEnd: EpochMicros,
): Interval | null {
  const from = child.scheduledAt ?? child.sentAt;
  if (from === null) return null;
  const to = Math.max(from + gapOf(parent), child.doneAt ?? runEnd);
  return { from, to: Math.min(to, runEnd) as EpochMicros };
}

export const parentWindow = ({ from, to }: Interval, runEnd: EpochMicros): Interval => ({
  from,
  to: Math.min(Math.max(to, from + SHORTEST_WINDOW), runEnd) as EpochMicros,
});

/** Time between two slices of the plan. */
function gapOf({ plan, algo }: ProjectedParent): number {
  if (plan === null || algo === 'direct') return SHORTEST_WINDOW;
  const gap =
    plan.spacing.kind === 'interval'
      ? plan.spacing.interval
      : Math.floor(plan.spacing.duration / plan.slices);
  return gap > 0 ? gap : SHORTEST_WINDOW;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** At most two warnings a parent: for the whole, and for its slices together. */
export function participationWarnings(
  subject: string,
  share: number | null,
  children: readonly ChildReport[],
): readonly WarningReport[] {
  const warnings: WarningReport[] = [];
  if (share !== null && share > PARTICIPATION_WARNING_SHARE) {
    const text = `took ${percent(share)} of the interval's volume: the recorded market would have reacted`;
    warnings.push({ code: 'participation', subject, text });
  }
  const heavy = children.filter(
    (child) => (child.participationShare ?? 0) > PARTICIPATION_WARNING_SHARE,
  );
  const most = heavy.reduce<ChildReport | null>(
    (best, child) =>
      (best?.participationShare ?? 0) >= (child.participationShare ?? 0) ? best : child,
    null,
  );
  if (most === null) return warnings;
  const text =
    `${heavy.length} of ${children.length} slices took more than ${percent(PARTICIPATION_WARNING_SHARE)} of their ` +
    `interval's volume (most: ${most.name}, ${percent(most.participationShare ?? 0)})`;
  return [...warnings, { code: 'slice-participation', subject, text }];
}
