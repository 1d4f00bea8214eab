/**
 * The client's side of any connection to a venue: a command of the core becomes a request in the venue's words, and a reply, the loss
 * of one or the proof that nothing left becomes the outcome of an effect or the answer to a read (SCH-4, FIL-4), errors by the venue's
 * allow-lists. Whatever was not asked for says nothing about the request: it counts as unparsable. Pure.
 */
import { type EpochMicros, type Micros, plus } from '../ground/units.js';
import {
  type EffectKind,
  type ErrorClasses,
  answerOfError,
  outcomeOfError,
} from '../order/error-classes.js';
import type { EffectOutcome, ReadAnswer, UnknownShape } from '../order/outcome.js';
import type { ClientReply, OrderEntry, VenueQuery } from '../order/venue-message.js';
import type { BrokerRead, EffectCommand, FeedRead } from './command.js';

const NO_OFFSET = 0 as Micros;

export type DepthRead = Extract<FeedRead, { kind: 'read-depth' }>;

/** As it leaves at `now`, by the client's clock. */
export function entryOf(command: EffectCommand, now: EpochMicros): OrderEntry {
  const sentAt = plus(now, command.clockOffset ?? NO_OFFSET);
  switch (command.kind) {
    case 'submit': {
      const { kind, clientOrderId, terms, validUntil } = command;
      return { kind, clientOrderId, terms, sentAt, validUntil };
    }
    case 'cancel':
      return { kind: 'cancel', clientOrderId: command.clientOrderId, sentAt };
    case 'replace': {
      const { kind, clientOrderId, newClientOrderId, quantity, limitPrice } = command;
      return { kind, clientOrderId, newClientOrderId, quantity, limitPrice, sentAt };
    }
  }
}

export function queryOf(read: BrokerRead | DepthRead): VenueQuery {
  switch (read.kind) {
    case 'read-order':
      return { kind: 'query-order', clientOrderId: read.clientOrderId };
    case 'read-executions':
      return { kind: 'query-executions', clientOrderId: read.clientOrderId };
    case 'read-open-orders':
      return { kind: 'query-open-orders', limit: read.limit, cursor: read.cursor };
    case 'read-history':
      return { kind: 'query-history', after: read.after, cursor: read.cursor };
    case 'read-positions':
      return { kind: 'query-positions' };
    case 'read-time':
      return { kind: 'query-time' };
    case 'read-depth':
      return { kind: 'query-depth', symbol: read.symbol, levels: read.levels };
  }
}

export function outcomeOf(
  reply: ClientReply,
  asked: EffectKind,
  classes: ErrorClasses,
): EffectOutcome {
  switch (reply.kind) {
    case 'accepted':
    case 'exists':
    case 'not-sent':
      return reply;
    case 'rejected':
      return outcomeOfError(classes, asked, reply);
    case 'rate-limited': {
      const { retryAfter } = reply;
      return { kind: 'not-sent', reason: 'rate-limited', retryAfter, veto: null };
    }
    case 'lost':
      return { kind: 'unknown', shape: reply.shape };
    default:
      return { kind: 'unknown', shape: 'unparsable' };
  }
}

/** What each query is answered with. */
const ANSWER_OF: Readonly<Record<VenueQuery['kind'], ReadAnswer['kind']>> = {
  'query-order': 'order',
  'query-executions': 'executions',
  'query-open-orders': 'open-orders',
  'query-history': 'history',
  'query-positions': 'positions',
  'query-depth': 'depth',
  'query-time': 'time',
};

export function answerOf(asked: VenueQuery, reply: ClientReply, classes: ErrorClasses): ReadAnswer {
  switch (reply.kind) {
    case 'order':
    case 'executions':
    case 'open-orders':
    case 'history':
    case 'positions':
    case 'depth':
    case 'time':
      return reply.kind === ANSWER_OF[asked.kind] ? reply : lostAnswer('unparsable');
    case 'rate-limited': {
      const { retryAfter } = reply;
      return { kind: 'failed', failure: 'rate-limited', retryAfter, text: 'rate limited' };
    }
    case 'rejected':
      if (asked.kind === 'query-positions' && classes.flat.has(reply.code))
        return { kind: 'positions', positions: [] };
      return answerOfError(classes, asked.kind, reply);
    case 'unavailable':
      return { kind: 'failed', failure: 'ambiguous', retryAfter: null, text: reply.text };
    case 'lost':
      return lostAnswer(reply.shape);
    case 'not-sent':
      return { kind: 'failed', failure: 'not-sent', retryAfter: null, text: reply.reason };
    case 'accepted':
    case 'exists':
      return lostAnswer('unparsable');
  }
}

const lostAnswer = (shape: UnknownShape): ReadAnswer => ({
  kind: 'failed',
  failure: 'ambiguous',
  retryAfter: null,
  text: `no answer: ${shape}`,
});
