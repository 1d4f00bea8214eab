/**
 * A venue that tells its client little, between the simulated broker and the core: frames of the stream that are lost or
 * held back, answers without a quantity, a status, a price or a fee, failed reads. What happens at the venue is
 * untouched. Until `healsAt` it forgets and loses; what it never says at all it goes on not saying.
 *
 * Mutable, one run. Draws are a hash of the seed and a count, so that the same case gives the same run.
 */
import { type Observable, mergeMap, of } from 'rxjs';
import { jitter, shareOf } from '../../src/core/ground/jitter.js';
import type { EpochMicros, Micros } from '../../src/core/ground/units.js';
import type { Execution } from '../../src/core/order/execution-report.js';
import type { EffectOutcome, ReadAnswer } from '../../src/core/order/outcome.js';
import type { Broker, BrokerInput } from '../../src/core/ports.js';

export type HowOften = 'never' | 'sometimes' | 'always';

/** What is left out, how often; shares are of what passes by. */
export interface Habits {
  readonly seed: number;
  /** Answers to queries leave out the cumulative quantity. */
  readonly queryQuantity: HowOften;
  readonly queryStatus: 'never' | 'sometimes';
  readonly venueTime: HowOften;
  /** Receipts of submits and cancels leave out status and quantity. */
  readonly receipt: HowOften;
  /** Frames of the stream leave out the cumulative quantity. */
  readonly streamQuantity: HowOften;
  /** Executions on the stream come without their fee. */
  readonly streamFee: HowOften;
  /** Of executions younger than the lag, the history knows a fee only when asked for the order so many times. */
  readonly feeAfterAsks: number;
  readonly visibilityLag: Micros;
  readonly framesLost: number;
  /** Frames that come after up to so many others. */
  readonly framesHeld: number;
  readonly holdFor: number;
  readonly readsFailed: number;
}

const SOMETIMES = 0.4;
export class PoorTeller {
  readonly #habits: Habits;
  readonly #healsAt: EpochMicros;
  readonly #asked = new Map<string, number>();
  /** Frames held back, and how many inputs each still waits for. */
  #held: { readonly input: BrokerInput; left: number }[] = [];
  #now = 0 as EpochMicros;
  #count = 0;
  /** What a refusal said last: nothing but cancels may leave before it (S22). */
  #quietUntil = 0;
  /** What left all the same. */
  readonly rude: string[] = [];

  constructor(habits: Habits, healsAt: EpochMicros) {
    this.#habits = habits;
    this.#healsAt = healsAt;
  }

  /** Time as the engine's journal tells it. */
  note(at: EpochMicros): void {
    this.#now = at;
  }

  wrap = (broker: Broker): Broker => {
    const subjects = new Map<number, string>();
    const reports$: Observable<BrokerInput> = broker.reports$.pipe(
      mergeMap((input) => of(...this.#pass(input, subjects))),
    );
    return {
      reports$,
      send: (command, mayLeave) => {
        if (command.kind === 'read-executions') subjects.set(command.readId, command.clientOrderId);
        if (command.kind !== 'cancel' && this.#now < this.#quietUntil)
          this.rude.push(
            `S22: ${command.kind} left at ${this.#now}, told to wait until ${this.#quietUntil}`,
          );
        broker.send(command, mayLeave);
      },
    };
  };

  #pass(input: BrokerInput, subjects: ReadonlyMap<number, string>): readonly BrokerInput[] {
    this.#heed(input);
    const due = this.#release();
    if (input.kind === 'execution-report') return [...this.#frame(input), ...due];
    if (input.kind === 'outcome')
      return [{ ...input, outcome: this.#receipt(input.outcome) }, ...due];
    if (input.kind === 'stream') return [input, ...due];
    const answer = this.#answer(input.answer, subjects.get(input.readId) ?? '');
    return [{ ...input, answer }, ...due];
  }

  #heed(input: BrokerInput): void {
    const told =
      input.kind === 'outcome' ? input.outcome : input.kind === 'answer' ? input.answer : null;
    if (told === null || !('retryAfter' in told) || told.retryAfter === null) return;
    // The input comes at this instant or later: a shorter silence is held against nobody.
    this.#quietUntil = Math.max(this.#quietUntil, this.#now + told.retryAfter);
  }

  #release(): readonly BrokerInput[] {
    for (const one of this.#held) one.left -= 1;
    const due = this.#held.filter(({ left }) => left <= 0 || this.#isHealed());
    this.#held = this.#held.filter((one) => !due.includes(one));
    return due.map(({ input }) => input);
  }

  #frame(input: Extract<BrokerInput, { kind: 'execution-report' }>): readonly BrokerInput[] {
    const { framesLost, framesHeld, holdFor, streamQuantity, streamFee } = this.#habits;
    if (!this.#isHealed() && this.#draw() < framesLost) return [];
    const { report } = input;
    const { execution } = report;
    const told: BrokerInput = {
      ...input,
      report: {
        ...report,
        cumQty: this.#leavesOut(streamQuantity) ? null : report.cumQty,
        execution:
          execution !== null && this.#leavesOut(streamFee)
            ? { ...execution, fee: null }
            : execution,
      },
    };
    if (this.#isHealed() || this.#draw() >= framesHeld) return [told];
    this.#held.push({ input: told, left: 1 + Math.floor(this.#draw() * holdFor) });
    return [];
  }

  #receipt(outcome: EffectOutcome): EffectOutcome {
    if (outcome.kind !== 'accepted' || !this.#leavesOut(this.#habits.receipt)) return outcome;
    return { ...outcome, status: null, cumQty: null, venueTime: null };
  }

  #answer(answer: ReadAnswer, subject: string): ReadAnswer {
    if (answer.kind === 'failed') return answer;
    if (!this.#isHealed() && this.#draw() < this.#habits.readsFailed)
      return { kind: 'failed', failure: 'ambiguous', retryAfter: null, text: 'no answer' };
    if (answer.kind === 'executions')
      return { ...answer, executions: this.#history(answer.executions, subject) };
    if (answer.kind !== 'order' || answer.order === null) return answer;
    const { queryQuantity, queryStatus, venueTime } = this.#habits;
    const { order } = answer;
    const wordless = !this.#isHealed() && this.#leavesOut(queryStatus);
    return {
      kind: 'order',
      order: {
        ...order,
        status: wordless ? null : order.status,
        venueWord: wordless ? '' : order.venueWord,
        cumQty: this.#leavesOut(queryQuantity) ? null : order.cumQty,
        avgPrice: null,
        filledAt: null,
        venueTime: this.#leavesOut(venueTime) ? null : order.venueTime,
      },
    };
  }

  #history(executions: readonly Execution[], subject: string): readonly Execution[] {
    if (executions.length === 0) return executions;
    const asked = (this.#asked.get(subject) ?? 0) + 1;
    this.#asked.set(subject, asked);
    if (asked > this.#habits.feeAfterAsks) return executions;
    return executions.map((execution) =>
      this.#isYoung(execution) ? { ...execution, fee: null } : execution,
    );
  }

  #isYoung({ venueTime }: Execution): boolean {
    const micros = Number(venueTime.slice(0, -3));
    return this.#now < micros + this.#habits.visibilityLag;
  }

  #leavesOut(often: HowOften): boolean {
    if (often === 'always') return true;
    return often === 'sometimes' && !this.#isHealed() && this.#draw() < SOMETIMES;
  }

  #isHealed(): boolean {
    return this.#now >= this.#healsAt;
  }

  #draw(): number {
    this.#count += 1;
    return shareOf(jitter(this.#habits.seed, 'poor-teller', 'draw', this.#count));
  }
}
