/**
 * Orders that are open for one side only when the run is over, a sentence each. One that rests at the venue and is over for the
 * engine may fill when nobody looks: it fails a run whatever it expects, unless an operator was told of that very order, and it is
 * called unknown or its parent ended as one that is not filled. The other way round nothing can happen; it is told.
 */
import { formatQuantity } from '../../core/ground/instrument.js';
import { lengthText } from '../../core/ground/length-text.js';
import { isParentTerminal } from '../../core/order/parent.js';
import type { OneSidedOrder } from '../../core/order/truth.js';
import type { WarningReport } from '../schema/parent-report.js';
import { type ReportContext, instrumentOf } from './report-context.js';

export type OneSidedCode = 'order-left-open' | 'order-left-open-told' | 'order-gone';

export const oneSidedOrders = (context: ReportContext): readonly WarningReport[] =>
  (context.run.audit?.oneSided ?? [])
    .filter(({ owed }) => owed)
    .map((order) => warningOf(context, order));

function warningOf(
  context: ReportContext,
  order: OneSidedOrder,
): WarningReport & { readonly code: OneSidedCode } {
  const { run, projection } = context;
  const { clientOrderId, symbol, leaves, since, openFor } = order;
  const child = projection.children.get(clientOrderId);
  const subject = child?.name ?? clientOrderId;
  const amount = `${formatQuantity(instrumentOf(context, symbol), leaves)} ${symbol}`;
  const long = lengthText(run.virtual.end - since);
  if (openFor === 'engine') {
    const text = `${amount} open for the engine, and over at the venue for ${long}`;
    return { code: 'order-gone', subject, text };
  }
  const held = child === undefined ? 'not known to the engine' : `${child.status} for the engine`;
  const text = `${amount} left open at the venue when the run ended, and ${held} for ${long}`;
  return isTold(context, order)
    ? { code: 'order-left-open-told', subject, text: `${text}: an operator was told` }
    : { code: 'order-left-open', subject, text };
}

/** An alert about it stands, and what became of it does not pass for known. */
function isTold(
  { projection: { alerts, children, parents } }: ReportContext,
  { clientOrderId, venueOrderId }: OneSidedOrder,
): boolean {
  const child = children.get(clientOrderId);
  const parent = child === undefined ? undefined : parents.get(child.parentId);
  const isSaid =
    child?.result?.outcome === 'unknown' ||
    (parent !== undefined && isParentTerminal(parent.status) && parent.status !== 'filled');
  return (
    isSaid &&
    [...alerts.values()].some(
      ({ subject, level, state }) =>
        level === 'critical' &&
        state !== 'cleared' &&
        (subject === clientOrderId || subject === venueOrderId),
    )
  );
}
