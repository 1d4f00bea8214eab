/**
 * Did the engine know the truth? It did where no invariant broke, no fill was missed, learned of late, left without its
 * price, imagined or counted twice, and no order was left that is open for one side only. Where it did not, how often and for how long. What the venue did too close to the end
 * to be known counts against nobody (SIM-5), nor does the time that news takes on its way.
 */
import type { ClientOrderId } from '../../core/order/order.js';
import type { AuditResult, FillAudit, OneSidedOrder, Violation } from '../../core/order/truth.js';
import { lengthText } from '../../core/ground/length-text.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { ProjectedStart } from '../projection/projection.js';
import type { EngineVerdict } from '../schema/verdict.js';
import { formatOffset } from '../text/numbers.js';
import type { ReportContext } from './report-context.js';

const NAMES_TOLD = 3;

export function engineVerdict(context: ReportContext): EngineVerdict {
  const { audit } = context.run;
  if (audit === null) return { knewTruth: null, wrong: [] };
  const faults = [
    ...brokenInvariants(audit.violations, context.run.virtual.start),
    ...wrongFills(context, audit),
    ...counted(
      audit.phantom,
      'that never was, booked as one',
      'that never were, booked all the same',
    ),
    ...counted(audit.doubled, 'booked twice', 'booked twice'),
    ...wrongOrders(context, audit),
  ];
  if (faults.length === 0) return { knewTruth: true, wrong: [] };
  const position = lengthText(audit.positionErrorMicros);
  return { knewTruth: false, wrong: [...faults, `its position was wrong for ${position} in all`] };
}

const counted = (count: number, one: string, many: string): readonly string[] =>
  count === 0 ? [] : [`${fillsText(count)} ${count === 1 ? one : many}`];

const fillsText = (count: number): string => (count === 1 ? '1 fill' : `${count} fills`);

function wrongFills(context: ReportContext, { fills }: AuditResult): readonly string[] {
  const end = context.run.virtual.end;
  const owed = fills.filter((fill) => fill.owed);
  const tell = (
    wrong: readonly FillAudit[],
    words: string,
    unknownFor: (fill: FillAudit) => number,
    more = '',
  ): readonly string[] => {
    if (wrong.length === 0) return [];
    const longest = lengthText(Math.max(...wrong.map(unknownFor)));
    return [`${fillsText(wrong.length)} (${ordersOf(context, wrong)}) ${words} ${longest}${more}`];
  };
  const late = fills.filter((fill) => fill.late);
  const backAt = (fill: FillAudit): EpochMicros | null => backAfter(context, fill);
  return [
    ...tell(
      owed.filter(({ detectedAt }) => detectedAt === null),
      'never known, the first for',
      ({ at }) => end - at,
    ),
    ...tell(
      late.filter((fill) => backAt(fill) === null),
      'known only after its order had been given up, after up to',
      ({ at, detectedAt }) => (detectedAt ?? end) - at,
    ),
    // No process that is down gives anything up.
    ...tell(
      late.filter((fill) => backAt(fill) !== null),
      'made while the process was down; known up to',
      (fill) => (fill.detectedAt ?? end) - (backAt(fill) ?? end),
      ' after it was back',
    ),
    ...tell(
      owed.filter(({ detectedAt, pricedAt }) => detectedAt !== null && pricedAt === null),
      'known without its price, for up to',
      ({ detectedAt }) => end - (detectedAt ?? end),
    ),
  ];
}

/** When the process was back that was down, or had written its last, as the fill was made; null = it was up. */
function backAfter(
  { projection }: ReportContext,
  { at, detectedAt }: FillAudit,
): EpochMicros | null {
  const { starts } = projection.reconciliation;
  const isDown = ({ downSince, gatedAt }: ProjectedStart): boolean =>
    at < gatedAt && (downSince === null || downSince <= at);
  const start = starts.find(isDown);
  if (start === undefined || detectedAt === null || detectedAt < start.gatedAt) return null;
  return start.gatedAt;
}

function wrongOrders(context: ReportContext, { oneSided }: AuditResult): readonly string[] {
  const end = context.run.virtual.end;
  const tell = (openFor: OneSidedOrder['openFor'], words: string): readonly string[] => {
    const wrong = oneSided.filter((order) => order.owed && order.openFor === openFor);
    if (wrong.length === 0) return [];
    const longest = lengthText(Math.max(...wrong.map(({ since }) => end - since)));
    const orders = wrong.length === 1 ? '1 order' : `${wrong.length} orders`;
    return [`${orders} (${ordersOf(context, wrong)}) ${words} for up to ${longest}`];
  };
  return [
    ...tell('venue', 'taken for over and open at the venue'),
    ...tell('engine', 'taken for open and over at the venue'),
  ];
}

/** Their orders by name, each once. */
function ordersOf(
  { projection }: ReportContext,
  of: readonly { readonly clientOrderId: ClientOrderId }[],
): string {
  const names = new Set(
    of.map(({ clientOrderId }) => projection.children.get(clientOrderId)?.name ?? clientOrderId),
  );
  const told = [...names].slice(0, NAMES_TOLD).join(', ');
  return names.size > NAMES_TOLD ? `${told} and ${names.size - NAMES_TOLD} more orders` : told;
}

function brokenInvariants(violations: readonly Violation[], start: EpochMicros): readonly string[] {
  const byId = new Map<string, { count: number; readonly first: EpochMicros }>();
  for (const { id, at } of violations) {
    const met = byId.get(id);
    if (met === undefined) byId.set(id, { count: 1, first: at });
    else met.count += 1;
  }
  return [...byId].map(([id, { count, first }]) => {
    const times = count === 1 ? 'once' : `${count} times, first`;
    return `invariant ${id} broken ${times} at ${formatOffset(first, start)}`;
  });
}
