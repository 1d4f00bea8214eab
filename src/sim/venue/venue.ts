/**
 * The simulated venue on a recorded L2 tape, by the fill rules F0 to F9, F13, F16 and F17: it replays the
 * market, answers requests, keeps the account and the truth ledger, and reports to the client's order stream. It is
 * synchronous and has no latency: the link decides when a request arrives and when a report is seen.
 *
 * Order types: market, limit, stop, stop-limit; gtc, ioc, fok (an always-open market has no `day`); post-only. Takers
 * fill level by level at the recorded prices; resting orders fill at their own price when a print reaches them through
 * the queue, when one goes through them, or when the recorded book crosses them.
 *
 * Unrealistic, on purpose: the recorded market never reacts to us; trades that filled us happen all the same; nobody
 * races our takers; hidden quantity is not modeled.
 *
 * Invariants: 1. Every request gets exactly one answer. 2. Calls come in time order, `advance(at)` before anything
 * else at `at`. 3. F16: never a fill outside the recorded rows, above what is available, or of a lot twice.
 */
import type { Decimal } from '../../core/ground/decimal.js';
import { invariant } from '../../core/ground/invariant.js';
import type { Execution, OrderSnapshot } from '../../core/order/execution-report.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { PositionRow } from '../../core/order/outcome.js';
import type { TruthLedger } from '../../core/order/truth.js';
import type { EpochMicros, Lots } from '../../core/ground/units.js';
import { unsupportedFillOptions } from '../fills/fill-rules.js';
import { ReplayMarket, type ReplaySource } from '../market/replay-market.js';
import { Account } from './account.js';
import { BuyingPower } from './buying-power.js';
import { topLevels } from './depth.js';
import { Halts } from './halts.js';
import { Matcher } from './matcher.js';
import { OrderDesk } from './order-desk.js';
import { OrderStore } from './order-store.js';
import { Recorder } from './recorder.js';
import type { VenueOrder } from './venue-order.js';
import type {
  CancelAnswer,
  CancelRequest,
  HistoryPage,
  ReplaceAnswer,
  ReplaceRequest,
  SimulatedVenue,
  SubmitAnswer,
  SubmitRequest,
  VenueCounters,
  VenueDepth,
  VenueSetup,
} from './venue-port.js';

export class L2Venue implements SimulatedVenue {
  readonly #market: ReplayMarket;
  #setup!: VenueSetup;
  #account!: Account;
  #orders!: OrderStore;
  #recorder!: Recorder;
  #matcher!: Matcher;
  #desk!: OrderDesk;
  #halts!: Halts;
  #now = -Infinity;

  constructor(setup: VenueSetup) {
    this.#market = new ReplayMarket(sourceOf(setup));
    this.#open(setup);
  }

  reset(setup: VenueSetup): void {
    this.#market.reset(sourceOf(setup));
    this.#open(setup);
  }

  get truth(): TruthLedger {
    return this.#recorder;
  }

  advance(until: EpochMicros): EpochMicros {
    invariant(until >= this.#now, `advance to ${until} after ${this.#now}`);
    this.#market.interrupted = false;
    const before = this.#recorder.reports;
    for (;;) {
      const edge = this.#halts.nextEdge;
      const reached = this.#market.advance(edge > until ? until : ((edge - 1) as EpochMicros));
      this.#now = reached;
      if (edge > until || this.#recorder.reports !== before) return reached;
      this.#passEdge();
      if (this.#recorder.reports !== before) return this.#now as EpochMicros;
    }
  }

  submit(request: SubmitRequest, at: EpochMicros): SubmitAnswer {
    this.#reach(at);
    return this.#desk.submit(request, at);
  }

  cancel(request: CancelRequest, at: EpochMicros): CancelAnswer {
    this.#reach(at);
    return this.#desk.cancel(request, at);
  }

  replace(request: ReplaceRequest, at: EpochMicros): ReplaceAnswer {
    this.#reach(at);
    return this.#desk.replace(request, at);
  }

  order(clientOrderId: ClientOrderId, at: EpochMicros): OrderSnapshot | null {
    const order = this.#orders.find(clientOrderId);
    if (order === null || !this.#isVisible(order, at)) return null;
    return order.snapshot(this.#setup.instrument);
  }

  executionsOf(clientOrderId: ClientOrderId, at: EpochMicros): readonly Execution[] {
    const order = this.#orders.find(clientOrderId);
    return order === null || !this.#isVisible(order, at) ? [] : [...order.executions];
  }

  openOrders(at: EpochMicros): readonly OrderSnapshot[] {
    return this.#orders
      .open()
      .filter((order) => this.#isVisible(order, at))
      .map((order) => order.snapshot(this.#setup.instrument));
  }

  history(after: EpochMicros, limit: number, cursor: string | null, at: EpochMicros): HistoryPage {
    const from = cursor === null ? 0 : Number(cursor);
    const seen = (order: VenueOrder): boolean => this.#isVisible(order, at);
    const page = this.#orders.since(after, from, limit, seen);
    return {
      orders: page.orders.map((order) => order.snapshot(this.#setup.instrument)),
      nextCursor: page.next === null ? null : String(page.next),
    };
  }

  positions(): readonly PositionRow[] {
    return this.#account.positions();
  }

  position(symbol: string): Lots {
    return this.#account.position(symbol);
  }

  cash(): Decimal {
    return this.#account.cash();
  }

  feesCharged(): ReadonlyMap<string, Decimal> {
    return this.#account.charged();
  }

  depth(levels: number): VenueDepth {
    const { bids, asks, synchronized } = this.#market;
    if (!synchronized) return { bids: [], asks: [] };
    const { tape } = this.#setup;
    return {
      bids: topLevels(bids.ladder, levels, tape),
      asks: topLevels(asks.ladder, levels, tape),
    };
  }

  counters(): VenueCounters {
    const { counts, top } = this.#market;
    return {
      levelRows: counts.levelRows,
      trades: counts.trades,
      topChanges: top.changes,
      ineligiblePrints: counts.ineligiblePrints,
      lateDiffs: counts.lateDiffs,
      desynchronizedMicros: this.#market.desynchronizedMicros(this.#now),
      ownCrossings: this.#matcher.ownCrossings,
      beyondDepth: this.#matcher.beyondDepth,
    };
  }

  /** Everything that starts afresh with a setup; the replayed market, with its buffers, is kept. */
  #open(setup: VenueSetup): void {
    this.#setup = setup;
    this.#now = -Infinity;
    const { tape, options, instrument } = setup;
    const { quantaPerTick } = tape;
    this.#recorder = new Recorder(setup.listener);
    this.#account = new Account(instrument, options.fees, options.account);
    this.#orders = new OrderStore();
    this.#halts = new Halts(setup.halts);
    const power = new BuyingPower(this.#account, this.#orders, quantaPerTick);
    this.#matcher = new Matcher(
      {
        account: this.#account,
        power,
        recorder: this.#recorder,
        quantaPerTick,
        stopAlreadyThrough: options.profile.stopAlreadyThrough,
      },
      this.#market,
    );
    this.#desk = new OrderDesk(
      {
        symbol: instrument.symbol,
        quantaPerTick,
        options,
        orders: this.#orders,
        power,
        recorder: this.#recorder,
        matcher: this.#matcher,
        halts: this.#halts,
      },
      this.#market,
    );
    this.#market.listen(this.#matcher);
  }

  /** The begin or the end of a halt (F13). */
  #passEdge(): void {
    const at = this.#halts.pass();
    this.#now = at;
    if (this.#halts.current === null) this.#market.resume(at);
    else this.#market.halted = true;
  }

  /** A request at `at`: the market of that instant must be over (F0). */
  #reach(at: EpochMicros): void {
    const { nextTime } = this.#market;
    invariant(at >= this.#now && at < nextTime, `request at ${at} before the market got there`);
    this.#now = at;
  }

  #isVisible(order: VenueOrder, at: EpochMicros): boolean {
    return at - order.createdAt >= this.#setup.options.visibilityLag;
  }
}

function sourceOf(setup: VenueSetup): ReplaySource {
  const { tape, options, quotes } = setup;
  const problems = unsupportedFillOptions(options.fill);
  invariant(problems.length === 0, problems.join('; '));
  const { quantaPerTick, quantaPerLot } = tape;
  return { tape, rules: { quantaPerTick, quantaPerLot, options: options.fill }, quotes };
}
