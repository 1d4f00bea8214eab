/**
 * What leaves in a changed session, and what comes back of it: the recorded message where the same thing left at the same time and a change has not touched it,
 * else what the changed venue says, half a round trip of the recording away. Mutable, one owner.
 */
import { mayLeave } from '../../core/guard/leave-gate.js';
import { type EpochMicros, type Micros, plus } from '../../core/ground/units.js';
import type { ExecutionReport, OrderSnapshot } from '../../core/order/execution-report.js';
import { type ClientOrderId, venueMicros, venueNanos } from '../../core/order/order.js';
import type { EffectOutcome, UnknownShape } from '../../core/order/outcome.js';
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
import type { State } from '../../core/state/state.js';
import type { Change, Changes } from './changes.js';
import { ChangedVenue } from './changed-venue.js';
import type { Deliveries } from './deliveries.js';
import { type KnownOrder, movedReport } from './known-order.js';
import { KnownVenue } from './known-venue.js';
import { RecordedCommands, effectKey } from './recorded-commands.js';
import type { RecordedMarket } from './recorded-market.js';
import type { Session } from './session.js';

/** From here on the recording has no answer, and none can be made of what it knows. */
export class CannotSay extends Error {
  override readonly name = 'CannotSay';
}

/** Something that is not in the recording. */
export interface Assumed {
  readonly at: EpochMicros;
  readonly order: ClientOrderId | null;
  readonly kind: 'answered' | 'moved' | 'canceled' | 'vetoed' | 'exists';
  readonly text: string;
}

type Heard = Extract<InputBody, { kind: 'outcome' | 'answer' | 'execution-report' }>;

interface Around {
  readonly deliveries: Deliveries;
  readonly state: State;
  readonly market: RecordedMarket;
}

export class ChangedWire {
  readonly #session: Session;
  readonly #changes: ReadonlyMap<number, Change>;
  readonly #requestTimeout: Micros;
  readonly #around: Around;
  readonly #known: KnownVenue;
  readonly #venue: ChangedVenue;
  readonly #recorded: RecordedCommands;
  /** Left here as there, and not answered yet: effects by their key, reads of the recording with the number that they have here. */
  readonly #effects = new Set<string>();
  readonly #reads = new Map<ReadId, ReadCommand>();
  readonly assumed: Assumed[] = [];

  constructor(session: Session, { changes, requestTimeout }: Changes, around: Around) {
    this.#session = session;
    this.#requestTimeout = requestTimeout;
    this.#changes = new Map(changes.map((change) => [change.of.seq, change]));
    this.#around = around;
    this.#known = new KnownVenue(session.blocks);
    const refused = changes.flatMap(({ of, becomes }) =>
      becomes.kind === 'rejected' && of.order !== null ? [of.order] : [],
    );
    const opening = session.parts[0]?.engine.positions;
    this.#venue = new ChangedVenue(this.#known, new Set(refused), opening);
    this.#recorded = new RecordedCommands(session.blocks);
  }

  noteRecorded(command: Command): void {
    this.#venue.noteRecorded(command);
  }

  send(command: Command, now: EpochMicros, config: EngineConfig): void {
    const twin = this.#recorded.take(command, now);
    const order = 'clientOrderId' in command ? command.clientOrderId : null;
    const isSubmit = command.kind === 'submit';
    if (
      twin !== null &&
      (isSubmit || OF_NO_ORDER.has(command.kind) || this.#venue.isAsRecorded(order))
    ) {
      this.#venue.noteAlike(command);
      if (isEffect(command)) this.#effects.add(effectKey(command.kind, command));
      else if ('readId' in twin) this.#reads.set(twin.readId, command);
    } else if (isEffect(command)) this.#effect(command, now, config);
    else this.#read(command, now);
  }

  /** What becomes here of a message of the recording; null = it is not heard, or later. */
  heardHere(seq: number, body: Heard, now: EpochMicros): InputBody | null {
    const here = this.#translated(body, now);
    const change = this.#changes.get(seq);
    if (here === null || change === undefined) return here;
    return this.#changed(here, change, now);
  }

  #translated(body: Heard, now: EpochMicros): Heard | null {
    switch (body.kind) {
      case 'execution-report':
        return this.#venue.isAsRecorded(body.report.clientOrderId) ? body : null;
      case 'outcome':
        return this.#effects.delete(effectKey(body.effect, body)) ? body : null;
      case 'answer': {
        const read = this.#reads.get(body.readId);
        if (read === undefined) return null;
        this.#reads.delete(body.readId);
        const { readId } = read;
        const order = 'clientOrderId' in read ? read.clientOrderId : null;
        if (
          OF_NO_ORDER.has(read.kind) ||
          this.#venue.isAsRecorded(order) ||
          body.answer.kind === 'failed'
        )
          return { ...body, readId };
        this.#assume(now, 'answered', `${read.kind}: something it tells of was changed`, order);
        return { ...body, readId, answer: this.#venue.answerTo(read, now) };
      }
    }
  }

  #changed(body: Heard, { of, becomes }: Change, now: EpochMicros): InputBody | null {
    if (becomes.kind === 'rejected')
      return body.kind === 'outcome'
        ? { ...body, outcome: { kind: 'rejected', code: becomes.code, text: 'as it was changed' } }
        : body;
    if (becomes.kind === 'reset') return unanswered(body, 'reset');
    const givenUp = of.askedAt === null ? null : plus(of.askedAt, this.#requestTimeout);
    const later = becomes.kind === 'delayed' ? plus(now, becomes.by) : null;
    const { deliveries } = this.#around;
    if (later !== null && (givenUp === null || later < givenUp)) deliveries.add(later, () => body);
    else if (givenUp !== null) deliveries.add(givenUp, () => unanswered(body, 'timeout'));
    return null;
  }

  #read(read: ReadCommand, now: EpochMicros): void {
    const order = 'clientOrderId' in read ? read.clientOrderId : null;
    this.#assume(now, 'answered', read.kind, order);
    const { roundTrip } = this.#known;
    const at = plus(now, half(roundTrip));
    const { readId } = read;
    this.#around.deliveries.add(plus(now, roundTrip), () => ({
      kind: 'answer',
      readId,
      answer: this.#venue.answerTo(read, at),
    }));
  }

  #effect(command: EffectCommand, now: EpochMicros, config: EngineConfig): void {
    const { state, market } = this.#around;
    const context = {
      state,
      config,
      riskStore: NOBODY,
      quoteOf: (symbol: string) => market.quoteOf(symbol),
    };
    const veto = mayLeave(context, command, now);
    if (veto !== null) {
      this.#assume(now, 'vetoed', veto.text, command.clientOrderId);
      this.#settle(command, now, { kind: 'not-sent', reason: 'vetoed', retryAfter: null, veto });
    } else if (command.kind === 'submit') this.#submit(command, now);
    else if (command.kind === 'cancel') this.#cancel(command, now);
    else throw new CannotSay('an order is changed that was not changed so in the recording');
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
    const { clientOrderId, terms } = command;
    const answeredAt = plus(now, this.#known.roundTrip);
    if (this.#venue.has(clientOrderId, plus(now, half(this.#known.roundTrip)))) {
      this.#assume(now, 'exists', 'it is sent again, and the venue has it', clientOrderId);
      this.#settle(command, answeredAt, { kind: 'exists', text: 'the venue has it' });
      return;
    }
    const known = this.#venue.twinOf(command);
    if (known === null)
      throw new CannotSay(
        `an order leaves that the venue of the recording never had: ${terms.side} ${terms.quantity} lots of ${terms.symbol}`,
      );
    const shift = (now - known.sentAt) as Micros;
    this.#venue.move(clientOrderId, shift);
    this.#assume(
      now,
      'moved',
      'it leaves at another time, and is taken to fare as it did',
      clientOrderId,
    );
    this.#follow(command, known, shift);
  }

  /** What the venue says of it of itself, so much later than in the recording. */
  #follow(command: SubmitCommand, { sentAt }: KnownOrder, shift: Micros): void {
    const { clientOrderId } = command;
    const inputs = this.#session.blocks
      .map(({ input }) => input)
      .filter((input) => input.at >= sentAt);
    const outcome = inputs.find(
      (input) =>
        input.kind === 'outcome' &&
        input.effect === 'submit' &&
        input.clientOrderId === clientOrderId,
    );
    if (outcome?.kind === 'outcome')
      this.#settle(command, plus(outcome.at, shift), outcome.outcome);
    for (const input of inputs)
      if (input.kind === 'execution-report' && input.report.clientOrderId === clientOrderId)
        this.#report(movedReport(input.report, shift), plus(input.at, shift));
  }

  /** If it is still true when it arrives. */
  #report(report: ExecutionReport, at: EpochMicros): void {
    const { clientOrderId, venueTime } = report;
    this.#around.deliveries.add(at, () =>
      this.#venue.isOnItsWay(clientOrderId, venueMicros(venueTime))
        ? { kind: 'execution-report', report }
        : null,
    );
  }

  #cancel(command: CancelCommand, now: EpochMicros): void {
    const { clientOrderId } = command;
    const { roundTrip } = this.#known;
    const at = plus(now, half(roundTrip));
    const answeredAt = plus(now, roundTrip);
    const rest = this.#remaining(clientOrderId, at);
    const canceled = this.#venue.cancel(clientOrderId, at);
    this.#assume(
      now,
      'canceled',
      canceled === null ? 'it was over' : 'it ends there',
      clientOrderId,
    );
    if (canceled === null) {
      this.#settle(command, answeredAt, {
        kind: 'rejected',
        code: 'order-over',
        text: 'the order is over',
      });
      return;
    }
    const { venueOrderId } = canceled;
    const said = { status: null, cumQty: null, venueTime: venueNanos(at) };
    this.#settle(command, answeredAt, { kind: 'accepted', venueOrderId, ...said });
    this.#around.deliveries.add(answeredAt, () => ({
      kind: 'execution-report',
      report: canceledReport(canceled, at),
    }));
    // What was told by then is still on its way.
    for (const report of rest) this.#report(report.report, report.at);
  }

  /** Reports of the recording about an order that stops going as recorded: those that the venue had sent by then. */
  #remaining(
    id: ClientOrderId,
    at: EpochMicros,
  ): readonly { readonly report: ExecutionReport; readonly at: EpochMicros }[] {
    if (!this.#venue.isAsRecorded(id)) return [];
    return this.#session.blocks.flatMap(({ input }) =>
      input.kind === 'execution-report' &&
      input.report.clientOrderId === id &&
      input.at > at &&
      venueMicros(input.report.venueTime) <= at
        ? [{ report: input.report, at: input.at }]
        : [],
    );
  }

  #assume(at: EpochMicros, kind: Assumed['kind'], text: string, order: ClientOrderId | null): void {
    this.assumed.push({ at, order, kind, text });
  }
}

const NOBODY = { engaged: () => false };
const half = (length: Micros): Micros => Math.floor(length / 2) as Micros;
/** Whatever becomes of an order, these are answered alike. */
const OF_NO_ORDER: ReadonlySet<Command['kind']> = new Set([
  'read-depth',
  'read-volume',
  'read-time',
]);

/** What a client has in hand to which nothing comes any more. */
function unanswered(body: Heard, shape: UnknownShape): InputBody | null {
  switch (body.kind) {
    case 'outcome':
      return { ...body, outcome: { kind: 'unknown', shape } };
    case 'answer': {
      const text = `no answer: ${shape}`;
      return { ...body, answer: { kind: 'failed', failure: 'ambiguous', retryAfter: null, text } };
    }
    case 'execution-report':
      return null;
  }
}

function canceledReport(
  { clientOrderId, venueOrderId, symbol, side, quantity, cumQty }: OrderSnapshot,
  at: EpochMicros,
): ExecutionReport {
  const leaves = 0 as typeof quantity;
  return {
    ...{ execType: 'canceled', clientOrderId, venueOrderId, symbol, side, status: 'canceled' },
    ...{
      quantity,
      cumQty,
      leaves,
      execution: null,
      bustOf: null,
      venueTime: venueNanos(at),
      text: '',
    },
  };
}
