/**
 * What travels between client and simulated venue, and on which path. A request is a command of the core plus when it
 * left; an answer is what the core will be told. Types, and the few facts that follow from a command alone.
 */
import type { BrokerCommand, EffectCommand, FeedRead } from '../../core/state/command.js';
import type { EffectOutcome, ReadAnswer, UnknownShape } from '../../core/order/outcome.js';
import type { EpochMicros, Micros } from '../../core/ground/units.js';

/** Replaces travel on `submit`; every read of the broker, and depth, on `query`. */
export const LINK_PATHS = ['feed', 'submit', 'cancel', 'query', 'stream'] as const;
export type LinkPath = (typeof LINK_PATHS)[number];
export type RequestPath = Exclude<LinkPath, 'feed' | 'stream'>;

export type DepthRead = Extract<FeedRead, { kind: 'read-depth' }>;
export type LinkCommand = BrokerCommand | DepthRead;

/** The two unions share no `kind`. */
export type LinkAnswer = EffectOutcome | ReadAnswer;

export interface LinkRequest {
  readonly command: LinkCommand;
  readonly path: RequestPath;
  /** When the last byte left the client. */
  readonly sentAt: EpochMicros;
}

export const isEffect = (command: LinkCommand): command is EffectCommand =>
  command.kind === 'submit' || command.kind === 'cancel' || command.kind === 'replace';

export function pathOf(command: LinkCommand): RequestPath {
  if (command.kind === 'submit' || command.kind === 'replace') return 'submit';
  return command.kind === 'cancel' ? 'cancel' : 'query';
}

/** Names a request for good, whatever else was sent: the order and the attempt, or the number of the read. */
export const keyOf = (command: LinkCommand): string =>
  isEffect(command) ? command.clientOrderId : `${command.kind}:${command.readId}`;

/** Which attempt of its key a request is; reads are numbered, so each is the first. */
export const attemptOf = (command: LinkCommand): number =>
  isEffect(command) ? command.attempt : 1;

/** What a client makes of a reply that never came, or came unreadable. */
export function lostAnswer(command: LinkCommand, shape: UnknownShape): LinkAnswer {
  if (isEffect(command)) return { kind: 'unknown', shape };
  return { kind: 'failed', failure: 'ambiguous', retryAfter: null, text: `no answer: ${shape}` };
}

/** What a client makes of a 429: the venue refused to look at the request. */
export function rateLimitedAnswer(command: LinkCommand, retryAfter: Micros): LinkAnswer {
  if (isEffect(command))
    return { kind: 'not-sent', reason: 'rate-limited', retryAfter, veto: null };
  return { kind: 'failed', failure: 'rate-limited', retryAfter, text: 'rate limited' };
}
