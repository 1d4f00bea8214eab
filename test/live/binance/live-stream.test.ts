/**
 * A stream that is kept up, on a virtual clock and a socket by hand. Goal: up only once the venue has acknowledged it, down as soon as it
 * ended, was refused, fell silent or turned out to be deaf, and never more than one connection at a time.
 */
import { describe, expect, it } from 'vitest';
import type { Instrument } from '../../../src/core/ground/instrument.js';
import { epochMicros, micros, plus, seconds } from '../../../src/core/ground/units.js';
import type { SocketEars } from '../../../src/live/binance/ccxt-sockets.js';
import { LiveStream, type StreamSpeech } from '../../../src/live/binance/live-stream.js';
import { orderStream } from '../../../src/live/binance/order-stream.js';
import { SPOT } from '../../../src/live/binance/spot.js';
import { quoteStream } from '../../../src/live/binance/quote-stream.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';
import { BTC, ETH, report, traded } from './sample.js';

const START = epochMicros(1_704_207_600_000_000);

/** Sockets as a client opens them, each with what was sent on it. */
class Sockets {
  readonly opened: {
    readonly ears: SocketEars;
    readonly sent: Record<string, unknown>[];
    pings: number;
    dropped: boolean;
  }[] = [];

  readonly open = (ears: SocketEars): ReturnType<StreamSpeech['open']> => {
    const one = { ears, sent: [] as Record<string, unknown>[], pings: 0, dropped: false };
    this.opened.push(one);
    return {
      send: (message) => one.sent.push(message as Record<string, unknown>),
      ping: () => {
        one.pings += 1;
      },
      drop: () => {
        one.dropped = true;
        // As ccxt does: what was waited for fails.
        ears.ended();
      },
    };
  };

  get last(): (typeof this.opened)[number] {
    return this.opened.at(-1)!;
  }

  /** @returns whether it was for us. */
  says(message: unknown): boolean {
    return this.last.ears.heard(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The answer to the question that was asked last. */
  answers(result: unknown): boolean {
    return this.says({ id: this.last.sent.at(-1)?.['id'], status: 200, result });
  }
}

function rig(speechOf: (open: StreamSpeech['open']) => StreamSpeech): {
  readonly clock: VirtualClock;
  readonly sockets: Sockets;
  readonly stream: LiveStream;
  readonly told: string[];
  readonly pass: (length: number) => void;
} {
  const clock = new VirtualClock(START);
  const sockets = new Sockets();
  const told: string[] = [];
  const stream = new LiveStream({
    clock,
    speech: speechOf(sockets.open),
    onStatus: (status) => told.push(status),
    onLost: (why) => told.push(why),
  });
  const pass = (length: number): void => {
    const end = plus(clock.now(), micros(length));
    for (let due = clock.peekTime(); due !== null && due <= end; due = clock.peekTime())
      clock.runOne();
    clock.advanceTo(end);
  };
  stream.open();
  return { clock, sockets, stream, told, pass };
}

const SUBSCRIBED = { id: '1', status: 200, result: { subscriptionId: 0 } };
const event = (body: object): object => ({ subscriptionId: 0, event: body });
const bySymbol = (...all: readonly Instrument[]): ReadonlyMap<string, Instrument> =>
  new Map(all.map((one) => [one.symbol, one]));

describe('the order stream', () => {
  const orders = (): ReturnType<typeof rig> & { readonly reports: string[] } => {
    const reports: string[] = [];
    const made = rig((open) =>
      orderStream({
        instruments: bySymbol(BTC),
        words: SPOT.trades,
        open,
        onReport: ({ execType, clientOrderId, execution }) =>
          reports.push([execType, clientOrderId, execution?.execId ?? ''].join(' ').trim()),
        onUnread: (why) => reports.push(why),
      }),
    );
    return { ...made, reports };
  };
  const up = (): ReturnType<typeof orders> => {
    const made = orders();
    made.sockets.says(SUBSCRIBED);
    made.told.length = 0;
    return made;
  };

  it('LIV-2: is up once the subscription is acknowledged, and not before', () => {
    const { sockets, stream, told } = orders();
    expect([stream.isUp, told]).toEqual([false, []]);
    // ccxt waits for it, too.
    expect(sockets.says(SUBSCRIBED)).toBe(false);
    expect([stream.isUp, told]).toEqual([true, ['up']]);
  });

  it('LIV-2: every report goes on as it was sent: repeated, late and out of order', () => {
    const { sockets, reports } = up();
    const filled = traded({ X: 'FILLED', z: '0.12345000', t: 78 });
    for (const one of [report(), traded(), traded(), filled, traded()])
      expect(sockets.says(event(one))).toBe(true);
    sockets.says(report({ x: 'CANCELED', X: 'CANCELED', c: 'cancel-1', C: 'my-1' }));
    expect(reports).toEqual([
      'accepted my-1',
      'trade my-1 77',
      'trade my-1 77',
      'trade my-1 78',
      'trade my-1 77',
      'canceled my-1',
    ]);
  });

  it('LIV-2: an execution between our ticks is told of, and what it filled goes on', () => {
    const { sockets, reports, told } = up();
    sockets.says(event(traded({ L: '50000.005' })));
    expect([reports, told]).toEqual([
      [
        'trade my-1',
        'report of order 1001 of BTCUSDT: L 50000.005 is off-grid (the tick of BTCUSDT, 0.01)',
      ],
      [],
    ]);
  });

  it('what is of other events or of other instruments is nobody’s here', () => {
    const { sockets, reports, told } = up();
    sockets.says(event({ e: 'outboundAccountPosition', E: 1, u: 1, B: [] }));
    sockets.says(event(report({ s: 'DOGEUSDT', q: '17', p: '0.1' })));
    sockets.says({ id: '77', status: 200, result: {} });
    expect([reports, told]).toEqual([[], []]);
  });

  it.each([
    [
      'ends the subscription',
      event({ e: 'eventStreamTerminated', E: 1 }),
      'the venue has ended the subscription',
    ],
    ['is about to go', { e: 'serverShutdown', E: 1 }, 'the venue is about to close the connection'],
    ['speaks rubbish', '{"e":"executionRep', 'a frame that is no JSON'],
    [
      'tells what is off the grid',
      event(report({ q: '0.000001' })),
      'report of order 1001 of BTCUSDT: q 0.000001 is off-grid (the lot of BTCUSDT, 0.00001)',
    ],
    [
      'refuses',
      { id: '2', status: 400, error: { code: -2015, msg: 'Invalid API-key.' } },
      'refused: -2015 Invalid API-key.',
    ],
  ])(
    'LIV-2: a venue that %s is dialed anew, and nothing of the old connection is heard',
    (_, frame, why) => {
      const { sockets, stream, told, reports, pass } = up();
      const old = sockets.last;
      expect(sockets.says(frame)).toBe(true);
      expect([stream.isUp, told, old.dropped]).toEqual([false, [why, 'down'], true]);
      expect(old.ears.heard(JSON.stringify(event(report())))).toBe(true);
      pass(seconds(1));
      expect(sockets.opened).toHaveLength(2);
      sockets.says(SUBSCRIBED);
      old.ears.ended();
      expect([stream.isUp, told.at(-1), reports]).toEqual([true, 'up', []]);
    },
  );

  it('LIV-2: is dialed ever more rarely while it does not come up, and at once again after it lived', () => {
    const { sockets, pass, told } = orders();
    const dialed: number[] = [];
    for (let second = 0; second < 130; second += 1) {
      if (sockets.opened.length > dialed.length) {
        dialed.push(second);
        sockets.last.ears.ended();
      }
      pass(seconds(1));
    }
    expect(dialed).toEqual([0, 1, 3, 7, 15, 31, 61, 91, 121]);
    expect(new Set(told)).toEqual(new Set(['the connection ended', 'down']));
    pass(seconds(30));
    sockets.says(SUBSCRIBED);
    pass(seconds(10));
    sockets.answers([{ subscriptionId: 0 }]);
    const before = sockets.opened.length;
    sockets.last.ears.ended();
    pass(seconds(1));
    expect(sockets.opened).toHaveLength(before + 1);
  });

  it('LIV-2: one that is never acknowledged is given up', () => {
    const { told, pass } = orders();
    pass(seconds(10));
    expect(told).toEqual(['the venue does not acknowledge it', 'down']);
  });

  it('LIV-2: a stream that is silent is asked whether it lives, and is dialed anew where nobody answers', () => {
    const { sockets, stream, told, pass } = up();
    pass(seconds(10));
    expect(sockets.last.sent).toEqual([{ id: 'alive-1', method: 'session.subscriptions' }]);
    expect(sockets.answers([{ subscriptionId: 0 }])).toBe(true);
    pass(seconds(10));
    // A venue that does not know the question has answered.
    sockets.says({ id: 'alive-2', status: 400, error: { code: -1020, msg: 'Unknown method.' } });
    pass(seconds(10));
    expect([stream.isUp, told]).toEqual([true, []]);
    pass(seconds(10));
    expect(told).toEqual(['the venue does not answer', 'down']);
  });

  it('LIV-2: a healthy connection without its subscription is dialed anew', () => {
    const { sockets, told, pass } = up();
    pass(seconds(10));
    sockets.answers([]);
    expect(told).toEqual(['the venue knows of no subscription any more', 'down']);
  });

  it('closed for good, nothing is dialed any more', () => {
    const { sockets, stream, told, pass } = up();
    stream.close();
    pass(seconds(100));
    expect([sockets.opened.length, sockets.last.dropped, stream.isUp, told]).toEqual([
      1,
      true,
      false,
      [],
    ]);
  });
});

describe('the market stream', () => {
  const quote = (symbol: string, more: object = {}): object => ({
    u: 1,
    s: symbol,
    b: '50000.00',
    B: '1.00000',
    a: '50000.01',
    A: '2.00000',
    ...more,
  });
  const quotes = (): ReturnType<typeof rig> & { readonly shown: string[] } => {
    const shown: string[] = [];
    const made = rig((open) =>
      quoteStream({
        instruments: bySymbol(BTC, ETH),
        open,
        onQuote: (symbol, { bid, ask }) => shown.push(`${symbol} ${bid} ${ask}`),
        onAlive: (symbol) => shown.push(`${symbol} lives`),
      }),
    );
    made.sockets.says({ result: null, id: 1 });
    made.told.length = 0;
    return { ...made, shown };
  };
  const LISTED = ['btcusdt@bookTicker', 'ethusdt@bookTicker'];

  it('LIV-2: best prices are shown, wrapped or not, and what was quoted lives on while the venue lists it', () => {
    const { sockets, shown, pass, told } = quotes();
    sockets.says(quote('BTCUSDT'));
    sockets.says({ stream: 'btcusdt@bookTicker', data: quote('BTCUSDT', { b: '49999.99' }) });
    sockets.says(quote('DOGEUSDT'));
    pass(seconds(10));
    expect(sockets.last.sent).toEqual([{ method: 'LIST_SUBSCRIPTIONS', id: 1_000_001 }]);
    sockets.answers(LISTED);
    expect([shown, told]).toEqual([
      ['BTCUSDT 5000000 5000001', 'BTCUSDT 4999999 5000001', 'BTCUSDT lives'],
      [],
    ]);
  });

  it('after a gap nothing lives that was not quoted since', () => {
    const { sockets, shown, pass } = quotes();
    sockets.says(quote('BTCUSDT'));
    sockets.last.ears.ended();
    pass(seconds(1));
    sockets.says({ result: null, id: 2 });
    pass(seconds(10));
    sockets.answers(LISTED);
    expect(shown).toEqual(['BTCUSDT 5000000 5000001']);
  });

  it.each([
    [
      'no longer lists a stream',
      (sockets: Sockets): unknown => sockets.answers([LISTED[0]]),
      'the venue tells nothing of ETHUSDT any more',
    ],
    [
      'quotes off the grid',
      (sockets: Sockets): unknown => sockets.says(quote('BTCUSDT', { a: '50000.015' })),
      'quote of BTCUSDT: a 50000.015 is off-grid (the tick of BTCUSDT, 0.01)',
    ],
    [
      'refuses',
      (sockets: Sockets): unknown =>
        sockets.says({ error: { code: 2, msg: 'Invalid request' }, id: 3 }),
      'refused: 2 Invalid request',
    ],
    [
      'speaks rubbish',
      (sockets: Sockets): unknown => sockets.says('[1,'),
      'a frame that is no JSON',
    ],
    [
      'is about to go',
      (sockets: Sockets): unknown => sockets.says({ e: 'serverShutdown', E: 1 }),
      'the venue is about to close the connection',
    ],
  ])('LIV-2: a venue that %s is dialed anew, and shows nothing of it', (_, play, why) => {
    const { sockets, shown, pass, told } = quotes();
    pass(seconds(10));
    play(sockets);
    expect([told, shown]).toEqual([[why, 'down'], []]);
  });

  it('a venue that does not know the question has answered, and proved nothing of its prices', () => {
    const { sockets, shown, pass, told } = quotes();
    sockets.says(quote('BTCUSDT'));
    pass(seconds(10));
    sockets.says({ error: { code: 2, msg: 'unknown variant' }, id: 1_000_001 });
    pass(seconds(10));
    expect([shown, told]).toEqual([['BTCUSDT 5000000 5000001'], []]);
  });
});

describe('a stream that nobody subscribes to', () => {
  const silent = (): ReturnType<typeof rig> =>
    rig((open) => ({ open, hear: () => ({ kind: 'news' }), question: null }));

  it('LIV-2: is pinged as soon as it stands, and is up once that is answered', () => {
    const { sockets, told, stream } = silent();
    expect(sockets.last.pings).toBe(0);
    sockets.last.ears.opened();
    expect([sockets.last.pings, stream.isUp]).toEqual([1, false]);
    sockets.last.ears.ponged();
    expect([told, stream.isUp]).toEqual([['up'], true]);
  });

  it('LIV-2: is dialed anew where a ping is not answered by the next one, whatever it tells', () => {
    const { sockets, told, pass } = silent();
    sockets.last.ears.opened();
    sockets.last.ears.ponged();
    pass(10_000_000);
    sockets.last.ears.ponged();
    pass(10_000_000);
    expect([sockets.last.pings, told]).toEqual([3, ['up']]);
    sockets.says({ e: 'ACCOUNT_UPDATE' });
    pass(10_000_000);
    expect(told).toEqual(['up', 'the venue does not answer', 'down']);
    pass(1_000_000);
    expect(sockets.opened).toHaveLength(2);
    sockets.opened[0]!.ears.ponged();
    expect(told.at(-1)).toBe('down');
  });
});
