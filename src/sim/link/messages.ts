/**
 * What travels between client and simulated venue, and on which path: the venue's own words (core/order/venue-message.ts)
 * and what the link knows of each request beside them. Types, and the few facts that follow from a request alone.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { LinkPath } from '../../core/order/fault-record.js';
import type { ReplyLoss, VenueReply, VenueRequest } from '../../core/order/venue-message.js';

export type RequestPath = Exclude<LinkPath, 'feed' | 'stream'>;

/** What the client gets: a reply, or the loss of one. */
export type LinkReply = VenueReply | ReplyLoss;

export interface LinkRequest {
  readonly request: VenueRequest;
  readonly path: RequestPath;
  /** When the last byte left the client. */
  readonly sentAt: EpochMicros;
  /**
   * Which of its key to leave on this link, from 1. Counted as it leaves, before any fault acts, so that a
   * fault's draw (seed, key, nth) depends on no other fault.
   */
  readonly nth: number;
}

export function pathOf({ kind }: VenueRequest): RequestPath {
  if (kind === 'submit' || kind === 'replace') return 'submit';
  return kind === 'cancel' ? 'cancel' : 'query';
}

/** What a request is about, in words that no other request shares: a submit is known by its order alone. */
export function keyOf(request: VenueRequest): string {
  switch (request.kind) {
    case 'submit':
      return request.clientOrderId;
    case 'cancel':
    case 'replace':
    case 'query-order':
    case 'query-executions':
      return `${request.kind}:${request.clientOrderId}`;
    case 'query-depth':
      return `${request.kind}:${request.symbol}`;
    case 'query-open-orders':
    case 'query-history':
    case 'query-positions':
    case 'query-time':
      return request.kind;
  }
}

export const TIMED_OUT: ReplyLoss = { kind: 'lost', shape: 'timeout' };
