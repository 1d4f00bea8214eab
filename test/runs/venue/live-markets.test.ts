/** A simulated venue on streams of this machine, at a venue that a test speaks for. Goal: what the streams do not tell, nobody trades on. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, LANE_WAKE } from '../../../src/core/ground/clock.js';
import {
  type EpochMicros,
  type Lots,
  millis,
  plus,
  ticks,
} from '../../../src/core/ground/units.js';
import type { ClientOrderId, OrderTerms } from '../../../src/core/order/order.js';
import type { LinkReply } from '../../../src/sim/link/messages.js';
import { type LiveMarkets, openLiveMarkets } from '../../../src/runs/venue/live-markets.js';
import { type OngoingMarkets, PacedVenue } from '../../../src/runs/venue/paced-venue.js';
import type { SimulationPlan } from '../../../src/runs/simulation-plan.js';
import type { Tape } from '../../../src/sim/tape/tape.js';
import { HOLD_BACK, PushedMarket } from '../../../src/data/pushed-market.js';
import { served } from '../../server/venue/binance/served.js';
import { BOOK, ETHER, PATH, RULES, diff, trade } from '../../live/binance/stub-market.js';
import { StubVenue, said } from '../../live/binance/stub-venue.js';
import { INSTRUMENT, planOf } from '../../support/simulation-plan.js';

let stub: StubVenue;
let live: LiveMarkets | null;
let snapshotId: number;
beforeEach(async () => {
  live = null;
  snapshotId = 7;
  stub = await new StubVenue().listen();
  stub.answer = ({ path }) =>
    said(path.endsWith('exchangeInfo') ? RULES : { lastUpdateId: snapshotId, ...BOOK });
});
afterEach(async () => {
  live?.clock.close();
  live?.close();
  await stub.close();
});

const subscribed = (times: number): Promise<void> =>
  stub.until(() => stub.frames.filter((text) => text.includes('"SUBSCRIBE"')).length >= times);

const TERMS: OrderTerms = {
  ...{ symbol: 'BTCUSDT', side: 'buy', type: 'market', quantity: 10 as Lots },
  ...{ limitPrice: null, stopPrice: null, timeInForce: 'ioc', postOnly: false },
};

/** Some take at once, one waits a little below the best. */
const ORDERS: readonly OrderTerms[] = [
  TERMS,
  { ...TERMS, side: 'sell', type: 'limit', limitPrice: ticks(618_000), timeInForce: 'gtc' },
  { ...TERMS, side: 'sell', quantity: 900 as Lots },
  TERMS,
];

const planOn = (tape: Tape, start: EpochMicros): SimulationPlan => ({
  ...planOf({ tape }),
  start,
});

function submit(venue: PacedVenue, id: string, terms: OrderTerms): void {
  const clientOrderId = id as ClientOrderId;
  const request = { kind: 'submit', clientOrderId, terms, sentAt: venue.now() } as const;
  venue.accounts[0]!.ask({ ...request, validUntil: null }, () => undefined);
}

async function begun(told: string[]) {
  const opened = openLiveMarkets({
    ...{ instruments: [INSTRUMENT], url: stub.url, kept: new Map() },
    signal: new AbortController().signal,
    tell: (text) => told.push(text),
  });
  await subscribed(1);
  stub.tell(PATH, diff(6, 8, '100.2'));
  live = await opened;
  const [tape] = live!.tapes;
  const plan = planOn(tape!, live!.start);
  return {
    live: live!,
    venue: new PacedVenue(plan, { clock: live!.clock, speed: 1, ongoing: live }),
  };
}

/** Looks every now and then, as whoever serves it does. */
const until = (venue: PacedVenue, isSo: () => boolean): Promise<void> =>
  new Promise((done) => {
    const { clock } = live!;
    const look = (): void => {
      venue.catchUp();
      if (isSo()) done();
      else clock.schedule(plus(clock.now(), millis(10)), LANE_WAKE, look);
    };
    look();
  });

describe('a simulated venue on live markets', () => {
  it('F2 F:MD7: has no book while its streams are lost, turns orders away, and has one again with the next snapshot', async () => {
    const told: string[] = [];
    const { venue } = await begun(told);
    const best = (): number | undefined =>
      venue.accounts[0]!.exchange.depth('BTCUSDT', 1).bids[0]?.price;
    await until(venue, () => best() !== undefined);
    expect(best()).toBe(1_002);
    stub.cut(PATH);
    await until(venue, () => best() === undefined);
    expect(told).toEqual(['connection lost: the connection ended; connecting anew']);
    const sentAt = venue.now();
    const replies: LinkReply[] = [];
    const clientOrderId = 'o1' as ClientOrderId;
    venue.accounts[0]!.ask(
      { kind: 'submit', clientOrderId, terms: TERMS, sentAt, validUntil: null },
      (reply) => replies.push(reply),
    );
    await until(venue, () => replies.length > 0);
    expect(replies).toMatchObject([{ kind: 'rejected', code: 'not-open' }]);
    expect(venue.truth.executions).toEqual([]);
    snapshotId = 71;
    await subscribed(2);
    stub.tell(PATH, diff(70, 75, '100.4'));
    await until(venue, () => best() !== undefined);
    expect(best()).toBe(1_004);
    expect(told.slice(1)).toEqual([
      'connected again',
      'gap: updates 9 to 69 of BTCUSDT were never told: the connection ended',
    ]);
  });

  it('LIV-1: has as many markets as are asked for, and begins once each of them has a book', async () => {
    const opened = openLiveMarkets({
      ...{ instruments: [INSTRUMENT, ETHER], url: stub.url, kept: new Map() },
      ...{ signal: new AbortController().signal, tell: () => undefined },
    });
    await subscribed(1);
    stub.tell(PATH, diff(6, 8, '100.2'));
    await stub.until(() => stub.received.some(({ params }) => params['symbol'] === 'BTCUSDT'));
    stub.tell(PATH, diff(6, 8, '100.4').replaceAll('BTC', 'ETH').replace('btc', 'eth'));
    live = await opened;
    expect(live!.tapes.map(({ symbol }) => symbol)).toEqual(['BTCUSDT', 'ETHUSDT']);
    const best = live!.tapes.map(({ price, quantaPerTick }) => price[1]! / quantaPerTick);
    expect(best).toEqual([1_002, 1_004]);
    expect(live!.tapes.every(({ time, rows }) => time[rows - 1]! <= live!.start)).toBe(true);
  });

  it('LIV-5 S4: has executed what its orders execute once more on the lines that came, by their stamps', async () => {
    const binance = await served();
    const lines: { readonly at: EpochMicros; readonly json: string }[] = [];
    const sink = { line: (at: EpochMicros, json: string) => lines.push({ at, json }) === 1 };
    live = await openLiveMarkets({
      ...{ instruments: [INSTRUMENT], url: binance.origin },
      kept: new Map([[INSTRUMENT.symbol, { ...sink, flush: () => undefined }]]),
      ...{ signal: new AbortController().signal, tell: () => undefined },
    });
    const { offset, start, tapes, clock } = live!;
    const asked: { readonly at: EpochMicros; readonly terms: OrderTerms }[] = [];
    const venue = new PacedVenue(planOn(tapes[0]!, start), { clock, speed: 1, ongoing: live });
    for (const terms of [...ORDERS, null]) {
      const at = plus(venue.now() > start ? venue.now() : start, millis(120));
      await until(venue, () => venue.now() >= at);
      if (terms === null) break;
      asked.push({ at: venue.now(), terms });
      submit(venue, `o${asked.length}`, terms);
    }
    const end = venue.now();
    await binance.close();

    const market = new PushedMarket({ instrument: INSTRUMENT, from: 'a test' });
    const isEarly = (at: EpochMicros): boolean => at + offset - HOLD_BACK <= start;
    for (const { at, json } of lines.filter((line) => isEarly(line.at))) market.line(at, json);
    market.begin(offset);
    for (const { at, json } of lines.filter((line) => !isEarly(line.at))) market.line(at, json);
    const first = market.release(start)!;
    let now = start;
    const pieces: OngoingMarkets = { piecesUntil: (at) => [market.release(at)] };
    const again = new PacedVenue(planOn(first, start), {
      clock: { now: () => now } as Clock,
      speed: 1,
      ongoing: pieces,
    });
    asked.forEach(({ at, terms }, place) => {
      now = at;
      again.catchUp();
      submit(again, `o${place + 1}`, terms);
    });
    now = end;
    again.catchUp();
    expect(venue.truth.executions.length).toBeGreaterThan(1);
    expect(again.truth.executions).toEqual(venue.truth.executions);
    expect(again.truth.entries).toEqual(venue.truth.entries);
  });

  it('is called off at any time, also while it is asked for the rules of its instruments', async () => {
    stub.answer = () => 'hang';
    const stop = new AbortController();
    const opened = openLiveMarkets({
      ...{ instruments: [INSTRUMENT], url: stub.url, kept: new Map() },
      ...{ signal: stop.signal, tell: () => undefined },
    });
    await stub.until(() => stub.received.length > 0);
    stop.abort();
    expect(await opened).toBeNull();
  });

  it('says why it cannot go on: a market that goes on stays on its grid', async () => {
    const { live: markets, venue } = await begun([]);
    stub.tell(PATH, trade(1, '100.25'));
    let failed: Error | null = null;
    void markets.failed.then((error) => (failed = error));
    await until(venue, () => failed !== null);
    expect(String(failed)).toContain('prices or quantities finer than the tick size 0.1');
  });
});
