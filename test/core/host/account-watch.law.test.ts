/** The account's watch against the plain way: look at everything after every delivery. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossProblem } from '../../../src/core/guard/loss.js';
import { silenceProblem } from '../../../src/core/guard/silence.js';
import { LANE_ARRIVAL, LANE_DELIVERY, LANE_DEPARTURE } from '../../../src/core/ground/clock.js';
import type { Instrument } from '../../../src/core/ground/instrument.js';
import {
  type EpochMicros,
  epochMicros,
  lots,
  micros,
  plus,
  ticks,
} from '../../../src/core/ground/units.js';
import { AccountWatch } from '../../../src/core/host/account-watch.js';
import { QuoteBoard } from '../../../src/core/host/quote-board.js';
import type { QuoteView } from '../../../src/core/order/outcome.js';
import type { MarketFeed } from '../../../src/core/ports.js';
import { DEFAULT_BREAKER } from '../../../src/core/state/breaker.js';
import { initialState } from '../../../src/core/state/initial-state.js';
import type { InputBody } from '../../../src/core/state/input.js';
import type { State } from '../../../src/core/state/state.js';
import { NO_EXPOSURE } from '../../../src/core/state/symbol-exposure.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';
import { INSTRUMENT } from '../../support/simulation-plan.js';

const START = epochMicros(1_700_000_000_000_000);
const END = 600;
const DATA_AGE = 200;

interface Delivery {
  /** Micros after the start: when it is written to the board, and when it is delivered. */
  readonly writtenAt: number;
  readonly deliveredAt: number;
  readonly bid: number;
  readonly spread: number;
}

interface Held {
  readonly booked: number;
  readonly paid: number;
  /** Twice, of the latest order. */
  readonly mid: number | null;
  readonly deliveries: readonly Delivery[];
}

const held: fc.Arbitrary<Held> = fc.record({
  booked: fc.integer({ min: -3, max: 3 }),
  paid: fc.integer({ min: 990, max: 1_010 }),
  mid: fc.constantFrom(null, 2_000),
  deliveries: fc
    .array(
      fc.record({
        gap: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 400 })),
        ahead: fc.integer({ min: 0, max: 100 }),
        bid: fc.integer({ min: 970, max: 1_030 }),
        spread: fc.integer({ min: 0, max: 5 }),
      }),
      { maxLength: 40 },
    )
    .map((rows) => inTime(rows)),
});

function inTime(
  rows: readonly { gap: number; ahead: number; bid: number; spread: number }[],
): readonly Delivery[] {
  let [deliveredAt, writtenAt] = [0, 0];
  return rows.map(({ gap, ahead, bid, spread }) => {
    deliveredAt += gap;
    writtenAt = Math.max(writtenAt, deliveredAt - ahead, 0);
    return { writtenAt, deliveredAt, bid, spread };
  });
}

/** Some markets, what the account holds in them, and a breaker that looks at both. */
class Rig {
  readonly clock = new VirtualClock(START);
  readonly config;
  readonly state: State = initialState();
  readonly told: string[] = [];
  readonly #boards = new Map<string, QuoteBoard>();

  constructor(markets: readonly Held[], equity: string | null) {
    const instruments = new Map<string, Instrument>();
    for (const [n, { booked, paid, mid: midTwice, deliveries }] of markets.entries()) {
      const symbol = `S${n}`;
      // A tick is worth something else in each.
      instruments.set(symbol, { ...INSTRUMENT, symbol, tickSize: ['0.1', '0.03', '2'][n]! });
      this.#boards.set(symbol, new QuoteBoard());
      const spent = BigInt(booked * paid);
      this.state.exposure.set(symbol, { ...NO_EXPOSURE, booked: lots(booked), spent, midTwice });
      for (const one of deliveries) this.#plan(symbol, one);
    }
    const breaker = { ...DEFAULT_BREAKER, equity, dataAge: micros(DATA_AGE) };
    this.config = { instruments, breaker };
    this.state.watch = { since: START, day: Math.floor(START / 86_400_000_000), result: '0' };
    // Something goes on.
    this.state.parents.set('p' as never, { status: 'working', open: [] } as never);
  }

  quoteOf(symbol: string): QuoteView {
    const [board, now] = [this.#boards.get(symbol)!, this.clock.now()];
    return { symbol, quote: board.latest(now), aliveAt: board.aliveAt(now) };
  }

  /** Until something is told. */
  watch(): void {
    const feed = {
      quoteOf: (symbol: string) => this.quoteOf(symbol),
      watch: (symbol, range, left) =>
        this.#boards.get(symbol)!.watch(range, this.clock.now(), (at) => {
          this.clock.schedule(at, LANE_DELIVERY, left);
        }),
    } as MarketFeed;
    const { clock, state } = this;
    const take = (input: InputBody): void => {
      if (input.kind === 'watch') this.told.push(`${input.condition} ${clock.now() - START}`);
      state.breaker = { state: 'tripped', reason: '' };
      watch.settle([]);
    };
    const watch = new AccountWatch(this.config, { clock, feed, state, take });
    watch.settle([]);
    clock.runUntil(plus(START, micros(END)));
  }

  /** The same by looking at every microsecond. */
  look(): void {
    for (let at = 0; at <= END && this.told.length === 0; at += 1) {
      this.clock.schedule(plus(START, micros(at)), LANE_DEPARTURE, () => {
        if (this.told.length > 0) return;
        const now = this.clock.now();
        const seen = (symbol: string) => this.quoteOf(symbol).quote;
        const aliveAt = (symbol: string) => this.quoteOf(symbol).aliveAt;
        const look = { state: this.state, config: this.config, aliveAt };
        if (lossProblem(this.state, this.config, seen) !== null)
          this.told.push(`drawdown ${now - START}`);
        else if (silenceProblem(look, now) !== null) this.told.push(`data-age ${now - START}`);
      });
      this.clock.runUntil(plus(START, micros(at)));
    }
  }

  #plan(symbol: string, { writtenAt, deliveredAt, bid, spread }: Delivery): void {
    const at = (after: number): EpochMicros => plus(START, micros(after));
    this.clock.schedule(at(writtenAt), LANE_ARRIVAL, () => {
      const [of, lot] = [this.#boards.get(symbol)!, lots(1)];
      of.write(at(writtenAt), at(deliveredAt), ticks(bid), lot, ticks(bid + spread), lot);
    });
  }
}

describe('the watch of an account', () => {
  it('RSK-2: tells of the first moment in which a look would find a loss or silence, and of no other', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(held, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(null, '0.01', '0.05', '0.2', '1'),
        (markets, equity) => {
          const [watched, looked] = [new Rig(markets, equity), new Rig(markets, equity)];
          watched.watch();
          looked.look();
          expect(watched.told).toEqual(looked.told);
          seen.add(watched.told[0]?.split(' ')[0] ?? 'nothing');
        },
      ),
      { numRuns: 300 },
    );
    expect([...seen].toSorted()).toEqual(['data-age', 'drawdown', 'nothing']);
  });
});
