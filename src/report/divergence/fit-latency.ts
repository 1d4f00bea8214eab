/**
 * The latencies of a link, fitted from what its client waited for. A client sees round trips: when the venue had a request it can only be
 * told by the venue's clock, and how far that is from ours is known no better than to half a round trip. So each is split by a rule:
 *   ack     the way back, half of the fastest round trip of a submit, always as long
 *   submit, cancel   the rest of each round trip: so a submit's round trips in a simulation are spread as those measured
 *   query   a scenario draws the same latency for both ways: one whose sum of two has the median and the spread of the round trips
 *           (Fenton 1960: a sum of log-normals as a log-normal, by mean and variance)
 *   stream  ack, and by how much the stream told an acceptance later than the answer: both left the venue at once
 *   feed    nothing: a quote is asked for by nobody
 * Lengths are fitted as log-normal, by their median and by how far the middle two thirds of them lie apart.
 *
 * Unrealistic: a way back that never varies; and what requests waited for in the client itself is in its round trips.
 */
import type { Fitted, FittedLatency } from '../schema/fitted.js';
import type { RoundTrips } from './observation.js';
import { SAMPLES_MIN, median, roundedSigma, sigmaOf, tooFew } from './samples.js';

export function fitLatency(trips: RoundTrips): Fitted['latency'] {
  const { submit, cancel, query, streamBehindAnswer } = trips;
  const isKnown = submit.length >= SAMPLES_MIN;
  const back = isKnown ? Math.floor(quickest(submit) / 2) : null;
  const shifted = (lengths: readonly number[], by: 1 | -1, of: string): FittedLatency =>
    back === null
      ? notFitted(lengths.length, `the way back is not known: ${tooFew(submit.length, 'submits')}`)
      : fitted(
          lengths.map((length) => length + by * back),
          of,
        );
  return {
    submit: shifted(submit, -1, 'submits'),
    ack:
      back === null
        ? notFitted(submit.length, tooFew(submit.length, 'submits'))
        : { medianMicros: back, sigma: 0, samples: submit.length, why: null },
    cancel: shifted(cancel, -1, 'cancels'),
    query: eachWay(fitted(query, 'queries')),
    stream: shifted(streamBehindAnswer, 1, 'acceptances told by stream and answer'),
    feed: notFitted(0, 'no journal tells when a quote was made by a clock that is ours'),
  };
}

const quickest = (samples: readonly number[]): number =>
  samples.reduce((least, one) => Math.min(least, one), Number.MAX_SAFE_INTEGER);

const notFitted = (samples: number, why: string): FittedLatency => ({
  medianMicros: null,
  sigma: null,
  samples,
  why,
});

function fitted(lengths: readonly number[], of: string): FittedLatency {
  if (lengths.length < SAMPLES_MIN) return notFitted(lengths.length, tooFew(lengths.length, of));
  const sigma = sigmaOf(lengths);
  // The way back is a rule: by it some would have taken less than no time.
  if (sigma === null)
    return notFitted(
      lengths.length,
      `of ${lengths.length} ${of} more than one in six are quicker than the way back is taken to be`,
    );
  return {
    medianMicros: Math.max(0, median(lengths)),
    sigma,
    samples: lengths.length,
    why: null,
  };
}

/** Half of what is the sum of two that are drawn alike. */
function eachWay(both: FittedLatency): FittedLatency {
  const { medianMicros, sigma } = both;
  if (medianMicros === null || sigma === null) return both;
  const square = Math.log(1 + 2 * (Math.exp(sigma ** 2) - 1));
  const mean = (medianMicros * Math.exp(sigma ** 2 / 2)) / 2;
  return {
    ...both,
    medianMicros: Math.round(mean * Math.exp(-square / 2)),
    sigma: roundedSigma(Math.sqrt(square)),
  };
}
