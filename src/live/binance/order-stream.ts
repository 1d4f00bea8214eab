/**
 * The account's events over the order interface's socket: every `executionReport` about one of our instruments goes on as it was sent,
 * repetitions included. One that cannot be read ends the connection, so that everything is asked for again: what it said is not known.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { OpenSocket, SocketEars } from './ccxt-sockets.js';
import { reportOf } from './execution-mapping.js';
import { type Fields, textIn } from '../rest/fields.js';
import type { Heard, StreamSpeech } from './live-stream.js';
import { endIn, frameOf } from './socket-words.js';

export interface OrderStreamOptions {
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly open: (ears: SocketEars) => OpenSocket;
  readonly onReport: (report: ExecutionReport) => void;
  /** What of a report could not be read; the rest of it goes on. */
  readonly onUnread: (why: string) => void;
}

export function orderStream(options: OrderStreamOptions): StreamSpeech {
  const { instruments, open, onReport, onUnread } = options;
  /** What the venue calls our subscription. */
  let subscription: string | null = null;
  let asked = 0;
  const questionId = (): string => `alive-${asked}`;

  const hearEvent = (event: Fields): Heard => {
    const end = endIn(event);
    if (end !== null) return end;
    if (textIn(event, 'e') !== 'executionReport') return NEWS;
    const instrument = instruments.get(textIn(event, 's') ?? '');
    // The account may trade what nobody here does.
    if (instrument === undefined) return NEWS;
    try {
      const { report, unread } = reportOf(event, instrument);
      onReport(report);
      if (unread !== null) onUnread(unread);
      return NEWS;
    } catch (error) {
      return { kind: 'over', why: (error as Error).message };
    }
  };

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

const NEWS: Heard = { kind: 'news' };

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
