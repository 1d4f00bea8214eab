/** A client and a venue as a script: each line is what one of them does, and the judge sees what a venue would see of it. */
import {
  type EpochMicros,
  type Lots,
  lots,
  micros,
  seconds,
  ticks,
} from '../../../src/core/ground/units.js';
import type { ExecutionReport, OrderSnapshot } from '../../../src/core/order/execution-report.js';
import { type FaultRecord, NO_FAULT_RECORD } from '../../../src/core/order/fault-record.js';
import {
  type ClientOrderId,
  type ExecId,
  type OrderTerms,
  type VenueOrderId,
  venueNanos,
} from '../../../src/core/order/order.js';
import type { UnknownShape } from '../../../src/core/order/outcome.js';
import type { TruthEntry, TruthExecution } from '../../../src/core/order/truth.js';
import type { VenueReply, VenueRequest } from '../../../src/core/order/venue-message.js';
import { type Judgement, judged } from '../../../src/sim/bot-judge/judge.js';
import type { Observation } from '../../../src/sim/bot-judge/observation.js';
import { INSTRUMENT } from '../../support/simulation-plan.js';

const { symbol } = INSTRUMENT;
const MS = 1_000;
const BUY: OrderTerms = {
  ...{ symbol, side: 'buy', quantity: lots(100), type: 'market', limitPrice: null },
  ...{ stopPrice: null, timeInForce: 'ioc', postOnly: false },
};

/** How a request ends: with its answer, one that a fault took, or a client that did not wait for it; `pending`: it has not yet. */
export type End = 'answered' | 'hung-up' | 'pending' | Exclude<UnknownShape, 'timeout'>;

export interface SubmitScript {
  readonly end?: End;
  /** Whether the venue takes it. */
  readonly isTaken?: boolean;
  /** Lots executed at once. */
  readonly fills?: number;
  readonly terms?: Partial<OrderTerms>;
  /** Null = over a socket. */
  readonly by?: string | null;
}

interface Standing {
  readonly terms: OrderTerms;
  readonly venueOrderId: VenueOrderId;
  cumQty: number;
}

export class Session {
  readonly observations: Observation[] = [];
  readonly entries: TruthEntry[] = [];
  faults: FaultRecord = NO_FAULT_RECORD;
  perMinute: number | null = null;
  speed = 1;
  planned: readonly string[] = [];
  position: number;
  readonly #held: number;
  readonly #orders = new Map<string, Standing>();
  #now = 1_000_000_000;
  #nth = 0;
  #numbers = 0;

  constructor(held = 0) {
    this.#held = held;
    this.position = held;
  }

  get now(): EpochMicros {
    return this.#now as EpochMicros;
  }

  wait(length = 1): this {
    this.#now += length * 1_000_000;
    return this;
  }

  submit(id: string, script: SubmitScript = {}): this {
    const { end = 'answered', isTaken = true, fills = 100, by = 'POST /order' } = script;
    const terms = { ...BUY, ...script.terms };
    const clientOrderId = id as ClientOrderId;
    const request = { kind: 'submit', clientOrderId, terms, sentAt: this.now, validUntil: null };
    const nth = this.#ask(request as VenueRequest, by);
    if (isTaken) this.#accept(id, terms, fills);
    const order = this.#orders.get(id);
    return this.#end(nth, end, {
      ...{ kind: 'accepted', venueOrderId: order?.venueOrderId ?? ('0' as VenueOrderId) },
      ...{ status: 'accepted', venueTime: null },
      cumQty: (order?.cumQty ?? 0) as Lots,
    });
  }

  /** By somebody else, for the same account. */
  byHand(id: string): this {
    this.#accept(id, BUY, 0);
    return this;
  }

  /** `said`: what it is told to have executed, where that is not the truth; null = that there is none. */
  lookUp(id: string, end: End = 'answered', said?: number | null): this {
    const nth = this.#ask({ kind: 'query-order', clientOrderId: id as ClientOrderId });
    const order = said === null ? null : this.#snapshot(id);
    const shown =
      order === null || said === undefined || said === null
        ? order
        : { ...order, cumQty: lots(said) };
    return this.#end(nth, end, { kind: 'order', order: shown });
  }

  /** Executions of an order, by their ids. */
  executionsOf(id: string): this {
    const clientOrderId = id as ClientOrderId;
    const nth = this.#ask({ kind: 'query-executions', clientOrderId });
    const executions = this.#executions
      .filter((one) => one.clientOrderId === clientOrderId)
      .map(({ execId, price, quantity }) => ({
        ...{ execId, price, quantity, liquidity: null, fee: null, venueTime: venueNanos(this.now) },
      }));
    return this.#end(nth, 'answered', { kind: 'executions', executions });
  }

  openOrders(): this {
    const nth = this.#ask({ kind: 'query-open-orders', limit: 100, cursor: null });
    const open = [...this.#orders].filter(([, { cumQty, terms }]) => cumQty < terms.quantity);
    const orders = open.flatMap(([id]) => this.#snapshot(id) ?? []);
    return this.#end(nth, 'answered', { kind: 'open-orders', orders, nextCursor: null });
  }

  /** `told`: a lie, where it is not the truth. `meanwhile`: before the answer comes. */
  positions(told = this.position, meanwhile?: () => unknown): this {
    const nth = this.#ask({ kind: 'query-positions' });
    meanwhile?.();
    const rows = told === 0 ? [] : [{ symbol, quantity: lots(told) }];
    return this.#end(nth, 'answered', { kind: 'positions', positions: rows });
  }

  fill(id: string, quantity: number, isTold = false): this {
    this.#now += MS;
    const execution = this.#execute(id, quantity);
    if (isTold) this.#tell(id, execution);
    return this;
  }

  /** The client gives up on the first request, and it is seen so long after. */
  hangsUp(after: number): this {
    this.wait(after);
    this.observations.push({ kind: 'hung-up', at: this.now, nth: 1 });
    return this;
  }

  /** All that it had executed is undone. */
  bust(id: string): this {
    this.#now += MS;
    const { terms, venueOrderId, cumQty } = this.#orders.get(id)!;
    const made = this.entries.findLast((one) => one.kind === 'executed')!;
    const { execId: bustOf, price, fee } = made;
    this.position -= terms.side === 'buy' ? cumQty : -cumQty;
    this.entries.push({
      ...{ kind: 'busted', ...this.#entry(), execId: `b${bustOf}` as ExecId, bustOf, venueOrderId },
      ...{ clientOrderId: id as ClientOrderId, symbol, side: terms.side, price },
      ...{ quantity: lots(cumQty), cumQty: lots(0), fee },
    });
    this.#orders.get(id)!.cumQty = 0;
    return this;
  }

  /** Another order in its place, with nothing executed. */
  replace(id: string, newId: string): this {
    const [clientOrderId, replacedBy] = [id, newId] as ClientOrderId[];
    const { terms } = this.#orders.get(id)!;
    const named = { clientOrderId: clientOrderId!, newClientOrderId: replacedBy! };
    const asked = { quantity: terms.quantity, limitPrice: null, sentAt: this.now };
    const nth = this.#ask({ kind: 'replace', ...named, ...asked }, 'PATCH /order');
    const venueOrderId = `v${(this.#numbers += 1)}` as VenueOrderId;
    this.#orders.delete(id);
    this.#orders.set(newId, { terms, venueOrderId, cumQty: 0 });
    this.entries.push({
      ...{ kind: 'replaced', ...this.#entry(), clientOrderId: clientOrderId! },
      ...{ replacedBy: replacedBy!, venueOrderId, terms, ahead: null },
    });
    return this.#end(nth, 'answered', {
      ...{ kind: 'accepted', venueOrderId, status: 'accepted', cumQty: lots(0), venueTime: null },
    });
  }

  /** The words of the last answer did not hold what was replied. */
  unshown(): this {
    const last = this.observations.pop();
    if (last?.kind === 'answered') this.observations.push({ ...last, isShown: false });
    return this;
  }

  /** The frame of the last execution comes only now. */
  late(id: string): this {
    this.#now += MS;
    this.#tell(id, this.#executions.at(-1)!);
    return this;
  }

  refused(retryAfter: number, times = 1): this {
    for (let time = 0; time < times; time += 1) {
      const nth = this.#ask({ kind: 'query-time' });
      this.#end(nth, 'answered', { kind: 'rate-limited', retryAfter: seconds(retryAfter) });
    }
    return this;
  }

  /** Time enough for a client to know of everything. */
  judge(after = 60): Judgement {
    this.wait(after);
    return judged({
      observations: this.observations,
      truth: { arrivals: [], entries: this.entries, executions: this.#executions },
      faults: this.faults,
      instruments: [INSTRUMENT],
      held: new Map([[symbol, lots(this.#held)]]),
      end: this.now,
      ...{ speed: this.speed, planned: this.planned },
      perMinute: this.perMinute,
      reaction: micros(5_000_000),
      lag: micros(100_000),
    });
  }

  get #executions(): readonly TruthExecution[] {
    return this.entries.filter((one): one is TruthExecution => one.kind === 'executed');
  }

  #ask(request: VenueRequest, by: string | null = 'GET /something'): number {
    this.#now += MS;
    this.#nth += 1;
    this.observations.push({ kind: 'asked', at: this.now, nth: this.#nth, by, request });
    return this.#nth;
  }

  #end(nth: number, end: End, reply: VenueReply): this {
    this.#now += MS;
    const at = this.now;
    if (end === 'pending') return this;
    if (end === 'hung-up') this.observations.push({ kind: 'hung-up', at, nth });
    else
      this.observations.push({
        ...{ kind: 'answered', at, nth, isShown: true },
        reply: end === 'answered' ? reply : { kind: 'lost', shape: end },
      });
    return this;
  }

  #entry(): { readonly seq: number; readonly at: EpochMicros } {
    return { seq: this.entries.length + 1, at: this.now };
  }

  #accept(id: string, terms: OrderTerms, fills: number): void {
    const clientOrderId = id as ClientOrderId;
    const venueOrderId = `v${(this.#numbers += 1)}` as VenueOrderId;
    this.#orders.set(id, { terms, venueOrderId, cumQty: 0 });
    const named = { clientOrderId, venueOrderId };
    this.entries.push({ kind: 'accepted', ...this.#entry(), ...named, terms, ahead: null });
    if (fills > 0) this.#execute(id, fills);
  }

  #execute(id: string, quantity: number): TruthExecution {
    const order = this.#orders.get(id)!;
    const { terms, venueOrderId } = order;
    order.cumQty += quantity;
    this.position += terms.side === 'buy' ? quantity : -quantity;
    const execution: TruthExecution = {
      ...{ kind: 'executed', ...this.#entry(), execId: `e${(this.#numbers += 1)}` as ExecId },
      ...{ venueOrderId, clientOrderId: id as ClientOrderId, symbol, side: terms.side },
      ...{ price: ticks(600_000), quantity: lots(quantity), cumQty: lots(order.cumQty) },
      leaves: lots(terms.quantity - order.cumQty),
      ...{ liquidity: 'taker', cause: 'taker', fee: { asset: 'USDT', amount: '0' } },
      ...{ tapeRow: null, aheadBefore: null, aheadAfter: null },
    };
    this.entries.push(execution);
    return execution;
  }

  #tell(id: string, { execId, price, quantity, cumQty, leaves }: TruthExecution): void {
    const { terms, venueOrderId } = this.#orders.get(id)!;
    const venueTime = venueNanos(this.now);
    const report: ExecutionReport = {
      ...{ execType: 'trade', clientOrderId: id as ClientOrderId, venueOrderId, symbol },
      ...{ side: terms.side, status: 'partially_filled', quantity: terms.quantity, cumQty, leaves },
      execution: { execId, price, quantity, liquidity: 'taker', fee: null, venueTime },
      ...{ bustOf: null, venueTime, text: '' },
    };
    this.observations.push({ kind: 'told', at: this.now, report });
  }

  #snapshot(id: string): OrderSnapshot | null {
    const order = this.#orders.get(id);
    if (order === undefined) return null;
    const { terms, venueOrderId, cumQty } = order;
    return {
      ...{ clientOrderId: id as ClientOrderId, venueOrderId, symbol, side: terms.side },
      ...{ quantity: terms.quantity, type: terms.type, limitPrice: null, stopPrice: null },
      ...{ status: 'accepted', venueWord: '', cumQty: lots(cumQty), avgPrice: null },
      ...{ filledAt: null, createdAt: this.now, venueTime: null },
    };
  }
}
