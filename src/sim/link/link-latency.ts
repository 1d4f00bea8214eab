/**
 * How long each path takes (interfaces.md, `venue.latency`), one way: a submit travels `submit` there and `ack` back, a
 * query `query` each way. Every path draws from a random stream of its own, so that a change on one moves no other.
 *
 * Unrealistic: draws are independent of each other, of load and of message size.
 */
import { type LatencyModel, type LatencySpec, latencyModel } from '../random/latency-model.js';
import type { RandomStreams } from '../random/random.js';

export interface LinkLatencySpec {
  /** Of market data, on top of what the tape recorded (fills.md F1). */
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

export function linkLatency(spec: LinkLatencySpec, streams: RandomStreams): LinkLatency {
  const model = (path: keyof LinkLatencySpec, of: LatencySpec): LatencyModel =>
    latencyModel(of, streams.of(`venue.latency.${path}`));
  return {
    feed: model('feed', spec.feed),
    submit: model('submit', spec.submit),
    cancel: model('cancel', spec.cancel ?? spec.submit),
    ack: model('ack', spec.ack),
    query: model('query', spec.query),
    stream: model('stream', spec.stream),
  };
}
