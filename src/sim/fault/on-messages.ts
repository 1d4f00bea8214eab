/**
 * Faults on single messages: which are hit (`Hits`), and what becomes of one that is. A kind that keeps nothing else in mind is
 * one of these functions and its parameters.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { LinkPath } from '../../core/order/fault-record.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { messageOf } from './draw.js';
import type { FaultContext } from './fault-kind.js';
import { type HitValues, Hits } from './hits.js';
import type { LinkFault, ReplyVerdict, RequestVerdict } from './link-fault.js';

interface Where {
  readonly paths: readonly LinkPath[];
}

interface RequestPart {
  readonly hook: 'requestLeaves' | 'requestArrives';
  /** Leaves out those it could not act on: they are not counted. */
  readonly concerns?: (sent: LinkRequest) => boolean;
  readonly verdict: (sent: LinkRequest, now: EpochMicros) => RequestVerdict;
}

/** Requests on some paths, as they leave the client or arrive at the venue. */
export function onRequests(
  values: HitValues & Where,
  context: FaultContext,
  { hook, concerns = all, verdict }: RequestPart,
): LinkFault {
  const hits = new Hits(values, context);
  return {
    [hook]: (sent: LinkRequest, now: EpochMicros) =>
      values.paths.includes(sent.path) && concerns(sent) && hits.hits(messageOf(sent), now)
        ? verdict(sent, now)
        : null,
    ...toldBy(hits, values.paths),
  };
}

interface ReplyPart {
  readonly concerns?: (sent: LinkRequest, reply: LinkReply) => boolean;
  readonly verdict: (sent: LinkRequest, reply: LinkReply, now: EpochMicros) => ReplyVerdict;
}

/** Replies to requests on some paths, as they leave the venue. */
export function onReplies(
  values: HitValues & Where,
  context: FaultContext,
  { concerns = all, verdict }: ReplyPart,
): LinkFault {
  const hits = new Hits(values, context);
  return {
    replyLeaves: (sent, reply, now) =>
      values.paths.includes(sent.path) && concerns(sent, reply) && hits.hits(messageOf(sent), now)
        ? verdict(sent, reply, now)
        : null,
    ...toldBy(hits, values.paths),
  };
}

const all = (): boolean => true;

const toldBy = (
  hits: Hits,
  paths: readonly LinkPath[],
): Pick<LinkFault, 'activations' | 'spans'> => ({
  activations: () => hits.count,
  spans: (now) => hits.spans(paths, now),
});
