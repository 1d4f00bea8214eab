/** Spot's account over the order interface's socket: ccxt subscribes to its events there, and what is subscribed can be asked for. */
import type { OpenSocket, SocketEars } from './ccxt-sockets.js';
import { type Fields, textIn } from '../rest/fields.js';
import type { Heard, StreamSpeech } from './live-stream.js';
import { type OrderEventsOptions, orderEvents } from './order-events.js';
import { frameOf } from './socket-words.js';

export interface OrderStreamOptions extends OrderEventsOptions {
  readonly open: (ears: SocketEars) => OpenSocket;
}

export function orderStream(options: OrderStreamOptions): StreamSpeech {
  const { open } = options;
  /** What the venue calls our subscription. */
  let subscription: string | null = null;
  let asked = 0;
  const questionId = (): string => `alive-${asked}`;

  const hearEvent = orderEvents(options);

  return {
    open: (ears) => {
      subscription = null;
      return open(ears);
    },
    hear: (text) => {
      const frame = frameOf(text);
      if (frame.kind === 'rubbish') return { kind: 'over', why: 'a frame that is no JSON' };
      if (frame.kind === 'event') return hearEvent(frame.event);
      if (frame.id === questionId()) return aliveOf(frame, subscription);
      if (frame.isRefused) return { kind: 'over', why: `refused: ${frame.text}` };
      subscription ??= textIn((frame.result ?? {}) as Fields, 'subscriptionId');
      return { kind: subscription === null ? 'not-ours' : 'subscribed' };
    },
    question: () => {
      asked += 1;
      return { id: questionId(), method: 'session.subscriptions' };
    },
  };
}

/** A venue that does not know the question has answered all the same. */
function aliveOf(
  { result, isRefused }: { readonly result: unknown; readonly isRefused: boolean },
  subscription: string | null,
): Heard {
  if (isRefused) return { kind: 'alive' };
  const listed = Array.isArray(result) ? (result as readonly Fields[]) : [];
  return listed.some((row) => textIn(row, 'subscriptionId') === subscription)
    ? { kind: 'alive' }
    : { kind: 'over', why: 'the venue knows of no subscription any more' };
}
