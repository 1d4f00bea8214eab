/**
 * Fills of the venue that the engine does not know when the run is over, or knows without their price: one sentence an
 * order. They fail a run whatever it expects, except what the venue did too close to the end to be known.
 */
import { formatQuantity } from '../../core/ground/instrument.js';
import { type EpochMicros, type Lots, MICROS_PER_SECOND } from '../../core/ground/units.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { FillAudit } from '../../core/order/truth.js';
import type { WarningReport } from '../schema/parent-report.js';
import { type ReportContext, instrumentOf } from './report-context.js';

export function unknownFills(context: ReportContext): readonly WarningReport[] {
  const owed = (context.run.audit?.fills ?? []).filter((fill) => fill.owed);
  const missed = owed.filter(({ detectedAt }) => detectedAt === null);
  const unpriced = owed.filter(
    ({ detectedAt, pricedAt }) => detectedAt !== null && pricedAt === null,
  );
  return [
    ...byOrder(context, missed, (what) => ({
      code: 'fill-missed',
      text: `${what} at the venue and never known to the engine`,
    })),
    ...byOrder(context, unpriced, (what) => ({
      code: 'fill-unpriced',
      text: `${what} at a price that the engine does not know`,
    })),
  ];
}

function byOrder(
  context: ReportContext,
  fills: readonly FillAudit[],
  tell: (what: string) => { readonly code: string; readonly text: string },
): readonly WarningReport[] {
  const orders = new Map<ClientOrderId, { lots: number; fills: number; first: EpochMicros }>();
  for (const { clientOrderId, quantity, at } of fills) {
    const order = orders.get(clientOrderId) ?? { lots: 0, fills: 0, first: at };
    orders.set(clientOrderId, order);
    order.lots += quantity;
    order.fills += 1;
  }
  return [...orders].map(([clientOrderId, { lots, fills: count, first }]) => {
    const child = context.projection.children.get(clientOrderId);
    const amount =
      child === undefined
        ? `${lots} lots`
        : `${formatQuantity(instrumentOf(context, child.terms.symbol), lots as Lots)} ${child.terms.symbol}`;
    const when = ((first - context.run.virtual.start) / MICROS_PER_SECOND).toFixed(3);
    const made = count === 1 ? 'one fill' : `${count} fills`;
    const what = `${amount} filled (${made}, from ${when} s into the run)`;
    return { subject: child?.name ?? clientOrderId, ...tell(what) };
  });
}
