/**
 * Latency models: whole microseconds, the distribution asked for, and a state that is all in the
 * stream.
 */
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../src/core/ground/invariant.js';
import type { Micros } from '../../../src/core/ground/units.js';
import { type LatencySpec, latencyModel } from '../../../src/sim/random/latency-model.js';
import { LOGNORMAL_MAX } from '../../../src/sim/random/lognormal.js';
import { RandomStreams } from '../../../src/sim/random/random.js';

const micros = (value: number): Micros => value as Micros;
const sampled = (spec: LatencySpec, count: number): number[] => {
  const model = latencyModel(spec, new RandomStreams(11).of('venue.latency'));
  return Array.from({ length: count }, () => model.sample());
};

describe('latency model', () => {
  it('F20: constant: always the same, and draws nothing', () => {
    const stream = new RandomStreams(11).of('venue.latency');
    const before = stream.saveState();
    const model = latencyModel({ kind: 'constant', latency: micros(1_500) }, stream);
    expect([model.sample(), model.sample(), stream.saveState()]).toEqual([1_500, 1_500, before]);
  });

  it('F20: lognormal: whole microseconds with the median and the sigma asked for', () => {
    const samples = sampled({ kind: 'lognormal', median: micros(20_000), sigma: 0.5 }, 20_000);
    expect(samples.every((sample) => Number.isSafeInteger(sample) && sample >= 0)).toBe(true);
    const sorted = [...samples].sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(share * sorted.length)]! / 20_000;
    expect(at(0.5)).toBeCloseTo(1, 1);
    // e^(± sigma): one standard deviation of the logarithm.
    expect(at(0.8413)).toBeCloseTo(1.649, 1);
    expect(at(0.1587)).toBeCloseTo(0.607, 1);
  });

  it('lognormal: sigma 0 is the median, a wild sigma is capped', () => {
    expect(new Set(sampled({ kind: 'lognormal', median: micros(777), sigma: 0 }, 100))).toEqual(
      new Set([777]),
    );
    const wild = sampled({ kind: 'lognormal', median: micros(1e9), sigma: 10 }, 1_000);
    expect(Math.max(...wild)).toBe(LOGNORMAL_MAX);
  });

  it('F20: empirical: every value of the list, equally often', () => {
    const samples = sampled(
      { kind: 'empirical', samples: [micros(10), micros(20), micros(90)] },
      9_000,
    );
    for (const value of [10, 20, 90]) {
      expect(Math.abs(samples.filter((sample) => sample === value).length - 3_000)).toBeLessThan(
        250,
      );
    }
  });

  it('keeps no state outside its stream', () => {
    const specs: LatencySpec[] = [
      { kind: 'lognormal', median: micros(20_000), sigma: 0.5 },
      { kind: 'empirical', samples: [1, 2, 3, 4, 5, 6, 7].map(micros) },
    ];
    for (const spec of specs) {
      const stream = new RandomStreams(11).of('venue.latency');
      const model = latencyModel(spec, stream);
      model.sample();
      const saved = stream.saveState();
      const first = Array.from({ length: 20 }, () => model.sample());
      stream.restoreState(saved);
      expect(Array.from({ length: 20 }, () => model.sample())).toEqual(first);
    }
  });

  it('refuses what is no latency', () => {
    const refused: LatencySpec[] = [
      { kind: 'constant', latency: micros(-1) },
      { kind: 'constant', latency: micros(1.5) },
      { kind: 'lognormal', median: micros(NaN), sigma: 1 },
      { kind: 'lognormal', median: micros(1), sigma: -1 },
      { kind: 'lognormal', median: micros(1), sigma: NaN },
      { kind: 'empirical', samples: [] },
      { kind: 'empirical', samples: [micros(1), micros(-2)] },
    ];
    for (const spec of refused) {
      expect(() => latencyModel(spec, new RandomStreams(1).of('x'))).toThrow(InvariantError);
    }
  });
});
