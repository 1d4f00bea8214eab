/** Connections that the venue keeps, and keys to listen by: how long they last. */
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { ListenKeys } from '../../../../src/server/venue/binance/streams/listen-keys.js';
import { LiveSocket } from '../../../../src/server/venue/binance/streams/live-socket.js';
import {
  type StreamParts,
  StreamSocket,
} from '../../../../src/server/venue/binance/streams/stream-socket.js';

class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  readonly did: string[] = [];

  ping(): void {
    this.did.push('ping');
  }

  send(text: string): void {
    this.did.push(text);
  }

  terminate(): void {
    this.did.push('cut');
  }
}

describe('a connection', () => {
  const made = (): readonly [LiveSocket, FakeSocket] => {
    const socket = new FakeSocket();
    return [new LiveSocket(socket as unknown as WebSocket, 0), socket];
  };

  it('is asked every 20 seconds whether somebody is there', () => {
    const [live, socket] = made();
    for (let ms = 0; ms < 60_000; ms += 1_000) {
      live.goOn(ms);
      socket.emit('pong');
    }
    expect(socket.did).toEqual(['ping', 'ping']);
  });

  it('is given up where nobody answers for a minute', () => {
    const [live, socket] = made();
    for (const ms of [19_999, 20_000, 40_000, 59_999, 60_000]) live.goOn(ms);
    expect(socket.did).toEqual(['ping', 'ping', 'cut']);
  });

  it('is given up where nobody reads, and told nothing once it is closed', () => {
    const [live, socket] = made();
    live.send('a');
    socket.bufferedAmount = 17 * 1_024 * 1_024;
    live.send('b');
    socket.readyState = 3;
    live.send('c');
    expect(socket.did).toEqual(['a', 'cut']);
  });
});

it('F:MD2: a stream that nothing gets through answers nothing either', () => {
  const told: string[] = [];
  let isSilent = false;
  const socket = new StreamSocket(
    {
      socket: { send: (text: string) => told.push(text) },
      market: { isSilent: () => isSilent, listen: () => true, leave: () => undefined },
      userOf: () => null,
    } as unknown as StreamParts,
    false,
  );
  const ask = (method: string): void =>
    socket.heard(Buffer.from(JSON.stringify({ method, params: ['btcusdt@trade'], id: 1 })));
  ask('SUBSCRIBE');
  isSilent = true;
  ask('LIST_SUBSCRIPTIONS');
  isSilent = false;
  ask('UNSUBSCRIBE');
  ask('LIST_SUBSCRIPTIONS');
  expect(told).toEqual([
    '{"result":null,"id":1}',
    '{"result":null,"id":1}',
    '{"result":[],"id":1}',
  ]);
});

describe('a key to listen by', () => {
  const HOUR = 3_600_000;
  const made = (): readonly [ListenKeys, string[]] => {
    const ended: string[] = [];
    const keys = new ListenKeys((key, isExpired) => {
      ended.push(`${key.slice(0, 4)} ${isExpired ? 'expired' : 'closed'}`);
    });
    return [keys, ended];
  };

  it('is one for each API key, good for an hour since it was last asked for or renewed', () => {
    const [keys, ended] = made();
    const key = keys.opened('a', 0);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(keys.opened('b', 0)).not.toBe(key);
    expect(keys.opened('a', HOUR - 1)).toBe(key);
    keys.goOn(HOUR);
    expect([keys.isGood(key), ended.length]).toEqual([true, 1]);
    expect(keys.renewed(key, 2 * HOUR - 2)).toBe(true);
    keys.goOn(3 * HOUR - 3);
    expect(keys.isGood(key)).toBe(true);
    keys.goOn(3 * HOUR - 2);
    expect(keys.isGood(key)).toBe(false);
    expect(keys.renewed(key, 3 * HOUR)).toBe(false);
    expect(ended.at(-1)).toBe(`${key.slice(0, 4)} expired`);
  });

  it('is of no use once it is closed', () => {
    const [keys, ended] = made();
    const key = keys.opened('a', 0);
    expect([keys.closed(key), keys.closed(key), keys.isGood(key)]).toEqual([true, false, false]);
    expect(ended).toEqual([`${key.slice(0, 4)} closed`]);
    expect(keys.opened('a', 0)).not.toBe(key);
  });
});
