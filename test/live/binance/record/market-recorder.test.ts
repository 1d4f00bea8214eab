/** A recording over sockets of this machine, at a venue that a test speaks for. Goal: what was missed is told, and nothing is kept back at the end. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EpochMicros, millis } from '../../../../src/core/ground/units.js';
import {
  type LineSink,
  MarketRecorder,
} from '../../../../src/live/binance/record/market-recorder.js';
import {
  PublicMarket,
  publicAddresses,
} from '../../../../src/live/binance/record/public-market.js';
import { SystemClock } from '../../../../src/live/clock/system-clock.js';
import { StubVenue, refused, said } from '../stub-venue.js';

/** A wait of a second takes 50 ms. */
const SPEED = 20;
const BOOK = { bids: [['100.0', '1']], asks: [['101.0', '2']] };
const PATH = '/stream';

let venue: StubVenue;
let clock: SystemClock;
beforeEach(async () => {
  venue = await new StubVenue().listen();
  clock = new SystemClock({ shows: (Date.now() * 1_000) as EpochMicros, speed: SPEED });
});
afterEach(async () => {
  clock.close();
  await venue.close();
});

/** Keeps lines, and says when there are as many as a test waits for. */
class KeptLines implements LineSink {
  readonly lines: string[] = [];
  flushes = 0;
  onLine: (() => void) | null = null;

  line(_: EpochMicros, json: string): boolean {
    this.lines.push(json);
    this.onLine?.();
    return this.lines.length === 1;
  }

  flush(): void {
    this.flushes += 1;
    this.onLine?.();
  }

  until(isSo: () => boolean): Promise<void> {
    return new Promise((done) => {
      this.onLine = () => (isSo() ? done() : undefined);
      this.onLine();
    });
  }
}

function recording(sink: LineSink = new KeptLines()) {
  const told: string[] = [];
  const stop = new AbortController();
  const addresses = publicAddresses(venue.url);
  const recorder = new MarketRecorder({
    ...{ clock, addresses, market: new PublicMarket(addresses, clock) },
    sinks: new Map([['BTCUSDT', sink]]),
    tell: (text) => told.push(text),
  });
  return { recorder, told, stop, over: recorder.run(stop.signal, null) };
}

const frame = (stream: string, data: object): string =>
  `{"stream":"btcusdt@${stream}",  "data":${JSON.stringify(data)}}`;
const diff = (U: number, u: number): string => frame('depth@100ms', { U, u, b: [], a: [] });
const trade = (t: number): string => frame('trade', { t });
const quote = frame('bookTicker', { u: 1 });

const listens = (): Promise<void> => venue.until(() => venue.frames.length > 0);

describe('a recording', () => {
  it('LIV-2: asks for its streams, keeps each frame as it came, and a snapshot once there is a diff it can begin with', async () => {
    let id = 3;
    venue.answer = () => said({ lastUpdateId: (id += 1), ...BOOK });
    const sink = new KeptLines();
    const { recorder, stop, over, told } = recording(sink);
    await listens();
    expect(JSON.parse(venue.frames[0]!)).toEqual({
      method: 'SUBSCRIBE',
      params: ['btcusdt@depth@100ms', 'btcusdt@bookTicker', 'btcusdt@trade'],
      id: 1,
    });
    venue.tell(PATH, quote);
    venue.tell(PATH, trade(1));
    venue.tell(PATH, diff(6, 8));
    venue.tell(PATH, frame('kline_1m', { t: 1 }));
    // That of id 4 is from before the first diff, and is asked for again.
    await sink.until(() => sink.lines.length === 4 && sink.flushes > 0);
    stop.abort();
    await over;
    const snapshot = JSON.stringify({ lastUpdateId: 5, ...BOOK });
    expect(sink.lines).toEqual([quote, trade(1), diff(6, 8), snapshot]);
    expect(venue.received.map(({ path, sent }) => `${path} ${sent}`)).toEqual([
      'depth symbol=BTCUSDT&limit=1000',
      'depth symbol=BTCUSDT&limit=1000',
    ]);
    expect(recorder.recorded.rows.get('BTCUSDT')).toEqual({
      ...{ 'depth@100ms': 1, bookTicker: 1, trade: 1, snapshot: 1 },
    });
    expect([told, recorder.recorded.gaps, recorder.recorded.losses]).toEqual([[], [], []]);
  });

  it('LIV-2 LIV-3 F:MD7: a connection that ends is made anew, with a snapshot; what was missed is told by number', async () => {
    venue.answer = () => said({ lastUpdateId: 50, ...BOOK });
    const sink = new KeptLines();
    const { recorder, stop, over, told } = recording(sink);
    await listens();
    venue.tell(PATH, diff(50, 51));
    venue.tell(PATH, trade(7));
    await sink.until(() => sink.lines.length === 3);
    venue.answer = () => said({ lastUpdateId: 80, ...BOOK });
    // The first that is dialed afterwards is refused: it is still the same loss.
    const subscribes = (): number =>
      venue.frames.filter((text) => text.includes('"SUBSCRIBE"')).length;
    const { reply } = venue;
    venue.reply = (asked) => (subscribes() > 2 ? reply(asked) : { error: { code: 3 }, id: 1 });
    venue.cut(PATH);
    await venue.until(() => subscribes() > 2);
    venue.tell(PATH, diff(70, 75));
    venue.tell(PATH, trade(9));
    await sink.until(() => sink.lines.length === 6);
    stop.abort();
    await over;
    const why = 'the connection ended';
    expect(recorder.recorded.gaps).toMatchObject([
      { of: 'depth', symbol: 'BTCUSDT', from: 52, to: 69, why },
      { of: 'trade', symbol: 'BTCUSDT', from: 8, to: 8, why },
    ]);
    const [loss, more] = recorder.recorded.losses;
    expect(loss).toMatchObject({ why });
    expect(loss!.until! - loss!.at).toBeGreaterThanOrEqual(millis(1_000));
    expect(more).toBeUndefined();
    expect(told).toEqual([
      `connection lost: ${why}; connecting anew`,
      'connected again',
      `gap: updates 52 to 69 of BTCUSDT were never told: ${why}`,
      `gap: trades 8 of BTCUSDT were never told: ${why}`,
    ]);
    expect(sink.lines.filter((line) => line.startsWith('{"lastUpdateId"'))).toHaveLength(2);
  });

  it('LIV-2: a snapshot that is refused, or has one side only, is asked for again, and why is told', async () => {
    const answers = [refused(-1003, 'Too much', 400), said({ lastUpdateId: 9, ...BOOK, bids: [] })];
    venue.answer = () => answers.shift() ?? said({ lastUpdateId: 9, ...BOOK });
    const sink = new KeptLines();
    const { stop, over, told } = recording(sink);
    await listens();
    venue.tell(PATH, diff(5, 9));
    await sink.until(() => sink.lines.length === 2);
    stop.abort();
    await over;
    expect(told).toEqual([
      'no snapshot of BTCUSDT: answered 400',
      'no snapshot of BTCUSDT: the book has one side only',
    ]);
  });

  it('LIV-2: that it cannot be begun is an error; nothing is tried again', async () => {
    venue.reply = () => ({ error: { code: 2, msg: 'Invalid request' }, id: 1 });
    await expect(recording().over).rejects.toThrow(
      /market streams \(ws:.*\) are not reached: refused: 2 Invalid request\n {2}fix: is it up/,
    );
    expect(venue.sockets).toHaveLength(1);
  });

  it('what a file cannot take ends it with that error, and nothing is written afterwards', async () => {
    let lines = 0;
    const sink: LineSink = {
      line: () => {
        lines += 1;
        throw new Error('the disk is full');
      },
      flush: () => undefined,
    };
    const { over } = recording(sink);
    await listens();
    venue.tell(PATH, quote);
    venue.tell(PATH, quote);
    await expect(over).rejects.toThrow('the disk is full');
    expect(lines).toBe(1);
  });

  it('LIV-2: a message without its numbers is not kept, and ends the connection', async () => {
    const sink = new KeptLines();
    const { recorder, stop, over } = recording(sink);
    await listens();
    venue.tell(PATH, quote);
    venue.tell(PATH, frame('trade', { t: null }));
    await venue.until(() => venue.sockets.length > 1);
    stop.abort();
    await over;
    expect(sink.lines).toEqual([quote]);
    expect(recorder.recorded.losses).toMatchObject([{ why: 'btcusdt@trade: t is missing' }]);
  });
});
