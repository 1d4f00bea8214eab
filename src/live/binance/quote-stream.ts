/**
 * The best prices over a market socket. A price off the grid is not shown, and ends the connection: the grid that orders are made for is
 * not the venue's any more. Between two changes nothing is sent, however long it takes; that the venue lists the stream shows that the last
 * quote still holds.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import type { OpenSocket, SocketEars } from './ccxt-sockets.js';
import { type Fields, textIn } from '../rest/fields.js';
import type { Heard, StreamSpeech } from './live-stream.js';
import { NEWS } from './order-events.js';
import { bestOf } from './market-mapping.js';
import { endIn, frameOf } from './socket-words.js';

export interface QuoteStreamOptions {
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly open: (ears: SocketEars) => OpenSocket;
  readonly onQuote: (symbol: string, best: ReturnType<typeof bestOf>) => void;
  /** The last quote of this connection holds. */
  readonly onAlive: (symbol: string) => void;
}

/** Above all that ccxt counts its requests with; the venue takes whole numbers only. */
const QUESTIONS_FROM = 1_000_000;

export function quoteStream({
  instruments,
  open,
  onQuote,
  onAlive,
}: QuoteStreamOptions): StreamSpeech {
  /** Of whom this connection has told a quote. */
  const quoted = new Set<string>();
  let asked = QUESTIONS_FROM;

  const hearEvent = (event: Fields): Heard => {
    const end = endIn(event);
    if (end !== null) return end;
    const symbol = textIn(event, 's') ?? '';
    const instrument = instruments.get(symbol);
    if (instrument === undefined) return NEWS;
    try {
      onQuote(symbol, bestOf(event, instrument));
      quoted.add(symbol);
      return NEWS;
    } catch (error) {
      return { kind: 'over', why: `quote of ${symbol}: ${(error as Error).message}` };
    }
  };

  const aliveOf = (result: unknown, isRefused: boolean): Heard => {
    // A venue that does not know the question has answered, and proved nothing of its streams.
    if (isRefused) return { kind: 'alive' };
    const listed = new Set(Array.isArray(result) ? (result as readonly unknown[]) : []);
    const missing = [...instruments.keys()].filter((symbol) => !listed.has(streamOf(symbol)));
    if (missing.length > 0)
      return { kind: 'over', why: `the venue tells nothing of ${missing.join(', ')} any more` };
    for (const symbol of quoted) onAlive(symbol);
    return { kind: 'alive' };
  };

  return {
    open: (ears) => {
      quoted.clear();
      return open(ears);
    },
    hear: (text) => {
      const frame = frameOf(text);
      if (frame.kind === 'rubbish') return { kind: 'over', why: 'a frame that is no JSON' };
      if (frame.kind === 'event') return hearEvent(frame.event);
      if (frame.id === String(asked)) return aliveOf(frame.result, frame.isRefused);
      return frame.isRefused
        ? { kind: 'over', why: `refused: ${frame.text}` }
        : { kind: 'subscribed' };
    },
    question: () => {
      asked += 1;
      return { method: 'LIST_SUBSCRIPTIONS', id: asked };
    },
  };
}

const streamOf = (symbol: string): string => `${symbol.toLowerCase()}@bookTicker`;
