/**
 * A whole case from a seed: a wild tape, fill options, halts and a script of requests that collides with the tape as
 * often as it can (few prices, instants of the tape itself, several requests at one of them).
 */
import type { ClientOrderId, OrderTerms } from '../../src/core/order/order.js';
import type { VenueArrival } from '../../src/core/order/truth.js';
import type { EpochMicros, Lots, Micros, Side, Ticks } from '../../src/core/ground/units.js';
import type { Tape } from '../../src/sim/tape/tape.js';
import type { FillOptions } from '../../src/sim/fills/fill-options.js';
import type { HaltWindow, VenueProfile } from '../../src/sim/exchange/venue-options.js';
import type { Funds } from './small-account.js';
import { type Draw, drawFrom } from './draw.js';
import { MIDDLE_TICK, generateTape } from './generated-tape.js';
import { withTopRows } from './generated-top.js';

export interface GeneratedCase {
  readonly tape: Tape;
  readonly options: FillOptions;
  readonly profile: VenueProfile;
  readonly halts: readonly HaltWindow[];
  readonly arrivals: readonly VenueArrival[];
  /** More than any order needs, without fees, when left out. */
  readonly funds?: Funds;
}

/** Percent of the orders sent that are aimed at the price of an own earlier one; by far not all find it there still. */
const JOINING = 70;

/** `joining` 0 draws what was drawn before orders joined each other: seeds found then stay what they were. */
export function generateCase(seed: number, joining = JOINING): GeneratedCase {
  const draw = drawFrom(seed);
  const rows = generateTape(draw);
  const isTold = joining > 0 && seed % 2 === 0;
  const tape = isTold ? withTopRows(rows, drawFrom(seed ^ TOP_SALT)) : rows;
  const halts = drawHalts(draw, tape);
  return {
    tape,
    options: drawOptions(draw),
    profile: {
      stopAlreadyThrough: draw.pick(['trigger', 'reject']),
      selfTrade: 'none',
    },
    halts,
    arrivals: drawArrivals(draw, tape, joining),
  };
}

/** The top stream is drawn apart, so that all else of a seed stays as it was. */
const TOP_SALT = 0x70f5;

export function drawOptions(draw: Draw): FillOptions {
  return {
    queue: draw.pick<FillOptions['queue']>([
      { kind: 'back' },
      { kind: 'back' },
      { kind: 'probabilistic', power: 1 },
      { kind: 'probabilistic', power: 2 },
      { kind: 'probabilistic', power: 3 },
      { kind: 'none' },
    ]),
    through: draw.pick(['pool', 'pool', 'full']),
    refill: draw.pick<FillOptions['refill']>([
      { kind: 'remember' },
      { kind: 'remember' },
      { kind: 'fresh-row' },
      { kind: 'half-life', halfLife: draw.pick([1_000, 5_000, 50_000]) as Micros },
    ]),
    lateDiffs: draw.pick(['guard', 'guard', 'literal']),
    settle: draw.pick([0, 1_000, 1_000, 2_000]) as Micros,
    hidden: draw.pick(['ignore', 'ignore', 'observed']),
    top: 'ticker',
    stopTrigger: draw.pick(['last', 'last', 'quote']),
  };
}

function drawHalts(draw: Draw, tape: Tape): HaltWindow[] {
  if (!draw.chance(30)) return [];
  const from = drawTime(draw, tape);
  const to = Math.max(from + 1_000, drawTime(draw, tape));
  return [
    { from: from as EpochMicros, to: to as EpochMicros, newOrders: draw.pick(['refuse', 'queue']) },
  ];
}

/** An instant of the tape, or a moment off it. */
function drawTime(draw: Draw, tape: Tape): number {
  const at = tape.time[draw.int(0, tape.rows - 1)]!;
  return draw.chance(60) ? at : at + draw.pick([-100, 50, 700]);
}

function drawArrivals(draw: Draw, tape: Tape, joining: number): VenueArrival[] {
  const times = Array.from({ length: draw.int(4, 30) }, () => drawTime(draw, tape));
  times.sort((a, b) => a - b);
  const script = new Script(draw, SMALL_MARKET, joining);
  return times.map((time, index) => {
    const together = draw.chance(15) ? (times[index - 1] ?? time) : time;
    return script.next(index, together as EpochMicros);
  });
}

const ORDER_TYPES = [
  'market',
  'limit',
  'limit',
  'limit',
  'limit',
  'limit',
  'limit',
  'stop',
  'stop-limit',
] as const;

/** Where requests are aimed. */
export interface Aim {
  readonly symbol: string;
  /** The middle of the market, in ticks. */
  readonly middle: (at: EpochMicros) => number;
  /** Ticks and lots that one step of a drawn price or quantity makes. */
  readonly ticks: number;
  readonly lots: number;
}

const SMALL_MARKET: Aim = { symbol: 'TEST', middle: () => MIDDLE_TICK, ticks: 1, lots: 1 };

/** Draws one request after the other, each aimed at one of the last few orders or a new one. */
export class Script {
  private readonly draw: Draw;
  private readonly aim: Aim;
  private readonly joining: number;
  private submitted = 0;
  /** Newest name of each order, and one not sent yet. */
  private names: ClientOrderId[] = [];
  private readonly quantities = new Map<ClientOrderId, Lots>();
  /** Terms of the newest orders that may rest. */
  private resting: OrderTerms[] = [];

  constructor(draw: Draw, aim: Aim, joining = JOINING) {
    this.draw = draw;
    this.aim = aim;
    this.joining = joining;
  }

  next(seq: number, at: EpochMicros): VenueArrival {
    const kind = this.draw.int(1, 100);
    if (kind <= 62 || this.names.length === 0) return this.submit(seq, at);
    return kind <= 78 ? this.cancel(seq, at) : this.replace(seq, at);
  }

  private submit(seq: number, at: EpochMicros): VenueArrival {
    const clientOrderId = `o${(this.submitted += 1)}` as ClientOrderId;
    this.names.push(clientOrderId);
    const terms = this.joinedTerms() ?? this.terms(at);
    if (terms.type === 'limit' && terms.timeInForce === 'gtc') {
      this.resting = [...this.resting, terms].slice(-2);
    }
    this.quantities.set(clientOrderId, terms.quantity);
    return {
      seq,
      at,
      kind: 'submit',
      clientOrderId,
      terms,
      sentAt: at,
      validUntil: null,
    };
  }

  private cancel(seq: number, at: EpochMicros): VenueArrival {
    const early = `o${this.submitted + 1}` as ClientOrderId;
    const clientOrderId = this.draw.chance(10) ? early : this.draw.pick(this.names.slice(-5));
    return { seq, at, kind: 'cancel', clientOrderId, sentAt: at };
  }

  private replace(seq: number, at: EpochMicros): VenueArrival {
    const index = this.draw.int(Math.max(0, this.names.length - 5), this.names.length - 1);
    const clientOrderId = this.names[index]!;
    const newClientOrderId = `${clientOrderId}r` as ClientOrderId;
    this.names[index] = newClientOrderId;
    const quantity = this.otherQuantity(this.quantities.get(clientOrderId)!);
    this.quantities.set(newClientOrderId, quantity);
    const limitPrice = this.draw.chance(50) ? null : this.price(at);
    return {
      seq,
      at,
      kind: 'replace',
      clientOrderId,
      newClientOrderId,
      quantity,
      limitPrice,
      sentAt: at,
    };
  }

  /** Another order at the price of one of the last that rest, so that several of ours queue there. */
  private joinedTerms(): OrderTerms | null {
    if (this.joining === 0 || this.resting.length === 0) return null;
    if (!this.draw.chance(this.joining)) return null;
    return { ...this.draw.pick(this.resting), quantity: this.quantity(), postOnly: false };
  }

  private terms(at: EpochMicros): OrderTerms {
    const type = this.draw.pick(ORDER_TYPES);
    const side = this.draw.pick(['buy', 'sell'] as const);
    const timeInForce = this.draw.pick(['gtc', 'gtc', 'gtc', 'gtc', 'ioc', 'fok'] as const);
    return {
      symbol: this.aim.symbol,
      side,
      quantity: this.quantity(),
      type,
      limitPrice: type === 'limit' || type === 'stop-limit' ? this.price(at, side) : null,
      stopPrice: type === 'stop' || type === 'stop-limit' ? this.price(at) : null,
      timeInForce,
      postOnly: type === 'limit' && timeInForce === 'gtc' && this.draw.chance(20),
    };
  }

  /** Mostly where the book is and, for an order's limit, mostly on its own side of it; now and then far off. */
  private price(at: EpochMicros, side?: Side): Ticks {
    return (this.aim.middle(at) + this.aim.ticks * this.stepsAway(side)) as Ticks;
  }

  private stepsAway(side?: Side): number {
    if (this.draw.chance(12)) return this.draw.int(-11, 11);
    if (side === undefined || this.draw.chance(30)) return this.draw.int(-4, 4);
    const away = this.draw.int(-1, 4);
    return side === 'buy' ? -away : away;
  }

  /** The same, a little less, or anything. */
  private otherQuantity(quantity: Lots): Lots {
    const { lots } = this.aim;
    const less = Math.max(lots, quantity - lots * this.draw.int(1, 3)) as Lots;
    return this.draw.pick([quantity, less, less, this.quantity()]);
  }

  private quantity(): Lots {
    return (this.aim.lots * this.draw.pick([1, 2, 3, 4, 5, 8, 12, 30])) as Lots;
  }
}
