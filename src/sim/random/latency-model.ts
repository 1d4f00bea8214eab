/**
 * How long a message takes on one path: constant, log-normal, drawn from measured values or played in their order. A
 * model samples a length; what it does to order (streams keep it, requests need not) is the link's
 * business.
 */
import { InvariantError } from '../../core/ground/invariant.js';
import type { Micros } from '../../core/ground/units.js';
import { sampleLognormal } from './lognormal.js';
import type { RandomStream } from './random.js';

export type LatencySpec =
  | { readonly kind: 'constant'; readonly latency: Micros }
  /** `sigma`: standard deviation of the logarithm; 0.5 puts 95 % between 0.38 and 2.7 medians. */
  | { readonly kind: 'lognormal'; readonly median: Micros; readonly sigma: number }
  /** Each value equally likely, drawn independently. */
  | { readonly kind: 'empirical'; readonly samples: readonly Micros[] }
  /** One after the other, and from the first again; nothing is drawn. */
  | { readonly kind: 'recorded'; readonly samples: readonly Micros[] };

/** Far beyond any venue, and e^(sigma z) is still finite. */
const SIGMA_MAX = 10;

export interface LatencyModel {
  /** A length of time >= 0. */
  sample(): Micros;
}

/** The model of `spec`, drawing from `stream` (a constant draws nothing). */
export function latencyModel(spec: LatencySpec, stream: RandomStream): LatencyModel {
  switch (spec.kind) {
    case 'constant': {
      const latency = checked(spec.latency);
      return { sample: () => latency };
    }
    case 'lognormal': {
      const median = checked(spec.median);
      const { sigma } = spec;
      if (!(sigma >= 0 && sigma <= SIGMA_MAX))
        throw new InvariantError(`sigma must be 0 to ${SIGMA_MAX}, got ${sigma}`);
      return { sample: () => sampleLognormal(stream, median, sigma) };
    }
    case 'empirical': {
      const samples = samplesOf(spec);
      return { sample: () => samples[stream.nextInt(samples.length)]! };
    }
    case 'recorded': {
      const samples = samplesOf(spec);
      let next = 0;
      return { sample: () => samples[next++ % samples.length]! };
    }
  }
}

function samplesOf({
  kind,
  samples,
}: LatencySpec & { samples: readonly Micros[] }): readonly Micros[] {
  if (samples.length === 0) throw new InvariantError(`a latency that is ${kind} needs a sample`);
  return samples.map(checked);
}

function checked(latency: Micros): Micros {
  if (!Number.isSafeInteger(latency) || latency < 0)
    throw new InvariantError(`not a latency: ${latency}`);
  return latency;
}
