/**
 * A truthful venue in the hands of a script: it takes, fills, ends and reports orders when it is told to, keeps ids as
 * its mode says, and answers from what is really so. What is lost, late, doubled or out of order is the script's doing.
 */
import type { CancelCommand, SubmitCommand } from '../../src/core/state/command.js';
import type {
  Execution,
  ExecutionReport,
  OrderSnapshot,
} from '../../src/core/order/execution-report.js';
import { type ClientOrderId, type VenueOrderId, venueNanos } from '../../src/core/order/order.js';
import { type OrderStatus, isTerminal } from '../../src/core/order/status.js';
import type { EffectOutcome } from '../../src/core/order/outcome.js';
import type { EpochMicros, Lots } from '../../src/core/ground/units.js';
import { executionOf } from './engine-rig.js';

export interface VenueOrder {
  readonly command: SubmitCommand;
  readonly venueOrderId: VenueOrderId;
  readonly createdAt: EpochMicros;
  readonly executions: Execution[];
  status: OrderStatus;
  cum: number;
}

export class ModelVenue {
  readonly orders: VenueOrder[] = [];
  /** Said on the stream and not delivered yet. */
  readonly reports: ExecutionReport[] = [];
  readonly #idempotency: 'forever' | 'open-only';

  constructor(idempotency: 'forever' | 'open-only') {
    this.#idempotency = idempotency;
  }

  submit(command: SubmitCommand, at: EpochMicros): EffectOutcome {
    if (command.validUntil !== null && at > command.validUntil)
      return { kind: 'rejected', code: 'too-old', text: '' };
    const taken = this.orders.find(
      (order) => order.command.clientOrderId === command.clientOrderId,
    );
    if (taken !== undefined && (this.#idempotency === 'forever' || !isTerminal(taken.status)))
      return { kind: 'exists', text: '' };
    const order: VenueOrder = {
      command,
      venueOrderId: `v${this.orders.length + 1}` as VenueOrderId,
      createdAt: at,
      executions: [],
      status: 'accepted',
      cum: 0,
    };
    this.orders.push(order);
    this.#report(order, 'accepted', at);
    return this.#receipt(order, at);
  }

  cancel(command: CancelCommand, at: EpochMicros): EffectOutcome {
    const order = this.open().find((one) => one.command.clientOrderId === command.clientOrderId);
    if (order === undefined) return { kind: 'rejected', code: 'not-open', text: '' };
    this.end(order, 'canceled', at);
    return this.#receipt(order, at);
  }

  open(): readonly VenueOrder[] {
    return this.orders.filter(({ status }) => !isTerminal(status));
  }

  fill(order: VenueOrder, quantity: number, at: EpochMicros): void {
    order.cum += quantity;
    order.status = order.cum === order.command.terms.quantity ? 'filled' : 'partially_filled';
    const execution = executionOf(`${order.venueOrderId}.${order.cum}`, quantity, at);
    order.executions.push(execution);
    this.#report(order, 'trade', at, execution);
  }

  end(order: VenueOrder, status: 'canceled' | 'expired', at: EpochMicros): void {
    order.status = status;
    this.#report(order, status, at);
  }

  lookUp(clientOrderId: ClientOrderId): OrderSnapshot | null {
    const order = this.orders.findLast(({ command }) => command.clientOrderId === clientOrderId);
    if (order === undefined) return null;
    const { terms } = order.command;
    return {
      ...terms,
      clientOrderId,
      venueOrderId: order.venueOrderId,
      status: order.status,
      venueWord: order.status,
      cumQty: order.cum as Lots,
      avgPrice: null,
      filledAt: null,
      createdAt: order.createdAt,
      venueTime: null,
    };
  }

  executionsOf(clientOrderId: ClientOrderId): readonly Execution[] {
    return this.orders
      .filter(({ command }) => command.clientOrderId === clientOrderId)
      .flatMap(({ executions }) => executions);
  }

  #receipt(order: VenueOrder, at: EpochMicros): EffectOutcome {
    const { venueOrderId, status, cum } = order;
    return {
      kind: 'accepted',
      venueOrderId,
      status,
      cumQty: cum as Lots,
      venueTime: venueNanos(at),
    };
  }

  #report(
    order: VenueOrder,
    execType: ExecutionReport['execType'],
    at: EpochMicros,
    execution: Execution | null = null,
  ): void {
    const { command, venueOrderId, status, cum } = order;
    const { clientOrderId, terms } = command;
    this.reports.push({
      execType,
      clientOrderId,
      venueOrderId,
      symbol: terms.symbol,
      side: terms.side,
      status,
      quantity: terms.quantity,
      cumQty: cum as Lots,
      leaves: (isTerminal(status) ? 0 : terms.quantity - cum) as Lots,
      execution,
      bustOf: null,
      venueTime: venueNanos(at),
      text: '',
    });
  }
}
