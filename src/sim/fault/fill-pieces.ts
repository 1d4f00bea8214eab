/**
 * What would execute at once executes in pieces: `pieces` of about one size, or prints of one lot and then the rest. With `pause`
 * the order stream tells of each so long after the one before; what comes after them waits its turn.
 *
 * Unrealistic: all pieces trade at the instant and the price of the whole, so costs stay what they were, but for the rounding of each
 * piece's commission; in reality the market may move between two prints.
 */
import type { ExecutionReport } from '../../core/order/execution-report.js';
import { type EpochMicros, type Lots, type Micros, lots } from '../../core/ground/units.js';
import type { ClientOrderId } from '../../core/order/order.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import type { VenueFill } from '../exchange/venue-options.js';
import type { FaultSpan, LinkFault, ReportVerdict } from './link-fault.js';
import {
  type ValuesOf,
  choice,
  count,
  drawn,
  duration,
  optional,
  withFallback,
} from './parameter.js';

const parameters = {
  ...hitParameters('execution', 'executions'),
  pieces: drawn(count('how many at most', 2), 2, 20),
  shape: withFallback(choice('of what size', ['even', 'one-lot']), 'even'),
  pause: optional(duration('how long the stream waits before each piece but the first')),
};

class FillPieces implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #hits: Hits;
  /** By order and what of it has executed after a piece: which piece it is, from 0. */
  readonly #nth = new Map<string, number>();

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#hits = new Hits(values, context);
  }

  activations(): number {
    return this.#hits.count;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return this.#hits.spans(['stream'], now);
  }

  fillPieces({ clientOrderId, filled, quantity }: VenueFill, at: EpochMicros): readonly Lots[] {
    const { pieces, shape, pause } = this.#values;
    const whole = [quantity];
    if (quantity < 2) return whole;
    if (!this.#hits.hits({ key: `fill:${clientOrderId}:${filled}`, nth: 1 }, at)) return whole;
    const cut = shape === 'even' ? evenPieces(quantity, pieces) : lotByLot(quantity, pieces);
    if (pause !== null) this.#note(clientOrderId, filled, cut);
    return cut;
  }

  reportLeaves(report: ExecutionReport): ReportVerdict {
    if (report.execution === null || report.cumQty === null) return null;
    const nth = this.#nth.get(keyOf(report.clientOrderId, report.cumQty)) ?? 0;
    if (nth === 0) return null;
    const delay = (nth * (this.#values.pause ?? 0)) as Micros;
    return { kind: 'forward', copies: [{ report, delay, inOrder: true }] };
  }

  #note(clientOrderId: ClientOrderId, filled: Lots, cut: readonly Lots[]): void {
    let sum: number = filled;
    cut.forEach((piece, nth) => {
      sum += piece;
      this.#nth.set(keyOf(clientOrderId, sum), nth);
    });
  }
}

const keyOf = (clientOrderId: ClientOrderId, cumQty: number): string =>
  `${clientOrderId}:${cumQty}`;

/** Larger first, none differing from another by more than a lot. */
function evenPieces(quantity: Lots, most: number): readonly Lots[] {
  const pieces = Math.min(most, quantity);
  const least = Math.floor(quantity / pieces);
  const larger = quantity - least * pieces;
  return Array.from({ length: pieces }, (_, index) => lots(index < larger ? least + 1 : least));
}

function lotByLot(quantity: Lots, most: number): readonly Lots[] {
  const single = Math.min(most, quantity) - 1;
  return [...Array.from({ length: single }, () => lots(1)), lots(quantity - single)];
}

export const fillPieces = faultKind({
  kind: 'fill-pieces',
  ids: ['FIL1'],
  holds: [],
  seam: 'semantic',
  text: 'What would execute at once executes in pieces.',
  scope: 'every instrument',
  acts: 'on executions of more than one lot, at the venue',
  counts: 'each execution that was cut',
  parameters,
  ...HIT_RULES,
  build: (values, context) => new FillPieces(values, context),
});
