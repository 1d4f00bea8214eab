/**
 * A venue on a tape that it replays for the first time gets every row; later ones pass over rows far from the market. Nobody can tell
 * them apart: not by an answer, an execution, a quote, the depth shown or a counter.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VenueArrival } from '../../../src/core/order/truth.js';
import type { ClientOrderId } from '../../../src/core/order/order.js';
import { type EpochMicros, lots } from '../../../src/core/ground/units.js';
import type { QuoteSink } from '../../../src/sim/market/quote-sink.js';
import { type L2Setup, L2Venue } from '../../../src/sim/market/l2/l2-venue.js';
import type { Tape } from '../../../src/sim/tape/tape.js';
import { type Draw, drawFrom } from '../../oracle/draw.js';
import { Script, drawOptions } from '../../oracle/generated-case.js';
import { RICH } from '../../oracle/small-account.js';
import { jumpingTape } from '../../support/jumping-tape.js';
import { PLAIN_VENUE } from '../../support/plain-venue.js';
import { nothingTallied, replayedBefore, tallied } from '../../support/rows-passed-over.js';
import { draws } from '../../support/test-seed.js';
import { INSTRUMENT } from '../exchange/venue-rig.js';

const ROWS = 1_200;
const CASES = draws(150);
const SYMBOL = 'TEST';
/** How deep somebody looks who asks for the depth. */
const DEPTHS = [1, 1, 1, 5, 100];

type Request =
  VenueArrival | { readonly kind: 'depth'; readonly at: EpochMicros; readonly levels: number };

interface Case {
  readonly setup: Omit<L2Setup, 'listener'>;
  readonly requests: readonly Request[];
}

function drawCase(seed: number): Case {
  const draw = drawFrom(seed);
  const { tape, middleAt } = jumpingTape(draw, ROWS);
  const aim = {
    symbol: SYMBOL,
    middle: middleAt,
    ticks: draw.pick([1, 500, 500, 1_000]),
    lots: draw.pick([1, 8]),
  };
  const script = new Script(draw, aim);
  const options = { ...PLAIN_VENUE, ...RICH };
  const halts = drawHalts(draw, tape);
  const fill = drawOptions(draw);
  const instrument = { ...INSTRUMENT, symbol: SYMBOL };
  const times = drawTimes(draw, tape);
  const requests = times.map((at, seq) => {
    if (seq === 0 || seq === times.length - 1) return deepTaker(draw, seq, at);
    if (draw.chance(15)) return { kind: 'depth' as const, at, levels: draw.pick(DEPTHS) };
    return script.next(seq, at);
  });
  return {
    setup: { listings: [{ instrument, tape, fill, halts, quotes: [] }], options },
    requests,
  };
}

/** Takes from levels that are far, and will be when they get rows; or tells what can be had there. */
const deepTaker = (draw: Draw, seq: number, at: EpochMicros): VenueArrival => ({
  seq,
  at,
  kind: 'submit',
  clientOrderId: `deep-${seq}` as ClientOrderId,
  terms: {
    symbol: SYMBOL,
    side: draw.pick(['buy', 'sell']),
    quantity: lots(draw.int(1, 120)),
    type: 'market',
    limitPrice: null,
    stopPrice: null,
    timeInForce: 'ioc',
    postOnly: false,
  },
  sentAt: at,
  validUntil: null,
});

const timeOn = (draw: Draw, tape: Tape): number =>
  tape.time[draw.int(0, tape.rows - 1)]! + draw.pick([0, 0, -100, 50, 700]);

const drawTimes = (draw: Draw, tape: Tape): EpochMicros[] =>
  Array.from({ length: draw.pick([6, 10, 16, 40]) }, () => timeOn(draw, tape) as EpochMicros).sort(
    (a, b) => a - b,
  );

function drawHalts(draw: Draw, tape: Tape): L2Setup['listings'][number]['halts'] {
  if (!draw.chance(20)) return [];
  const from = timeOn(draw, tape) as EpochMicros;
  const to = Math.max(from + 1_000, timeOn(draw, tape)) as EpochMicros;
  return [{ from, to, newOrders: draw.pick(['refuse', 'queue']) }];
}

/** What can be told of one run, and the venue, for the next one to take over. */
interface Played {
  readonly told: unknown[];
  readonly venue: L2Venue;
}

function play({ setup, requests }: Case, earlier?: L2Venue): Played {
  const told: unknown[] = [];
  const quotes: QuoteSink[] = [
    {
      quote: (...args) => told.push(args),
      none: (...args) => told.push(['none', ...args]),
      alive: (...args) => told.push(['alive', ...args]),
    },
  ];
  const listings = setup.listings.map((listing) => ({ ...listing, quotes }));
  const listener: L2Setup['listener'] = { onReport: (report) => told.push(report) };
  const venue = new L2Venue({ ...setup, listings, listener }, earlier);
  const { tape } = setup.listings[0]!;
  for (const request of requests) {
    advance(venue, request.at);
    told.push(answerTo(venue, request));
  }
  advance(venue, (tape.time[tape.rows - 1]! + 1_000_000) as EpochMicros);
  told.push(venue.truth, venue.counters(), venue.depth(SYMBOL, 1_000));
  return { told, venue };
}

function advance(venue: L2Venue, to: EpochMicros): void {
  while (venue.advance(to) < to);
}

function answerTo(venue: L2Venue, request: Request): unknown {
  switch (request.kind) {
    case 'depth':
      return venue.depth(SYMBOL, request.levels);
    case 'submit':
      return venue.submit(request, request.at);
    case 'cancel':
      return venue.cancel(request, request.at);
    case 'replace':
      return venue.replace(request, request.at);
  }
}

describe('a tape replayed once more', () => {
  it('SIM-2: gives what it gave the first time, although rows far from the market are passed over', () => {
    const tally = nothingTallied();
    let came = 0;
    let fills = 0;
    let earlier: L2Venue | undefined;
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const one = drawCase(seed);
        const first = play(one, earlier);
        replayedBefore(one.setup.listings[0]!.tape);
        came += first.venue.counters().levelRows;
        fills += first.venue.truth.executions.length;
        tallied(tally, () => {
          const again = play(one, first.venue);
          earlier = again.venue;
          if (!isDeepStrictEqual(again.told, first.told)) expect(again.told).toEqual(first.told);
        });
      }),
      { numRuns: CASES },
    );
    // That it came to what it is about: rows passed over, put for who looked, and such that came all the same.
    expect(came - tally.rows - tally.watched).toBeGreaterThan(CASES * 60);
    expect(tally.puts).toBeGreaterThan(CASES * 2);
    expect(tally.own).toBeGreaterThan(CASES / 4);
    expect(tally.taken).toBeGreaterThan(CASES / 10);
    expect(fills).toBeGreaterThan(CASES * 10);
  });
});
