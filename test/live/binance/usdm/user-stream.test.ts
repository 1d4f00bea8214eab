/** The key to listen with: renewed in time, asked for again while it could not be renewed, and the end of the stream where it is gone. */
import { describe, expect, it } from 'vitest';
import { epochMicros, plus, seconds } from '../../../../src/core/ground/units.js';
import type { Said } from '../../../../src/live/binance/asked.js';
import type { SocketEars } from '../../../../src/live/binance/ccxt-sockets.js';
import type { Ask } from '../../../../src/live/binance/requests.js';
import { USDM } from '../../../../src/live/binance/usdm/usdm.js';
import { usdmOrderStream } from '../../../../src/live/binance/usdm/user-stream.js';
import { VirtualClock } from '../../../../src/sim/clock/virtual-clock.js';
import { PERP } from './sample-usdm.js';

type Reply = Said<string> | null;

function rig(replies: readonly Reply[]) {
  const clock = new VirtualClock(epochMicros(1_704_207_600_000_000));
  const asked: string[] = [];
  const left = [...replies];
  const ask = (({ method }: { readonly method: string }) => {
    asked.push(method);
    const reply = left.shift() ?? { kind: 'said', value: 'key' };
    return Promise.resolve(reply);
  }) as unknown as Ask;
  const dialed: (string | null)[] = [];
  const ended: (string | undefined)[] = [];
  const ears: SocketEars = {
    heard: () => true,
    opened: () => undefined,
    ponged: () => undefined,
    ended: (why) => ended.push(why),
  };
  const pings: number[] = [];
  const socket = {
    send: () => undefined,
    ping: () => pings.push(clock.now()),
    drop: () => undefined,
  };
  const client = {
    call: () => Promise.resolve(null),
    loadMarkets: () => Promise.resolve(null),
    openOrders: (_: SocketEars, key: string | null) => {
      dialed.push(key);
      return socket;
    },
    openQuotes: () => socket,
    close: () => Promise.resolve(),
  };
  const speech = usdmOrderStream({
    ...{ client, ask, clock, product: USDM, instruments: new Map([[PERP.symbol, PERP]]) },
    ...{ onReport: () => undefined, onUnread: () => undefined },
  });
  const opened = speech.open(ears);
  /** Time passes, and the stream is asked whether it lives. */
  const look = async (minutes: number): Promise<void> => {
    clock.advanceTo(plus(clock.now(), seconds(minutes * 60)));
    opened.ping();
    await Promise.resolve().then(() => Promise.resolve());
  };
  const again = async (): Promise<void> => {
    speech.open(ears);
    await look(0);
  };
  return { opened, look, again, asked, dialed, ended };
}

const OPEN = 'fapiPrivatePostListenKey';
const KEEP = 'fapiPrivatePutListenKey';
const GONE: Reply = { kind: 'rejected', code: '-1125', text: 'This listenKey does not exist.' };
const KEPT: Reply = { kind: 'said', value: 'first' };

describe('the key to listen with', () => {
  it('LIV-2: is asked for before the socket is dialed by it, and renewed after half of its hour', async () => {
    const { look, asked, dialed, ended } = rig([{ kind: 'said', value: 'first' }]);
    await look(0);
    expect(dialed).toEqual(['first']);
    await look(29);
    expect(asked).toEqual([OPEN]);
    await look(1);
    await look(1);
    expect(asked).toEqual([OPEN, KEEP]);
    await look(29);
    expect([asked, ended]).toEqual([[OPEN, KEEP, KEEP], []]);
  });

  it('LIV-2: is asked for again at the next look where it could not be renewed', async () => {
    const { look, asked, ended } = rig([KEPT, { kind: 'lost', shape: 'timeout' }]);
    await look(0);
    await look(30);
    await look(1);
    expect([asked, ended]).toEqual([[OPEN, KEEP, KEEP], []]);
  });

  it('LIV-2: that is gone is the end of the connection', async () => {
    const { look, ended } = rig([KEPT, GONE]);
    await look(0);
    await look(30);
    expect(ended).toEqual(['the key to listen with is gone']);
  });

  it('LIV-2 S22: is not asked for again before the venue said to come back', async () => {
    const { look, again, asked, dialed } = rig([
      { kind: 'rate-limited', retryAfter: seconds(120) },
      KEPT,
    ]);
    await look(0);
    await look(1);
    await again();
    expect(asked).toEqual([OPEN]);
    await look(1);
    await again();
    expect([asked, dialed]).toEqual([[OPEN, OPEN], ['first']]);
  });

  it('LIV-2: that is not given, or comes too late, dials nothing', async () => {
    const refused = rig([{ kind: 'lost', shape: '5xx' }]);
    await refused.look(0);
    expect([refused.dialed, refused.ended]).toEqual([[], ['no key to listen with: lost']]);
    const late = rig([KEPT]);
    late.opened.drop();
    await late.look(0);
    expect([late.dialed, late.ended]).toEqual([[], []]);
  });
});
