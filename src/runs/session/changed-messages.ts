/** What becomes of messages on their way to the engine, as the changes say, and which changes were made at all. Mutable, one owner. */
import { type EpochMicros, type Micros, plus } from '../../core/ground/units.js';
import type { UnknownShape } from '../../core/order/outcome.js';
import type { InputBody } from '../../core/state/input.js';
import type { Change, Changes } from './change.js';
import type { Deliveries } from './deliveries.js';

/** What a venue says. */
export type VenueInput = Extract<InputBody, { kind: 'outcome' | 'answer' | 'execution-report' }>;

/** A message of the recording, by its block, that comes now; so much later than there. */
export interface Coming {
  readonly seq: number;
  readonly at: EpochMicros;
  readonly shift: Micros;
}

/** `given-up`: it came, or would have, when nobody waited for it any more. */
export type Made = 'as-written' | 'given-up';

export class ChangedMessages {
  readonly #changes: ReadonlyMap<number, Change>;
  readonly #requestTimeout: Micros;
  readonly #deliveries: Deliveries;
  /** One that is not here was not made: its message never came. */
  readonly made = new Map<Change, Made>();

  constructor({ changes, requestTimeout }: Changes, deliveries: Deliveries) {
    this.#changes = new Map(changes.map((change) => [change.of.seq, change]));
    this.#requestTimeout = requestTimeout;
    this.#deliveries = deliveries;
  }

  /** @returns what is heard now; null = nothing, or later. */
  pass(said: VenueInput, coming: Coming): InputBody | null {
    const change = this.#changes.get(coming.seq);
    if (change === undefined) return said;
    this.made.set(change, 'as-written');
    const { becomes } = change;
    switch (becomes.kind) {
      case 'rejected':
        return refused(said, becomes.code);
      case 'reset':
        return unanswered(said, 'reset');
      case 'lost':
      case 'delayed':
        this.#keepBack(said, change, coming);
        return null;
    }
  }

  #keepBack(said: VenueInput, change: Change, { at, shift }: Coming): void {
    const { of, becomes } = change;
    const later = becomes.kind === 'delayed' ? plus(at, becomes.by) : null;
    const givenUp =
      of.askedAt === null ? null : plus(plus(of.askedAt, shift), this.#requestTimeout);
    if (later !== null && (givenUp === null || later < givenUp)) {
      this.#deliveries.add(later, () => said);
      return;
    }
    if (givenUp === null) return;
    this.made.set(change, 'given-up');
    this.#deliveries.add(givenUp, () => unanswered(said, 'timeout'));
  }
}

const refused = (said: VenueInput, code: string): InputBody =>
  said.kind === 'outcome'
    ? { ...said, outcome: { kind: 'rejected', code, text: 'as it was changed' } }
    : said;

/** What a client has in hand to which nothing comes any more. */
function unanswered(said: VenueInput, shape: UnknownShape): InputBody | null {
  switch (said.kind) {
    case 'outcome':
      return { ...said, outcome: { kind: 'unknown', shape } };
    case 'answer': {
      const text = `no answer: ${shape}`;
      return { ...said, answer: { kind: 'failed', failure: 'ambiguous', retryAfter: null, text } };
    }
    case 'execution-report':
      return null;
  }
}
