/**
 * What the broker contract needs around a broker: a rig that can misbehave on request, commands to send, and an ear
 * that keeps everything that came back.
 */
import type {
  BrokerRead,
  CancelCommand,
  ReplaceCommand,
  SubmitCommand,
} from '../../src/core/state/command.js';
import type { ClientOrderId, OrderTerms, ParentId } from '../../src/core/order/order.js';
import type { EffectOutcome, ReadAnswer } from '../../src/core/order/outcome.js';
import type { VenueRequest } from '../../src/core/order/venue-message.js';
import type { Broker, BrokerInput } from '../../src/core/ports.js';
import { type EpochMicros, lots } from '../../src/core/ground/units.js';

export interface BrokerRig {
  readonly broker: Broker;
  /** An order the venue fills at once, and one that rests until it is canceled. */
  readonly marketable: OrderTerms;
  readonly resting: OrderTerms;
  now(): EpochMicros;
  /** Lets everything happen that is due within the client's timeout, and the promises of it. */
  settle(): Promise<void>;
  /** Requests that left, in order; appended in the tick in which they leave. */
  readonly wire: readonly VenueRequest[];
  /** Kinds and ids that reached the venue, in order. */
  arrivals(): readonly { readonly kind: string; readonly clientOrderId: ClientOrderId }[];
  /** From here on replies are lost after the venue did its work; nothing else is. */
  loseReplies(on: boolean): void;
  /** The next submit reaches the venue after whatever is sent in the meantime. */
  holdNextSubmit(): void;
  close?(): Promise<void>;
}

let lastId = 0;
const nextId = (): ClientOrderId => (lastId += 1).toString(16).padStart(24, '0') as ClientOrderId;

export const submitOf = (terms: OrderTerms, clientOrderId = nextId()): SubmitCommand => ({
  kind: 'submit',
  clientOrderId,
  parentId: 'p'.padEnd(24, '0') as ParentId,
  attempt: 1,
  terms,
  validUntil: null,
});

export const cancelOf = (clientOrderId: ClientOrderId, symbol: string): CancelCommand => ({
  kind: 'cancel',
  clientOrderId,
  venueOrderId: null,
  symbol,
  attempt: 1,
});

export const replaceOf = (order: SubmitCommand, quantity: number): ReplaceCommand => ({
  kind: 'replace',
  clientOrderId: order.clientOrderId,
  newClientOrderId: nextId(),
  venueOrderId: null,
  symbol: order.terms.symbol,
  quantity: lots(quantity),
  limitPrice: order.terms.limitPrice,
  attempt: 1,
});

/** Everything that came back, in order. */
export class Heard {
  readonly inputs: BrokerInput[] = [];

  constructor(broker: Broker) {
    broker.reports$.subscribe((input) => this.inputs.push(input));
  }

  outcomesOf(command: {
    readonly clientOrderId: ClientOrderId;
    readonly kind: string;
  }): readonly EffectOutcome[] {
    return this.inputs.flatMap((input) =>
      input.kind === 'outcome' &&
      input.effect === command.kind &&
      input.clientOrderId === command.clientOrderId
        ? [input.outcome]
        : [],
    );
  }

  answersTo(read: BrokerRead): readonly ReadAnswer[] {
    return this.inputs.flatMap((input) =>
      input.kind === 'answer' && input.readId === read.readId ? [input.answer] : [],
    );
  }

  reportsOf(clientOrderId: ClientOrderId): readonly string[] {
    return this.inputs.flatMap((input) =>
      input.kind === 'execution-report' && input.report.clientOrderId === clientOrderId
        ? [input.report.execType]
        : [],
    );
  }
}

let readId = 0;
export const readOrder = (clientOrderId: ClientOrderId, symbol: string): BrokerRead => ({
  kind: 'read-order',
  readId: (readId += 1),
  clientOrderId,
  symbol,
});
