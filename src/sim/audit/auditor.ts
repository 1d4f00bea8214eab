/**
 * The judge of a run: feeds the venue's ledger and the engine's journal, in the order in which they happened, to the
 * checkers and to the detection audit. Checks run after every own event (docs/rules/words.md, Own event), never per market
 * row. Judges only; it can change nothing.
 */
import type { EngineConfig } from '../../core/state/config.js';
import type { State } from '../../core/state/state.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type {
  AuditResult,
  TruthEntry,
  TruthLedger,
  VenueArrival,
  Violation,
} from '../../core/order/truth.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { TopOfBook } from '../../core/order/outcome.js';
import type { OrderEntry } from '../../core/order/venue-message.js';
import { type EpochMicros, type Micros, micros, plus } from '../../core/ground/units.js';
import { type AuditTimes, TrueDecisions, TrueDepartures } from './audit-times.js';
import type { AuditContext, CheckerFactory, Finding } from './checker.js';
import { Checkers } from './checkers.js';
import { Detection } from './detection.js';
import { ForeignOrders } from './foreign-orders.js';
import { RecentEvents, evidenceOf } from './evidence.js';
import { bookedFills } from './invariants/booked-fills.js';
import { cancels } from './invariants/cancels.js';
import { conservation } from './invariants/conservation.js';
import { direction } from './invariants/direction.js';
import { falseFill } from './invariants/false-fill.js';
import { identifiers } from './invariants/identifiers.js';
import { gated } from './invariants/gated.js';
import { limitsHold } from './invariants/limits.js';
import { singleWriter } from './invariants/single-writer.js';
import { leftWorking } from './invariants/left-working.js';
import { numbers } from './invariants/numbers.js';
import { oneOrderPerSlice } from './invariants/one-order-per-slice.js';
import { orderRecord } from './invariants/order-record.js';
import { parentBudget } from './invariants/parent-budget.js';
import { parentQuantity } from './invariants/parent-quantity.js';
import { parentsEnd } from './invariants/parents-end.js';
import { plans } from './invariants/plans.js';
import { quarantined } from './invariants/quarantined.js';
import { reducing } from './invariants/reducing.js';
import { refusedAgain } from './invariants/refused-again.js';
import { requestBudget } from './invariants/request-budget.js';
import { resend } from './invariants/resend.js';
import { retryAfter } from './invariants/retry-after.js';
import { signals } from './invariants/signals.js';
import { sliceConditions } from './invariants/slice-conditions.js';
import { stopSwitches } from './invariants/stop-switches.js';
import { writeAhead } from './invariants/write-ahead.js';
import type { Healed, HealedWorld } from './liveness/law.js';
import { LAWS, unmetLaws } from './liveness/laws.js';
import { RequestsByMinute } from './liveness/requests-by-minute.js';
import { ExecutionNumbers, OrderNumbers } from './numbering.js';
import { OpenOrders } from './open-orders.js';
import { Reached } from './reached.js';

const CHECKERS: readonly CheckerFactory[] = [
  direction,
  parentBudget,
  parentQuantity,
  oneOrderPerSlice,
  bookedFills,
  orderRecord,
  writeAhead,
  gated,
  quarantined,
  reducing,
  resend,
  stopSwitches,
  leftWorking,
  plans,
  identifiers,
  numbers,
  sliceConditions,
  retryAfter,
  requestBudget,
  refusedAgain,
  cancels,
  falseFill,
  parentsEnd,
  conservation,
  signals,
  limitsHold,
  singleWriter,
];

/** A run that breaks something breaks it often: the first ones tell the story, all are counted. */
const VIOLATIONS_KEPT = 100;

export class Auditor {
  readonly #truth: TruthLedger;
  readonly #checkers: Checkers;
  readonly #detection: Detection;
  readonly #openOrders: OpenOrders;
  readonly #foreign: ForeignOrders;
  readonly #visibilityLag: Micros;
  readonly #violations: Violation[] = [];
  readonly #recent = new RecentEvents();
  readonly #reached: Reached;
  /** What the engine believed when the checkers were asked last. */
  #state: State | null = null;
  readonly #decisions: TrueDecisions;
  readonly #departures: TrueDepartures;
  readonly #context: AuditContext;
  readonly #requests = new RequestsByMinute();
  /** By symbol: what the client was shown last. */
  readonly #shown = new Map<string, TopOfBook | null>();
  #checks = 0;
  #arrivalsSeen = 0;
  #entriesSeen = 0;
  #accepted = 0;

  /** `times`: null where the engine tells the right time. */
  constructor(config: EngineConfig, truth: TruthLedger, times: AuditTimes | null = null) {
    this.#truth = truth;
    this.#decisions = new TrueDecisions(times);
    this.#departures = new TrueDepartures(times);
    const ownOf = times?.shownAt ?? ((at: EpochMicros): EpochMicros => at);
    const orders = new OrderNumbers();
    const executions = new ExecutionNumbers();
    this.#foreign = new ForeignOrders(truth);
    const isForeign = (clientOrderId: ClientOrderId): boolean => this.#foreign.has(clientOrderId);
    this.#reached = new Reached(orders);
    this.#openOrders = new OpenOrders(orders, isForeign);
    this.#visibilityLag = config.venue.visibilityLag;
    this.#detection = new Detection(
      { orders, executions },
      { visibilityLag: this.#visibilityLag, ownOf, isForeign },
    );
    this.#context = {
      config,
      orders,
      executions,
      ownOf,
      isClockWrong: times !== null,
      shown: (symbol) => this.#shown.get(symbol) ?? null,
      isForeign,
      check: (ok) => {
        this.#checks += 1;
        return ok;
      },
      broken: (finding) => this.#onBroken(finding),
    };
    this.#checkers = new Checkers(CHECKERS.map((make) => make(this.#context)));
  }

  /** A block became durable: first what the venue did before it, then the block. */
  onBlock(block: JournalBlock, state: State): void {
    this.#catchUp(state);
    const at = this.#decisions.at(block.input.at);
    const input = at === block.input.at ? block.input : { ...block.input, at };
    this.#recent.note(at, 'told', input);
    for (const told of this.#checkers.onInput) told(input);
    this.#reached.onInput(input);
    for (const entry of block.entries) {
      this.#foreign.onEntry(entry);
      this.#recent.note(at, 'engine', entry);
      for (const told of this.#checkers.onEntry) told(entry, at, state);
      this.#detection.onEntry(entry, at, state);
      this.#openOrders.onEntry(entry, at);
      this.#reached.onEntry(entry, state);
      this.#requests.onEntry(entry, at);
    }
  }

  /** The client looks at the market. */
  onLook(symbol: string, quote: TopOfBook | null): void {
    this.#shown.set(symbol, quote);
  }

  /** An order, a cancel or a replace left for the wire. */
  onDeparture(leaving: OrderEntry): void {
    const state = this.#state;
    const request = this.#departures.leaving(leaving);
    if (state === null) return;
    this.#catchUp(state);
    for (const told of this.#checkers.onDeparture) told(request, state);
  }

  /** `healed`: null where the run did not heal before its end. */
  finish(at: EpochMicros, state: State, healed: Healed | null = null): AuditResult {
    this.#catchUp(state);
    for (const told of this.#checkers.onEnd) told(at, state);
    const detected = this.#detection.finish(at);
    const oneSided = this.#openOrders.finish(this.#truth, state, {
      visibilityLag: this.#visibilityLag,
      end: at,
    });
    const { fills } = detected;
    const notRecovered =
      healed === null ? null : this.#judge({ ...healed, at, state, fills, oneSided });
    return {
      checks: this.#checks,
      violations: this.#violations,
      ordersAccepted: this.#accepted,
      reached: this.#reached.counts,
      oneSided,
      ...detected,
      ...(notRecovered === null ? {} : { notRecovered }),
    };
  }

  /** By the laws of liveness. @returns what no client could have done. */
  #judge(
    end: Healed & Pick<HealedWorld, 'at' | 'state' | 'fills' | 'oneSided'>,
  ): readonly string[] {
    const { config, ownOf, isForeign } = this.#context;
    const half = plus(end.from, micros(Math.floor(end.bound / 2)));
    const requestsLate = this.#requests.since(half);
    const world = { ...end, config, ownOf, isForeign, truth: this.#truth, requestsLate };
    const found = unmetLaws(world);
    this.#checks += LAWS.length;
    return found.flatMap(({ id, of, detail, beyondUs }) => {
      if (beyondUs !== null) return [`${id}: ${detail}: ${beyondUs}`];
      this.#onBroken({ id, at: end.at, detail, ...(of === undefined ? {} : { of }) });
      return [];
    });
  }

  /** Arrivals and ledger entries share one sequence: merged by it. */
  #catchUp(state: State): void {
    this.#state = state;
    const { arrivals, entries } = this.#truth;
    for (;;) {
      const arrival = arrivals[this.#arrivalsSeen];
      const entry = entries[this.#entriesSeen];
      if (arrival !== undefined && (entry === undefined || arrival.seq < entry.seq)) {
        this.#arrivalsSeen += 1;
        this.#onArrival(this.#departures.arrived(arrival), state);
      } else if (entry !== undefined) {
        this.#entriesSeen += 1;
        this.#onTruth(entry, state);
      } else {
        return;
      }
    }
  }

  #onArrival(arrival: VenueArrival, state: State): void {
    this.#recent.note(arrival.at, 'wire', arrival);
    for (const told of this.#checkers.onArrival) told(arrival, state);
  }

  #onTruth(entry: TruthEntry, state: State): void {
    this.#recent.note(entry.at, 'venue', entry);
    if (entry.kind === 'accepted' && !this.#foreign.has(entry.clientOrderId)) this.#accepted += 1;
    if (entry.kind === 'executed') this.#detection.onExecution(entry);
    else if (entry.kind === 'busted') this.#detection.onBust(entry);
    for (const told of this.#checkers.onTruth) told(entry, state);
  }

  #onBroken(finding: Finding): void {
    if (this.#violations.length >= VIOLATIONS_KEPT || this.#state === null) return;
    const { id, at, detail } = finding;
    const views = { state: this.#state, truth: this.#truth, seen: this.#entriesSeen };
    this.#violations.push({ id, at, detail, evidence: evidenceOf(finding, this.#recent, views) });
  }
}
