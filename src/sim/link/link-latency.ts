/**
 * How long each path takes (`venue.latency`), one way: a submit travels `submit` there and `ack` back, a
 * query `query` each way. Every path draws from a random stream of its own, so that a change on one moves no other.
 *
 * Unrealistic: draws are independent of each other, of load and of message size.
 */
import { type LatencyModel, type LatencySpec, latencyModel } from '../random/latency-model.js';
import type { RandomStreams } from '../random/random.js';

export interface LinkLatencySpec {
  /** Of market data, on top of what the tape recorded (F1). */
  readonly feed: LatencySpec;
  /** Submits and replaces to the venue. */
  readonly submit: LatencySpec;
  /** As `submit` when left out. */
  readonly cancel?: LatencySpec;
  /** Answers to submits, replaces and cancels. */
  readonly ack: LatencySpec;
  readonly query: LatencySpec;
  /** Reports of the order stream. */
  readonly stream: LatencySpec;
}

export interface LinkLatency {
  readonly feed: LatencyModel;
  readonly submit: LatencyModel;
  readonly cancel: LatencyModel;
  readonly ack: LatencyModel;
  readonly query: LatencyModel;
  readonly stream: LatencyModel;
}

/** `subject`: whose messages these are, where several draw each from streams of their own. */
export function linkLatency(
  spec: LinkLatencySpec,
  streams: RandomStreams,
  subject: string | null = null,
): LinkLatency {
  const suffix = subject === null ? '' : `.${subject}`;
  const model = (path: keyof LinkLatencySpec, of: LatencySpec): LatencyModel =>
    latencyModel(of, streams.of(`venue.latency.${path}${suffix}`));
  return {
    feed: model('feed', spec.feed),
    submit: model('submit', spec.submit),
    cancel: model('cancel', spec.cancel ?? spec.submit),
    ack: model('ack', spec.ack),
    query: model('query', spec.query),
    stream: model('stream', spec.stream),
  };
}

/** The latencies of the messages about an instrument; null = about none, such as a query for positions. */
export type LatencyOf = (symbol: string | null) => LinkLatency;

/** In place of a symbol: what is about the account as a whole. */
const ACCOUNT = 'account';

/**
 * The latencies of a link. `bySymbol`: messages about each instrument draw from streams of their own, so that a further
 * instrument moves no other's; else all draw from the same.
 */
export function latencyBySymbol(
  spec: LinkLatencySpec,
  streams: RandomStreams,
  bySymbol: boolean,
): LatencyOf {
  const made = new Map<string | null, LinkLatency>();
  return (symbol) => {
    const subject = bySymbol ? (symbol ?? ACCOUNT) : null;
    const known = made.get(subject) ?? linkLatency(spec, streams, subject);
    made.set(subject, known);
    return known;
  };
}
