/**
 * The public streams of some symbols over one connection, each event with the name of its stream around it, as recordings have it. That
 * the venue goes on to list every one of them shows that it tells of them: it takes any name, and one it has dropped is only silent.
 */
import type { Heard, StreamSpeech } from '../live-stream.js';
import type { OpenSocket, SocketEars } from '../ccxt-sockets.js';
import type { Fields } from '../../rest/fields.js';
import { endIn, frameOf, isFields } from '../socket-words.js';

/** What is recorded of a symbol, by the name of the stream. */
export const RECORDED_STREAMS = ['depth@100ms', 'bookTicker', 'trade'] as const;
export type RecordedStream = (typeof RECORDED_STREAMS)[number];

export interface StreamEvent {
  readonly symbol: string;
  readonly stream: RecordedStream;
  readonly data: Fields;
  /** The frame as it came. */
  readonly text: string;
}

export interface MarketStreamsOptions {
  readonly symbols: readonly string[];
  /** `first` asks for what is to be told. */
  readonly open: (ears: SocketEars, first: object) => OpenSocket;
  /** Errors: `UnreadableError` where it lacks what it must have. */
  readonly onEvent: (event: StreamEvent) => void;
}

const NEWS: Heard = { kind: 'news' };
const SUBSCRIBE_ID = 1;

export function marketStreams({ symbols, open, onEvent }: MarketStreamsOptions): StreamSpeech {
  const named = new Map(
    symbols.flatMap((symbol) =>
      RECORDED_STREAMS.map((stream) => [`${symbol.toLowerCase()}@${stream}`, { symbol, stream }]),
    ),
  );
  let asked = SUBSCRIBE_ID;

  const hearEvent = (text: string, name: string, data: Fields): Heard => {
    const of = named.get(name);
    if (of === undefined) return NEWS;
    try {
      onEvent({ ...of, data, text });
      return NEWS;
    } catch (error) {
      return { kind: 'over', why: `${name}: ${(error as Error).message}` };
    }
  };

  const hearAnswer = (text: string): Heard => {
    const frame = frameOf(text);
    if (frame.kind === 'rubbish') return { kind: 'over', why: 'a frame that is no JSON' };
    if (frame.kind === 'event') return endIn(frame.event) ?? NEWS;
    if (frame.isRefused) return { kind: 'over', why: `refused: ${frame.text}` };
    if (frame.id === String(SUBSCRIBE_ID)) return { kind: 'subscribed' };
    const missing = missingIn(frame.result, [...named.keys()]);
    return missing.length === 0
      ? { kind: 'alive' }
      : { kind: 'over', why: `the venue tells nothing of ${missing.join(', ')}` };
  };

  return {
    open: (ears) =>
      open(ears, { method: 'SUBSCRIBE', params: [...named.keys()], id: SUBSCRIBE_ID }),
    hear: (text) => {
      const body = jsonOf(text);
      return isFields(body) && isFields(body['data'])
        ? hearEvent(text, String(body['stream']), body['data'])
        : hearAnswer(text);
    },
    question: () => {
      asked += 1;
      return { method: 'LIST_SUBSCRIPTIONS', id: asked };
    },
  };
}

/** Null where it is none. The ids of events are far below 2^53. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Of `wanted`, what a list of subscriptions lacks. */
function missingIn(listed: unknown, wanted: readonly string[]): readonly string[] {
  const has = new Set(Array.isArray(listed) ? (listed as readonly unknown[]) : []);
  return wanted.filter((name) => !has.has(name));
}
