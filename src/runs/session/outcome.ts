/** What came of a session: of what was asked for, of each order at the venue, and how the engine got to know it. Read from the journal alone. */
import { type Instrument, formatAverage, formatQuantity } from '../../core/ground/instrument.js';
import type { Lots } from '../../core/ground/units.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type {
  BookedFill,
  ProjectedChild,
  ProjectedParent,
} from '../../report/projection/projection.js';
import { projectRun } from '../../report/projection/run-fold.js';
import { isParentTerminal } from '../../core/order/parent.js';
import type { OrderUpdateSource } from '../../core/order/update.js';

export interface ParentOutcome {
  readonly name: string;
  readonly status: string;
  readonly filled: string;
  readonly quantity: string;
  /** Null = nothing filled, or not known. */
  readonly averagePrice: string | null;
  /** From when it was asked for until it was over; null = it is not. */
  readonly overAfterMicros: number | null;
}

export interface OrderOutcome {
  readonly name: string;
  readonly status: string;
  readonly filled: string;
  /** From when it left to the first fill that was known; null = none. */
  readonly detectedMicros: number | null;
  /** Who told of it. */
  readonly knownBy: OrderUpdateSource | null;
}

/** Bought less sold by these orders, as the engine knows it. */
export interface PositionOutcome {
  readonly symbol: string;
  readonly quantity: string;
}

export interface Outcome {
  readonly parents: readonly ParentOutcome[];
  readonly orders: readonly OrderOutcome[];
  readonly positions: readonly PositionOutcome[];
  /** Submits, cancels and replaces that left, and questions to the venue or the feed. */
  readonly sent: number;
  readonly asked: number;
}

export function outcomeOf(
  blocks: readonly JournalBlock[],
  instruments: ReadonlyMap<string, Instrument>,
): Outcome {
  const { parents, children } = projectRun(blocks);
  const entries = blocks.flatMap((block) => block.entries);
  return {
    parents: [...parents.values()].map((parent) => {
      const own = parent.children.flatMap((id) => children.get(id) ?? []);
      return parentOutcome(parent, own, instruments);
    }),
    orders: [...children.values()].map((child) => orderOutcome(child, instruments)),
    positions: positionsOf(children.values(), instruments),
    sent: entries.filter(({ kind }) => EFFECTS.has(kind)).length,
    asked: entries.filter(({ kind }) => kind === 'read-requested').length,
  };
}

const EFFECTS: ReadonlySet<string> = new Set([
  'submit-intent',
  'cancel-intent',
  'replace-intent',
  'orphan-cancel-intent',
]);

type Instruments = ReadonlyMap<string, Instrument>;

/** What is filled is told of a parent when its status changes; of one that goes on its orders know it. */
function parentOutcome(
  { name, request, status, receivedAt, statusAt }: ProjectedParent,
  orders: readonly ProjectedChild[],
  instruments: Instruments,
): ParentOutcome {
  const shown = (quantity: number): string =>
    quantityText(instruments, request.symbol, quantity as Lots);
  return {
    name,
    status,
    filled: shown(orders.reduce((sum, { filled }) => sum + filled, 0)),
    quantity: shown(request.quantity),
    averagePrice: averageOf(
      orders.flatMap(({ fills }) => fills),
      instruments.get(request.symbol),
    ),
    overAfterMicros: isParentTerminal(status) ? statusAt - receivedAt : null,
  };
}

function orderOutcome(
  { name, terms, status, filled, sentAt, firstFillAt, fills }: ProjectedChild,
  instruments: Instruments,
): OrderOutcome {
  return {
    name,
    status,
    filled: quantityText(instruments, terms.symbol, filled),
    detectedMicros: sentAt === null || firstFillAt === null ? null : firstFillAt - sentAt,
    knownBy: fills[0]?.source ?? null,
  };
}

function positionsOf(
  orders: Iterable<ProjectedChild>,
  instruments: Instruments,
): readonly PositionOutcome[] {
  const sums = new Map<string, number>();
  for (const { terms, filled } of orders) {
    const signed = terms.side === 'buy' ? filled : -filled;
    sums.set(terms.symbol, (sums.get(terms.symbol) ?? 0) + signed);
  }
  return [...sums].map(([symbol, quantity]) => ({
    symbol,
    quantity: quantityText(instruments, symbol, quantity as Lots),
  }));
}

function quantityText(instruments: Instruments, symbol: string, quantity: Lots): string {
  const instrument = instruments.get(symbol);
  return instrument === undefined ? `${quantity} lots` : formatQuantity(instrument, quantity);
}

function averageOf(
  fills: readonly BookedFill[],
  instrument: Instrument | undefined,
): string | null {
  if (instrument === undefined) return null;
  let [sum, quantity] = [0n, 0n];
  for (const { execution } of fills) {
    sum += BigInt(execution.price) * BigInt(execution.quantity);
    quantity += BigInt(execution.quantity);
  }
  return formatAverage(instrument, sum, quantity);
}
