/** All that a recording knows of the venue, put together from everything it ever said: orders, and what it said of the account. Pure once it is read. */
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import type { ClientOrderId, OrderTerms } from '../../core/order/order.js';
import type { OrderSnapshot } from '../../core/order/execution-report.js';
import type { ReadAnswer } from '../../core/order/outcome.js';
import type { ReadCommand, ReadId } from '../../core/state/command.js';
import { commandOf } from '../../core/state/commands-of.js';
import type { Entry } from '../../core/state/entry.js';
import type { Input } from '../../core/state/input.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import { KnownOrder } from './known-order.js';

/** An answer that the recording has, and what was asked. */
export interface KnownAnswer {
  readonly at: EpochMicros;
  readonly read: ReadCommand;
  readonly answer: ReadAnswer;
}

export class KnownVenue {
  readonly orders = new Map<ClientOrderId, KnownOrder>();
  /** Those that this engine did not send. */
  readonly adopted = new Set<ClientOrderId>();
  readonly #terms = new Map<ClientOrderId, OrderTerms>();
  /** In order of time; failed ones are none. */
  readonly answers: KnownAnswer[] = [];
  /** From asking to answer, in the middle of all of them. */
  readonly roundTrip: Micros;

  constructor(blocks: Iterable<JournalBlock>) {
    const reads = new Map<ReadId, { readonly read: ReadCommand; readonly at: EpochMicros }>();
    const trips: number[] = [];
    for (const { input, entries } of blocks) {
      if (input.kind === 'answer') {
        const asked = reads.get(input.readId);
        if (asked !== undefined) {
          trips.push(input.at - asked.at);
          this.#heardAnswer(asked.read, input.answer, input.at);
        }
      } else this.#heard(input);
      for (const entry of entries) {
        this.#sent(entry, input.at);
        this.#adopted(entry);
        if (entry.kind === 'read-requested')
          reads.set(entry.read.readId, { read: entry.read, at: input.at });
      }
    }
    trips.sort((a, b) => a - b);
    this.roundTrip = (trips[trips.length >> 1] ?? 0) as Micros;
  }

  #sent(entry: Entry, at: EpochMicros): void {
    const command = commandOf(entry);
    if (command?.kind === 'submit') this.#add(command.clientOrderId, command.terms, at);
    if (command?.kind === 'cancel') this.orders.get(command.clientOrderId)?.calledOff();
    if (command?.kind !== 'replace') return;
    const before = this.orders.get(command.clientOrderId);
    if (before === undefined) return;
    before.calledOff();
    const { quantity, limitPrice } = command;
    const price = limitPrice ?? before.terms.limitPrice;
    this.#add(command.newClientOrderId, { ...before.terms, quantity, limitPrice: price }, at);
  }

  #adopted(entry: Entry): void {
    if (entry.kind === 'slice-released') this.#terms.set(entry.clientOrderId, entry.terms);
    if (entry.kind !== 'order-adopted') return;
    const { clientOrderId, createdAt } = entry;
    const terms = this.#terms.get(clientOrderId);
    if (terms === undefined) return;
    this.#add(clientOrderId, terms, createdAt);
    this.orders.get(clientOrderId)?.heardCreated(createdAt);
    this.adopted.add(clientOrderId);
  }

  #add(id: ClientOrderId, terms: OrderTerms, at: EpochMicros): void {
    const known = this.orders.get(id);
    if (known === undefined) this.orders.set(id, new KnownOrder(id, terms, at));
    else known.leavesAgain(terms, at);
  }

  #heard(input: Input): void {
    if (input.kind === 'execution-report')
      this.orders.get(input.report.clientOrderId)?.heardReport(input.report, input.at);
    if (input.kind !== 'outcome' || input.effect !== 'submit') return;
    const order = this.orders.get(input.clientOrderId);
    if (input.outcome.kind === 'accepted') order?.heardOutcome(input.outcome, input.at);
    if (input.outcome.kind === 'exists') order?.heardExists();
  }

  #heardAnswer(read: ReadCommand, answer: ReadAnswer, at: EpochMicros): void {
    if (answer.kind === 'failed') return;
    this.answers.push({ at, read, answer });
    const order = 'clientOrderId' in read ? this.orders.get(read.clientOrderId) : undefined;
    if (answer.kind === 'executions') {
      for (const execution of answer.executions) order?.heardExecution(execution, at);
      for (const bust of answer.busts ?? []) order?.heardBust(bust, at);
    }
    for (const snapshot of snapshotsIn(answer))
      this.orders.get(snapshot.clientOrderId)?.heardSnapshot(snapshot, at);
  }

  /** The last of this kind up to then. */
  lastAnswer<K extends ReadAnswer['kind']>(
    kind: K,
    at: EpochMicros,
    of: (known: KnownAnswer) => boolean = () => true,
  ): (KnownAnswer & { readonly answer: Extract<ReadAnswer, { kind: K }> }) | null {
    const found = this.answers.findLast(
      (known) => known.at <= at && known.answer.kind === kind && of(known),
    );
    return (found ?? null) as ReturnType<typeof this.lastAnswer<K>>;
  }
}

function snapshotsIn(answer: ReadAnswer): readonly OrderSnapshot[] {
  if (answer.kind === 'order') return answer.order === null ? [] : [answer.order];
  return answer.kind === 'open-orders' || answer.kind === 'history' ? answer.orders : [];
}
