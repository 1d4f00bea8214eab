/**
 * What a campaign counts of a run, with the denominators it is promised in: true fills detected in time, and timeouts among
 * orders that could be filled. A fold of the venue's ledger and the windows of faults; the report's own `late` knows an order's
 * deadline alone.
 */
import type { ClientOrderId } from '../../core/order/order.js';
import type { FaultWindow } from '../../core/order/fault-record.js';
import type { AuditResult, FillAudit, TruthLedger } from '../../core/order/truth.js';
import { type EpochMicros, plus, seconds, signOf } from '../../core/ground/units.js';
import type { ProjectedChild } from '../../report/projection/projection.js';

export interface Judgeable {
  readonly ledger: TruthLedger;
  readonly audit: AuditResult;
  readonly children: ReadonlyMap<string, ProjectedChild>;
  readonly windows: readonly FaultWindow[];
  /** What the engine's clock showed at a true time, by which its deadlines are; the same when left out. */
  readonly shownAt?: (at: EpochMicros) => EpochMicros;
}

export interface Denominators {
  /** True executions that the engine was given the time to know. */
  readonly fills: number;
  readonly fillsInTime: number;
  readonly fillsMissed: number;
  /** Orders that the ledger shows completely filled by their deadline. */
  readonly fillable: number;
  /** Of those: concluded as a timeout. */
  readonly fillableTimeouts: number;
  /** Instruments whose position the engine has wrong at the end. */
  readonly positionsWrong: number;
}

export function denominatorsOf(run: Judgeable): Denominators {
  const fills = run.audit.fills.filter(({ owed, detectedAt }) => owed || detectedAt !== null);
  const down = stretchesDown(run.windows);
  const inTime = fills.filter((fill) => isInTime(fill, run, down));
  const fillable = fillableOrders(run);
  const timeouts = fillable.filter(({ result }) => result?.outcome === 'timeout');
  return {
    fills: fills.length,
    fillsInTime: inTime.length,
    fillsMissed: fills.filter(({ detectedAt }) => detectedAt === null).length,
    fillable: fillable.length,
    fillableTimeouts: timeouts.length,
    positionsWrong: positionsWrong(run),
  };
}

/** How long after an execution, or after the first query path came back, a fill may take to be known. */
const PATIENCE = seconds(30);

/** Kinds that take a path away for a while; what garbles or delays single answers leaves the next one sound. */
const TAKES_AWAY: ReadonlySet<string> = new Set(['outage', 'maintenance', 'rate-limit']);

interface Stretch {
  readonly from: EpochMicros;
  readonly to: EpochMicros;
}

/** When no query is answered; disjoint, in order of time. */
function stretchesDown(windows: readonly FaultWindow[]): readonly Stretch[] {
  const down = windows
    .filter(({ kind, paths }) => TAKES_AWAY.has(kind) && paths.includes('query'))
    .toSorted((a, b) => a.from - b.from);
  const merged: Stretch[] = [];
  for (const { from, to } of down) {
    const last = merged.at(-1);
    if (last === undefined || last.to < from) merged.push({ from, to });
    else if (last.to < to) merged[merged.length - 1] = { from: last.from, to };
  }
  return merged;
}

const same = (at: EpochMicros): EpochMicros => at;

function isInTime(
  { at, detectedAt, clientOrderId }: FillAudit,
  { children, shownAt = same }: Judgeable,
  down: readonly Stretch[],
): boolean {
  if (detectedAt === null) return false;
  const deadline = children.get(clientOrderId)?.deadline ?? null;
  if (deadline !== null && shownAt(detectedAt) <= deadline) return true;
  const back = down.find(({ from, to }) => from <= at && at < to)?.to ?? at;
  return detectedAt <= plus(back, PATIENCE);
}

function fillableOrders({
  ledger,
  children,
  shownAt = same,
}: Judgeable): readonly ProjectedChild[] {
  const byDeadline = new Map<string, number>();
  for (const { clientOrderId, at, quantity } of ledger.executions) {
    const deadline = children.get(clientOrderId)?.deadline ?? null;
    if (deadline !== null && shownAt(at) <= deadline)
      byDeadline.set(clientOrderId, (byDeadline.get(clientOrderId) ?? 0) + quantity);
  }
  return [...children.values()].filter(
    ({ clientOrderId, terms }) => (byDeadline.get(clientOrderId) ?? 0) >= terms.quantity,
  );
}

/** Belief less truth of each instrument; a fill that the run was over for is in neither. */
function positionsWrong({ ledger, audit, children }: Judgeable): number {
  const off = new Map<string, number>();
  const add = (symbol: string, lots: number): void => {
    off.set(symbol, (off.get(symbol) ?? 0) + lots);
  };
  const tooLate = new Set(
    audit.fills.flatMap((fill) =>
      fill.owed || fill.detectedAt !== null ? [] : [`${fill.clientOrderId} ${fill.execId}`],
    ),
  );
  for (const { terms, filled } of children.values()) add(terms.symbol, signOf(terms.side) * filled);
  const isTheirs = (clientOrderId: ClientOrderId): boolean =>
    ledger.byHand?.has(clientOrderId) === true && !children.has(clientOrderId);
  for (const { clientOrderId, execId, symbol, side, quantity } of ledger.executions)
    if (!isTheirs(clientOrderId) && !tooLate.has(`${clientOrderId} ${execId}`))
      add(symbol, -signOf(side) * quantity);
  for (const { clientOrderId, bustOf, symbol, side, quantity } of ledger.busts ?? [])
    if (!tooLate.has(`${clientOrderId} ${bustOf}`)) add(symbol, signOf(side) * quantity);
  return [...off.values()].filter((lots) => lots !== 0).length;
}
