/**
 * How long the client waited for answers, from the journal alone: from the entry that asked to the input that answered. What a request
 * waited for in the client itself (a limit of requests) is in it: nobody can tell it apart afterwards. Mutable on purpose, one owner.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { ReadId } from '../../core/state/command.js';
import type { Entry } from '../../core/state/entry.js';
import type { Input } from '../../core/state/input.js';
import type { RoundTrips } from './observation.js';

type Outcome = Extract<Input, { readonly kind: 'outcome' }>;

/** Reads that go to the market data, not to the broker. */
const OF_THE_FEED: ReadonlySet<string> = new Set(['read-depth', 'read-volume']);

export class TripsFold {
  readonly #asked = new Map<string, EpochMicros>();
  readonly #reads = new Map<ReadId, EpochMicros>();
  /** When the answer to its submit, or the stream, told of an acceptance first, and which of them did. */
  readonly #accepted = new Map<string, { readonly by: 'answer' | 'stream'; readonly at: number }>();
  readonly #submit: number[] = [];
  readonly #cancel: number[] = [];
  readonly #query: number[] = [];
  readonly #behind: number[] = [];

  get trips(): RoundTrips {
    return {
      submit: this.#submit,
      cancel: this.#cancel,
      query: this.#query,
      streamBehindAnswer: this.#behind,
    };
  }

  hear(input: Input): void {
    if (input.kind === 'outcome') this.#outcome(input);
    else if (input.kind === 'answer') this.#answer(input);
    else if (input.kind === 'execution-report' && input.report.execType === 'accepted')
      this.#acceptedBy('stream', input.report.clientOrderId, input.at);
  }

  ask(entry: Entry, at: EpochMicros): void {
    if (entry.kind === 'submit-intent' || entry.kind === 'cancel-intent')
      this.#asked.set(keyOf(entry.command.kind, entry.clientOrderId, entry.command.attempt), at);
    else if (entry.kind === 'read-requested' && !OF_THE_FEED.has(entry.read.kind))
      this.#reads.set(entry.read.readId, at);
  }

  #outcome({ effect, clientOrderId, attempt, outcome, at }: Outcome): void {
    const key = keyOf(effect, clientOrderId, attempt);
    const asked = this.#asked.get(key);
    if (asked === undefined) return;
    this.#asked.delete(key);
    // A refusal may be the client's own, which went nowhere.
    if (outcome.kind !== 'accepted') return;
    (effect === 'submit' ? this.#submit : this.#cancel).push(at - asked);
    if (effect === 'submit') this.#acceptedBy('answer', clientOrderId, at);
  }

  #answer({ readId, answer, at }: Extract<Input, { readonly kind: 'answer' }>): void {
    const asked = this.#reads.get(readId);
    if (asked === undefined) return;
    this.#reads.delete(readId);
    if (answer.kind !== 'failed') this.#query.push(at - asked);
  }

  #acceptedBy(by: 'answer' | 'stream', order: string, at: number): void {
    const first = this.#accepted.get(order);
    if (first === undefined) this.#accepted.set(order, { by, at });
    else if (first.by !== by) {
      this.#behind.push(by === 'stream' ? at - first.at : first.at - at);
      // Told a third time it says nothing: no path is its own any more.
      this.#accepted.set(order, { by, at: Number.NaN });
    }
  }
}

const keyOf = (effect: string, order: string, attempt: number): string =>
  `${effect} ${attempt} ${order}`;
