/**
 * Which step told the engine what: for each execution the step that booked it, and the step after which as much was
 * believed filled. Made in one walk over the journal, so that the story of an order with many fills takes no walk a fill.
 */
import type { ReadId } from '../../core/state/command.js';
import type { Entry, ReadPurpose } from '../../core/state/entry.js';
import type { Input } from '../../core/state/input.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { TruthExecution } from '../../core/order/truth.js';
import type { EpochMicros, Lots } from '../../core/ground/units.js';
import { firstAfter } from '../../core/ground/first-after.js';

/** News that reached the engine: when, and what carried it. */
export interface Telling {
  readonly at: EpochMicros;
  readonly by: string;
}

const PURPOSE_WORDS: Readonly<Partial<Record<ReadPurpose, string>>> = {
  poll: 'a regular poll',
  'final-check': 'the final check at the deadline',
  'verify-cancel': 'the check of a cancel',
  'verify-end': 'the check of an end that is in doubt',
  ledger: 'a query of the trade history',
  position: 'a look at what is held',
  'open-orders': 'the list of open orders',
  listed: 'a look-up after the list of open orders',
  absence: 'a look-up of an order whose outcome was unknown',
};

export class Tellings {
  readonly #reads = new Map<ReadId, string>();
  readonly #booked = new Map<string, Telling>();
  /** By order, each time more was believed filled than ever before. */
  readonly #filled = new Map<
    ClientOrderId,
    { readonly filled: Lots; readonly telling: Telling }[]
  >();

  constructor(blocks: Iterable<JournalBlock>) {
    for (const { input, entries } of blocks) {
      const telling = { at: input.at, by: this.#messengerOf(input) };
      for (const entry of entries) this.#take(entry, telling);
    }
  }

  /** The step that booked the execution itself. */
  bookingOf(clientOrderId: ClientOrderId, execId: string): Telling | undefined {
    return this.#booked.get(`${clientOrderId} ${execId}`);
  }

  /** The first step after which the engine believed as much filled as this execution made it. */
  believedBy({ clientOrderId, cumQty }: TruthExecution): Telling | undefined {
    const steps = this.#filled.get(clientOrderId) ?? [];
    return steps[firstAfter(steps, cumQty - 1, ({ filled }) => filled)]?.telling;
  }

  #take(entry: Entry, telling: Telling): void {
    if (entry.kind === 'read-requested') {
      const { read, purpose } = entry;
      const why = PURPOSE_WORDS[purpose] ?? purpose;
      this.#reads.set(read.readId, `${why} (${read.kind} #${read.readId})`);
    } else if (entry.kind === 'fill-booked') {
      const key = `${entry.clientOrderId} ${entry.row.execution.execId}`;
      if (!this.#booked.has(key)) this.#booked.set(key, telling);
    } else if (entry.kind === 'order-updated') {
      this.#takeFilled(entry.clientOrderId, entry.head.filled, telling);
    }
  }

  #takeFilled(clientOrderId: ClientOrderId, filled: Lots, telling: Telling): void {
    const steps = this.#filled.get(clientOrderId);
    if (steps === undefined) this.#filled.set(clientOrderId, [{ filled, telling }]);
    else if (filled > (steps.at(-1)?.filled ?? 0)) steps.push({ filled, telling });
  }

  /** What carried the news: the stream, the answer to a read and what that was for, or the answer to the submit. */
  #messengerOf(input: Input): string {
    if (input.kind === 'execution-report') return 'the order stream';
    if (input.kind === 'outcome') return `the answer to the ${input.effect}`;
    if (input.kind !== 'answer') return input.kind;
    return this.#reads.get(input.readId) ?? `the answer to read #${input.readId}`;
  }
}
