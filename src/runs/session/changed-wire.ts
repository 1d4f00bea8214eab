/**
 * What leaves in a changed session, and what comes back of it: the recorded message where the same thing left at the same time and nothing that it tells of was
 * changed, else what the changed venue says, after the usual round trip of the recording. Mutable, one owner.
 */
import { groupedBy } from '../../core/ground/grouped-by.js';
import { mayLeave } from '../../core/guard/leave-gate.js';
import { type EpochMicros, type Micros, plus } from '../../core/ground/units.js';
import type { ExecutionReport, OrderSnapshot } from '../../core/order/execution-report.js';
import { type ClientOrderId, venueNanos } from '../../core/order/order.js';
import type { EffectOutcome } from '../../core/order/outcome.js';
import {
  type CancelCommand,
  type Command,
  type EffectCommand,
  type ReadCommand,
  type ReadId,
  type SubmitCommand,
  isEffect,
} from '../../core/state/command.js';
import type { EngineConfig } from '../../core/state/config.js';
import type { InputBody } from '../../core/state/input.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { State } from '../../core/state/state.js';
import { CannotSay } from './cannot-say.js';
import type { Change, Changes } from './change.js';
import { ChangedMessages, type Coming, type Made, type VenueInput } from './changed-messages.js';
import { ChangedVenue } from './changed-venue.js';
import type { Deliveries } from './deliveries.js';
import { type KnownOrder, movedReport } from './known-order.js';
import { KnownVenue } from './known-venue.js';
import { RecordedCommands, effectKey } from './recorded-commands.js';
import type { RecordedMarket } from './recorded-market.js';
import type { Session } from './session.js';

/** Something that is not in the recording. */
export interface Assumed {
  readonly at: EpochMicros;
  /** Null = about the account. */
  readonly order: ClientOrderId | null;
  readonly kind: 'answered' | 'exists' | 'vetoed' | 'stays-open' | 'canceled' | 'over' | 'moved';
  /** What of it, where `kind` does not say it. */
  readonly text: string;
}

interface Around {
  readonly deliveries: Deliveries;
  readonly state: State;
  readonly market: RecordedMarket;
}

export class ChangedWire {
  /** What the venue said of each order in the recording: its reports, and the answers to its submits. */
  readonly #said: ReadonlyMap<ClientOrderId | null, readonly JournalBlock[]>;
  readonly #requestTimeout: Micros;
  readonly #around: Around;
  readonly #messages: ChangedMessages;
  readonly #venue: ChangedVenue;
  readonly #roundTrip: Micros;
  readonly #recorded: RecordedCommands;
  /** Left here as there, and not answered yet: effects by their key, reads of the recording with the number that they have here. */
  readonly #effects = new Set<string>();
  readonly #reads = new Map<ReadId, ReadCommand>();
  readonly assumed: Assumed[] = [];

  constructor({ blocks, parts }: Session, changes: Changes, around: Around) {
    this.#said = groupedBy(blocks, ({ input }) => saidOf(input));
    this.#requestTimeout = changes.requestTimeout;
    this.#around = around;
    this.#messages = new ChangedMessages(changes, around.deliveries);
    const known = new KnownVenue(blocks);
    this.#roundTrip = known.roundTrip;
    const refused = changes.changes.flatMap(({ of, becomes }) =>
      becomes.kind === 'rejected' && of.order !== null ? [of.order] : [],
    );
    this.#venue = new ChangedVenue(known, new Set(refused), parts[0]?.engine.positions);
    this.#recorded = new RecordedCommands(blocks);
  }

  get made(): ReadonlyMap<Change, Made> {
    return this.#messages.made;
  }

  /** Has left in the recording by now, and would have left here. */
  noteRecorded(command: Command, now: EpochMicros): void {
    const isOpen = this.#venue.noteRecorded(command);
    if (isOpen) this.#assume(now, 'stays-open', orderOf(command));
  }

  send(command: Command, now: EpochMicros, config: EngineConfig): void {
    const twin = this.#recorded.take(command, now);
    if (twin !== null && this.#isAnsweredAlike(command)) {
      this.#venue.noteAlike(command);
      if (isEffect(command)) this.#effects.add(effectKey(command.kind, command));
      else if ('readId' in twin) this.#reads.set(twin.readId, command);
    } else if (isEffect(command)) this.#effect(command, now, config);
    else this.#read(command, now);
  }

  #isAnsweredAlike(command: Command): boolean {
    if (command.kind === 'submit' || OF_NO_ORDER.has(command.kind)) return true;
    return this.#venue.isAsRecorded(orderOf(command));
  }

  /** What is heard here of a message of the recording; null = nothing, or later. */
  heardHere(seq: number, said: VenueInput, now: EpochMicros): InputBody | null {
    const here = this.#translated(said, now);
    return here === null ? null : this.#messages.pass(here, { seq, at: now, shift: NONE });
  }

  #translated(said: VenueInput, now: EpochMicros): VenueInput | null {
    switch (said.kind) {
      case 'execution-report': {
        const { report } = said;
        const isComing = !this.#venue.isMoved(report.clientOrderId) && this.#venue.happens(report);
        return isComing ? said : null;
      }
      case 'outcome':
        return this.#effects.delete(effectKey(said.effect, said)) ? said : null;
      case 'answer': {
        const read = this.#reads.get(said.readId);
        if (read === undefined) return null;
        this.#reads.delete(said.readId);
        const { readId } = read;
        if (said.answer.kind === 'failed' || this.#isAnsweredAlike(read))
          return { ...said, readId };
        this.#assume(now, 'answered', orderOf(read), read.kind);
        return { ...said, readId, answer: this.#venue.answerTo(read, now) };
      }
    }
  }

  #read(read: ReadCommand, now: EpochMicros): void {
    this.#assume(now, 'answered', orderOf(read), read.kind);
    const { readId } = read;
    const there = this.#thereAt(now);
    this.#around.deliveries.add(this.#answeredAt(now), () => ({
      kind: 'answer',
      readId,
      answer: this.#venue.answerTo(read, there),
    }));
  }

  /** When what leaves now is at the venue. */
  #thereAt(now: EpochMicros): EpochMicros {
    return plus(now, Math.floor(this.#roundTrip / 2) as Micros);
  }

  #answeredAt(now: EpochMicros): EpochMicros {
    return plus(now, this.#roundTrip);
  }

  #effect(command: EffectCommand, now: EpochMicros, config: EngineConfig): void {
    const { state, market } = this.#around;
    const quoteOf = (symbol: string) => market.quoteOf(symbol);
    const veto = mayLeave({ state, config, riskStore: NOBODY, quoteOf }, command, now);
    if (veto !== null) {
      this.#assume(now, 'vetoed', command.clientOrderId, veto.text);
      this.#settle(command, now, { kind: 'not-sent', reason: 'vetoed', retryAfter: null, veto });
    } else if (command.kind === 'submit') this.#submit(command, now);
    else if (command.kind === 'cancel') this.#cancel(command, now);
    else throw new CannotSay('is replaced, as it was not in the recording', command);
  }

  #settle(
    { kind, clientOrderId, attempt }: EffectCommand,
    at: EpochMicros,
    outcome: EffectOutcome,
  ): void {
    const body: InputBody = { kind: 'outcome', effect: kind, clientOrderId, attempt, outcome };
    this.#around.deliveries.add(at, () => body);
  }

  #submit(command: SubmitCommand, now: EpochMicros): void {
    const { clientOrderId } = command;
    if (this.#venue.has(clientOrderId, this.#thereAt(now))) {
      this.#assume(now, 'exists', clientOrderId);
      this.#settle(command, this.#answeredAt(now), { kind: 'exists', text: 'the venue has it' });
      return;
    }
    const known = this.#venue.twinOf(command);
    if (known === null)
      throw new CannotSay('leaves, and the venue of the recording never had it', command);
    const shift = (now - known.sentAt) as Micros;
    this.#venue.move(clientOrderId, shift);
    this.#assume(now, 'moved', clientOrderId);
    this.#follow(command, known, shift);
  }

  /** All that the venue says of itself of an order that is moved, so much later than in the recording. */
  #follow(command: SubmitCommand, { sentAt }: KnownOrder, shift: Micros): void {
    const { clientOrderId, attempt } = command;
    let isAnswered = false;
    for (const { seq, input } of this.#said.get(clientOrderId) ?? []) {
      if (input.at < sentAt) continue;
      const { at, quotes: _quotes, ...body } = input;
      const coming = { seq, at: plus(at, shift), shift };
      if (body.kind === 'execution-report')
        this.#later({ ...body, report: movedReport(body.report, shift) }, coming);
      if (!isAnswered && isAnswerTo(command, body)) {
        isAnswered = true;
        this.#later({ ...body, attempt }, coming);
      }
    }
    if (isAnswered) return;
    const givenUp = plus(plus(sentAt, shift), this.#requestTimeout);
    this.#settle(command, givenUp, { kind: 'unknown', shape: 'timeout' });
  }

  /** If it is still so when it arrives. */
  #later(said: VenueInput, coming: Coming): void {
    this.#around.deliveries.add(coming.at, () =>
      said.kind === 'execution-report' && !this.#venue.happens(said.report)
        ? null
        : this.#messages.pass(said, coming),
    );
  }

  #cancel(command: CancelCommand, now: EpochMicros): void {
    const { clientOrderId } = command;
    const there = this.#thereAt(now);
    const answeredAt = this.#answeredAt(now);
    const canceled = this.#venue.cancel(clientOrderId, there);
    this.#assume(now, canceled === null ? 'over' : 'canceled', clientOrderId);
    if (canceled === null) {
      const text = 'the order is over';
      this.#settle(command, answeredAt, { kind: 'rejected', code: 'order-over', text });
      return;
    }
    const { venueOrderId } = canceled;
    const said = { status: null, cumQty: null, venueTime: venueNanos(there) };
    this.#settle(command, answeredAt, { kind: 'accepted', venueOrderId, ...said });
    const report = canceledReport(canceled, there);
    this.#around.deliveries.add(answeredAt, () => ({ kind: 'execution-report', report }));
  }

  #assume(at: EpochMicros, kind: Assumed['kind'], order: ClientOrderId | null, text = ''): void {
    this.assumed.push({ at, order, kind, text });
  }
}

const NONE = 0 as Micros;
const NOBODY = { engaged: () => false };
/** Whatever becomes of an order, these are answered alike. */
const OF_NO_ORDER: ReadonlySet<Command['kind']> = new Set([
  'read-depth',
  'read-volume',
  'read-time',
]);

const orderOf = (command: Command): ClientOrderId | null =>
  'clientOrderId' in command ? command.clientOrderId : null;

/** The order that it tells of or answers for; null of all else. */
function saidOf(body: InputBody): ClientOrderId | null {
  if (body.kind === 'execution-report') return body.report.clientOrderId;
  return body.kind === 'outcome' && body.effect === 'submit' ? body.clientOrderId : null;
}

/** That it exists is the answer to one that was there before: to no first one. */
const isAnswerTo = (
  { clientOrderId }: SubmitCommand,
  body: InputBody,
): body is Extract<InputBody, { kind: 'outcome' }> =>
  body.kind === 'outcome' &&
  body.effect === 'submit' &&
  body.clientOrderId === clientOrderId &&
  body.outcome.kind !== 'exists';

function canceledReport(
  { clientOrderId, venueOrderId, symbol, side, quantity, cumQty }: OrderSnapshot,
  at: EpochMicros,
): ExecutionReport {
  const leaves = 0 as typeof quantity;
  return {
    ...{ execType: 'canceled', clientOrderId, venueOrderId, symbol, side, status: 'canceled' },
    ...{ quantity, cumQty, leaves, execution: null, bustOf: null },
    ...{ venueTime: venueNanos(at), text: '' },
  };
}
