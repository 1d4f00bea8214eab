/** SCH-9: the log lines of a parent order and its slices. */
import { planDuration } from '../plan/schedule.js';
import type { ParentEntry } from '../state/entry.js';
import { intervalOf } from '../plan/interval.js';
import { type LogLine, logLine } from './log-line.js';

type Of<K extends ParentEntry['kind']> = Extract<ParentEntry, { kind: K }>;
type Lines = { readonly [K in ParentEntry['kind']]: (entry: Of<K>) => LogLine | null };

const LINES: Lines = {
  'order-received': ({ parentId: parent, request }) => {
    const { symbol, side, quantity, algo, strategyId } = request;
    return logLine('info', 'order.received', { parent, symbol, side, quantity, algo, strategyId });
  },
  'order-refused': ({ parentId: parent, code, problems }) => {
    const said = problems.map(({ field, text }) => `${field} ${text}`.trim()).join('; ');
    return logLine('warn', 'order.refused', { parent, code, problems: said });
  },
  'duplicate-request': ({ parentId: parent, duplicateOf, status, remaining }) =>
    logLine('warn', 'order.duplicate', { parent, duplicateOf, status, remaining }),
  'parent-planned': planned,
  'reduce-looked': () => null,
  'arrival-answered': () => null,
  'slice-due': ({ parentId: parent, slice, childKind, overdueMicros }) =>
    logLine('debug', 'slice.due', { parent, slice, childKind, overdueMicros }),
  'slice-waiting': ({ parentId: parent, slice, reason, nextAt }) =>
    logLine('info', 'slice.waiting', { parent, slice, reason, nextAt }),
  'slice-released': ({ parentId: parent, clientOrderId: order, terms, ...more }) => {
    const { slice, childKind, bid, ask, dryRun } = more;
    const { quantity, limitPrice } = terms;
    const fields = { parent, slice, childKind, order, quantity, limitPrice, bid, ask, dryRun };
    return logLine('info', 'slice.released', fields);
  },
  'slice-ended': ({ parentId: parent, slice, childKind, clientOrderId: order, reason }) =>
    logLine('warn', 'slice.not-sent', { parent, slice, childKind, order, reason }),
  'slices-canceled': ({ parentId: parent, from, count, reason }) =>
    logLine('info', 'slice.canceled', { parent, from, count, reason }),
  'reference-set': () => null,
  'catch-up-planned': ({ parentId: parent, slice, quantity, remaining }) =>
    logLine('info', 'parent.catch-up', { parent, slice, quantity, remaining }),
  'parent-stopped': ({ parentId: parent, code, measured, limit }) =>
    logLine('warn', 'parent.stopped', { parent, code, measured, limit }),
  'parent-cancel': ({ parentId: parent, scope, operator, reason }) =>
    logLine('info', 'parent.cancel', { parent, scope, operator, reason }),
  'parent-status': ({ parentId: parent, status, filled, unfilled }) =>
    logLine('info', 'parent.status', { parent, status, filled, unfilled }),
};

/** The plan, and what merges and limits made of what was asked. */
function planned({ parentId: parent, algo, plan, warnings }: Of<'parent-planned'>): LogLine {
  return logLine(warnings.length === 0 ? 'info' : 'warn', 'parent.planned', {
    parent,
    algo,
    slices: plan.slices,
    intervalMicros: intervalOf(plan),
    durationMicros: planDuration(plan),
    start: plan.start,
    maxSliceQuantity: plan.maxSliceQuantity,
    applied: warnings.map(({ code }) => code).join(' '),
  });
}

export const parentLine = (entry: ParentEntry): LogLine | null =>
  (LINES[entry.kind] as (entry: ParentEntry) => LogLine | null)(entry);
