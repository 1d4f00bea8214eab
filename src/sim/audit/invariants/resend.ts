/**
 * S9: an id leaves for the wire again only once the attempt before is known not to have been accepted, or, where ids are
 * kept for ever, a look-up asked since it left was answered "not found"; once for each such proof, never without an intent,
 * never more often than configured. S23: and no sooner after it than configured. Judged by what left, what the client was told since and what the venue has accepted:
 * what the engine made of it counts for nothing.
 *
 * Proof is that the attempt was not sent (the venue's ledger has not accepted it either), or absence: two "not found" and
 * two empty lists of executions, asked when the attempt could no longer be accepted and all of it would be visible.
 */
import type { ClientOrderId } from '../../../core/order/order.js';
import type { ReadAnswer } from '../../../core/order/outcome.js';
import { lengthText } from '../../../core/ground/length-text.js';
import { type EpochMicros, seconds } from '../../../core/ground/units.js';
import type { AuditContext, CheckerFactory } from '../checker.js';
import { Column } from '../column.js';

/** Answers of each kind that prove absence. */
const WITNESSES = 2;
/** Beyond the validity of a request: the venue's own granularity. */
const VALIDITY_SLACK = seconds(1);

/** A look-up that was asked and not answered yet. */
interface Asked {
  readonly order: number;
  readonly at: EpochMicros;
  /** How often the order had left by then: an answer says nothing of what left after it was asked. */
  readonly departures: number;
}

export const resend: CheckerFactory = (context) => {
  const { check, broken, config, orders, ownOf } = context;
  const attempts = new Attempts(context);

  const judge = (id: string, clientOrderId: ClientOrderId, at: EpochMicros, wrong: string): void =>
    broken({ id, at, of: { order: clientOrderId }, detail: `${clientOrderId}${wrong}` });

  return {
    id: 'S9',
    onEntry(entry, at) {
      if (entry.kind === 'submit-intent')
        attempts.onIntent(orders.of(entry.clientOrderId), entry.command.attempt);
      if (entry.kind === 'read-requested') {
        const { read } = entry;
        if (read.kind !== 'read-order' && read.kind !== 'read-executions') return;
        attempts.onAsked(read.readId, orders.of(read.clientOrderId), at);
      }
    },
    onInput(input) {
      if (input.kind === 'answer') attempts.onAnswer(input.readId, input.answer);
      if (input.kind !== 'outcome' || input.effect !== 'submit') return;
      if (input.outcome.kind === 'not-sent')
        attempts.onNotSent(orders.of(input.clientOrderId), input.attempt);
    },
    onTruth(entry) {
      if (entry.kind === 'accepted') attempts.accepted.set(orders.of(entry.clientOrderId), 1);
    },
    onDeparture(request) {
      if (request.kind !== 'submit') return;
      const { clientOrderId, sentAt, validUntil } = request;
      const order = orders.of(clientOrderId);
      if (!check(attempts.mayLeave(order)))
        judge(
          'S9',
          clientOrderId,
          sentAt,
          ': sent again although nothing was learned of the attempt before',
        );
      const soonest = attempts.soonestAgain(order);
      if (!check(ownOf(sentAt) >= soonest))
        judge(
          'S23',
          clientOrderId,
          sentAt,
          `: sent again ${lengthText(soonest - ownOf(sentAt))} too soon`,
        );
      const left = attempts.onLeft(order, sentAt, validUntil);
      const intents = attempts.intents.get(order);
      if (!check(left <= intents))
        judge('S9', clientOrderId, sentAt, ` left ${left} times for ${intents} intents`);
      const most = config.submit.attempts;
      if (!check(left <= most))
        judge('S9', clientOrderId, sentAt, `: sent ${left} times, ${most} allowed`);
    },
  };
};

/** What is known of each order's attempts, and what was learned since the last of them left. Mutable, single owner. */
class Attempts {
  readonly intents = new Column();
  readonly accepted = new Column();
  readonly #config: AuditContext['config'];
  /** A wait is the engine's, by its own clock. */
  readonly #ownOf: AuditContext['ownOf'];
  readonly #isClockWrong: boolean;
  readonly #departures = new Column();
  /** Number of the attempt that was meant last, and of the one that left last. */
  readonly #meant = new Column();
  readonly #left = new Column();
  readonly #lastAt = new Column(NaN);
  /** When absence may be asked for; Infinity = nothing proves it. */
  readonly #conclusiveAt = new Column(Infinity);
  readonly #notSent = new Column();
  /** Look-ups answered "not found" at any time; those that count for absence, and empty lists that do. */
  readonly #notFound = new Column();
  readonly #absent = new Column();
  readonly #noExecutions = new Column();
  readonly #asked = new Map<number, Asked>();

  constructor({ config, ownOf, isClockWrong }: AuditContext) {
    this.#isClockWrong = isClockWrong;
    this.#config = config;
    this.#ownOf = ownOf;
  }

  onIntent(order: number, attempt: number): void {
    this.intents.add(order, 1);
    this.#meant.set(order, attempt);
  }

  onAsked(readId: number, order: number, at: EpochMicros): void {
    this.#asked.set(readId, { order, at, departures: this.#departures.get(order) });
  }

  onAnswer(readId: number, answer: ReadAnswer): void {
    const asked = this.#asked.get(readId);
    if (asked === undefined) return;
    this.#asked.delete(readId);
    const { order, at, departures } = asked;
    if (departures !== this.#departures.get(order)) return;
    const isConclusive = at >= this.#conclusiveAt.get(order);
    if (answer.kind === 'order' && answer.order === null) {
      this.#notFound.add(order, 1);
      if (isConclusive) this.#absent.add(order, 1);
    }
    if (answer.kind === 'executions' && answer.executions.length === 0 && isConclusive)
      this.#noExecutions.add(order, 1);
  }

  onNotSent(order: number, attempt: number): void {
    if (attempt === this.#left.get(order)) this.#notSent.set(order, 1);
  }

  mayLeave(order: number): boolean {
    if (this.#departures.get(order) === 0) return true;
    if (this.#notSent.get(order) > 0 && this.accepted.get(order) === 0) return true;
    if (this.#config.venue.idempotency === 'forever' && this.#notFound.get(order) > 0) return true;
    return this.#isAbsent(order);
  }

  /** Proven absence has taken its own time. */
  soonestAgain(order: number): EpochMicros {
    const { retryFirst, retryMax } = this.#config.submit;
    if (this.#departures.get(order) === 0 || this.#isAbsent(order)) return 0 as EpochMicros;
    const wait = Math.min(retryFirst * 2 ** (this.#left.get(order) - 1), retryMax);
    return (this.#lastAt.get(order) + wait) as EpochMicros;
  }

  #isAbsent(order: number): boolean {
    return this.#absent.get(order) >= WITNESSES && this.#noExecutions.get(order) >= WITNESSES;
  }

  /** @returns how often the order has left, this time included. */
  onLeft(order: number, at: EpochMicros, validUntil: EpochMicros | null): number {
    const { clockUncertainty, visibilityLag } = this.#config.venue;
    const margin = this.#isClockWrong ? 0 : clockUncertainty;
    const reckoned = (validUntil ?? Infinity) + VALIDITY_SLACK + margin + visibilityLag;
    this.#conclusiveAt.set(order, reckoned);
    this.#lastAt.set(order, this.#ownOf(at));
    this.#left.set(order, this.#meant.get(order));
    for (const learned of [this.#notSent, this.#notFound, this.#absent, this.#noExecutions])
      if (learned.get(order) !== 0) learned.set(order, 0);
    return this.#departures.add(order, 1);
  }
}
