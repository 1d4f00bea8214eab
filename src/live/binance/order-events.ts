/**
 * What a stream tells of the account's orders: every event about an order of one of our instruments goes on as it was sent, repetitions
 * included. One that cannot be read ends the connection, so that everything is asked for again: what it said is not known.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import type { ExecutionReport } from '../../core/order/execution-report.js';
import { type Fields, textIn } from '../rest/fields.js';
import { type TradeWords, reportOf } from './execution-mapping.js';
import type { Heard } from './live-stream.js';
import { endIn } from './socket-words.js';

export interface OrderEventsOptions {
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly words: TradeWords;
  readonly onReport: (report: ExecutionReport) => void;
  /** What of a report could not be read; the rest of it goes on. */
  readonly onUnread: (why: string) => void;
}

export const NEWS: Heard = { kind: 'news' };

export const orderEvents =
  ({ instruments, words, onReport, onUnread }: OrderEventsOptions) =>
  (event: Fields): Heard => {
    const end = endIn(event);
    if (end !== null) return end;
    if (textIn(event, 'e') !== words.event) return NEWS;
    try {
      const fields = words.fieldsOf(event);
      const instrument = instruments.get(textIn(fields, 's') ?? '');
      // The account may trade what nobody here does.
      if (instrument === undefined) return NEWS;
      const { report, unread } = reportOf(fields, instrument, words);
      onReport(report);
      if (unread !== null) onUnread(unread);
      return NEWS;
    } catch (error) {
      return { kind: 'over', why: (error as Error).message };
    }
  };
