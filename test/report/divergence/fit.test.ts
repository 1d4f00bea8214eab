/** What a scenario needs to be like a run, fitted from its journal: close to what it was, and nothing where too little is known. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Micros, millis } from '../../../src/core/ground/units.js';
import { DEFAULT_EARLY_STOP } from '../../../src/core/state/config.js';
import { diverge } from '../../../src/report/divergence/diverge.js';
import { fit } from '../../../src/report/divergence/fit.js';
import { fitSubmits } from '../../../src/report/divergence/fit-fills.js';
import { fitLatency } from '../../../src/report/divergence/fit-latency.js';
import { observe } from '../../../src/report/divergence/observe.js';
import { median, sigmaOf } from '../../../src/report/divergence/samples.js';
import { fittedSchema } from '../../../src/report/schema/fitted.js';
import { fittedYaml } from '../../../src/runs/fitted-yaml.js';
import { parseScenario } from '../../../src/runs/scenario/load.js';
import { simulateKept } from '../../support/simulate-kept.js';
import { INSTRUMENT, order, planOf } from '../../support/simulation-plan.js';

const lognormal = (medianMs: number, sigma: number) =>
  ({ kind: 'lognormal', median: millis(medianMs), sigma }) as const;
const constant = (ms: number) => ({ kind: 'constant', latency: millis(ms) }) as const;

const SUBMITS = 200;
const SIGMA = 0.4;
const PLAN = {
  engine: { earlyStop: { ...DEFAULT_EARLY_STOP, onSliceFailure: 'continue' } },
  faults: [{ kind: 'reject', values: { probability: 0.1, code: 'halted' } }],
  orders: [[5, order({ slices: SUBMITS, quantity: '2' })]],
} as const;
const INSTRUMENTS = new Map([[INSTRUMENT.symbol, INSTRUMENT]]);
const { blocks } = simulateKept(
  planOf({
    ...PLAN,
    latency: {
      feed: constant(5),
      submit: lognormal(40, SIGMA),
      ack: constant(20),
      query: lognormal(30, SIGMA),
      stream: constant(25),
    },
  }),
);
const run = observe(blocks, INSTRUMENTS);
const fitted = fittedSchema.parse(fit('b', run));

/** Three standard errors of the median of a log-normal: 1.2533 sigma / sqrt n. */
const within = (truth: number, sigma: number, samples: number) => ({
  low: truth * Math.exp((-3 * 1.2533 * sigma) / Math.sqrt(samples)),
  high: truth * Math.exp((3 * 1.2533 * sigma) / Math.sqrt(samples)),
});

const SCENARIO = `name: like
shows: what was fitted
instrument: { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.001", minNotional: "5", calendar: always-open, adv: "25000" }
market: { synthetic: { model: random-walk, startPrice: "61800", messagesPerSecond: 10 } }
clock: { start: 2024-08-08T12:00:00Z, duration: 90s }
orders:
  - { at: 2s, side: buy, quantity: "0.8", duration: 40s, slices: 4 }
`;

describe('what is fitted from a run', () => {
  it('LIV-5: the round trip of its submits, within three standard errors of what it was drawn from', () => {
    const { submit, ack } = fitted.latency;
    expect(submit.samples).toBeGreaterThan(150);
    const round = submit.medianMicros! + ack.medianMicros!;
    const { low, high } = within(40_000, SIGMA, submit.samples);
    expect(round).toBeGreaterThan(20_000 + low);
    expect(round).toBeLessThan(20_000 + high);
    // How it is split is a rule.
    expect(ack.medianMicros).toBe(Math.floor(Math.min(...run.trips.submit) / 2));
  });

  it('LIV-5: a query’s one way, the spread of the two ways together taken apart', () => {
    const { medianMicros, sigma, samples } = fitted.latency.query;
    const { low, high } = within(30_000, SIGMA, samples);
    expect(medianMicros).toBeGreaterThan(low);
    expect(medianMicros).toBeLessThan(high);
    expect(sigma).toBeGreaterThan(SIGMA * 0.7);
    expect(sigma).toBeLessThan(SIGMA * 1.4);
  });

  it('LIV-5: the stream, by how much later it told what an answer told', () => {
    const { stream, ack } = fitted.latency;
    expect(stream.medianMicros! - ack.medianMicros!).toBe(5_000);
  });

  it('LIV-5: a share of refusals for each code, and what no scenario takes as words', () => {
    const [refusal] = fitted.submits.refused;
    expect(refusal).toMatchObject({ code: 'halted', why: null });
    expect(refusal!.share).toBe(refusal!.count / SUBMITS);
    expect(fitted.limitOrders).toMatchObject({ taken: 0, filledShare: null });
  });

  it('LIV-5: a simulation with what was fitted is delayed as the run was, within a tenth, and without it is not', () => {
    const like = (path: 'submit' | 'ack' | 'query' | 'stream') => {
      const { medianMicros, sigma } = fitted.latency[path];
      return { kind: 'lognormal', median: medianMicros as Micros, sigma: sigma! } as const;
    };
    /** Against that of the run. */
    const delayOf = (latency: ReturnType<typeof planOf>['latency']): number => {
      const again = observe(
        simulateKept(planOf({ ...PLAN, seed: 8, latency })).blocks,
        INSTRUMENTS,
      );
      const { a, b } = diverge(run, again).parents[0]!.delayMicros;
      return b! / a!;
    };
    const fittedTo = {
      feed: constant(5),
      ...{ submit: like('submit'), ack: like('ack'), query: like('query'), stream: like('stream') },
    };
    expect(Math.abs(delayOf(fittedTo) - 1)).toBeLessThan(0.1);
    expect(Math.abs(delayOf(planOf().latency) - 1)).toBeGreaterThan(0.2);
  });

  it('LIV-5: pasted into a scenario it is one', () => {
    const yaml = fittedYaml('live\nsession.squall', fitted);
    const { scenario } = parseScenario('like.yaml', `${SCENARIO}${yaml}`);
    expect(scenario.venue.latency.submit).toMatchObject({
      lognormal: { median: fitted.latency.submit.medianMicros },
    });
    expect(scenario.faults).toMatchObject([{ kind: 'reject' }]);
    expect(yaml).toContain(`# ${fitted.latency.submit.samples} samples\n`);
    expect(yaml).toMatch(/^ {4}# cancel: 0 cancels, and it takes 20$/m);
  });

  it('LIV-5: a code that no scenario takes stands in a comment', () => {
    const [refusal] = fitted.submits.refused;
    const refused = [{ ...refusal!, code: 'no such\n- code' }];
    const yaml = fittedYaml('s', { ...fitted, submits: { ...fitted.submits, refused } });
    expect(yaml).toContain('# refused with no such - code, ');
    expect(parseScenario('like.yaml', `${SCENARIO}${yaml}`).scenario.faults).toEqual([]);
  });

  it('LIV-5: of any round trips the two ways sum to their median; of too few there is no figure, and it says why', () => {
    const trips = fc.array(fc.integer({ min: 1, max: 5_000_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(trips, trips, trips, (submit, cancel, query) => {
        const latency = fitLatency({ submit, cancel, query, streamBehindAnswer: [] });
        for (const { medianMicros, sigma, why, samples } of Object.values(latency)) {
          expect(medianMicros === null).toBe(why !== null);
          expect(sigma === null).toBe(why !== null);
          if (samples < 20) expect(medianMicros).toBeNull();
        }
        if (submit.length < 20) return;
        expect(latency.submit.medianMicros! + latency.ack.medianMicros!).toBe(median(submit));
      }),
      { numRuns: 200 },
    );
  });

  it('LIV-5: a query’s two ways have together the mean and the variance of its round trips', () => {
    const query = Array.from({ length: 40 }, (_, index) => 20_000 + 3_000 * index);
    const { medianMicros, sigma } = fitLatency({
      submit: [],
      cancel: [],
      query,
      streamBehindAnswer: [],
    }).query;
    const both = { median: median(query), sigma: sigmaOf(query)! };
    const mean = (of: typeof both) => of.median * Math.exp(of.sigma ** 2 / 2);
    const relativeVariance = (of: typeof both) => Math.exp(of.sigma ** 2) - 1;
    const oneWay = { median: medianMicros!, sigma: sigma! };
    expect((2 * mean(oneWay)) / mean(both)).toBeCloseTo(1, 3);
    expect(relativeVariance(oneWay) / 2 / relativeVariance(both)).toBeCloseTo(1, 2);
  });

  it('LIV-5: a few that the stream told long before the answer do not make its spread; many leave it without', () => {
    const submit = Array.from({ length: 40 }, () => 40_000);
    const behind = (early: number) =>
      Array.from({ length: 40 }, (_, index) => (index < early ? -50_000 : 100 * index));
    const streamOf = (early: number) =>
      fitLatency({ submit, cancel: [], query: [], streamBehindAnswer: behind(early) }).stream;
    expect(streamOf(3).sigma).toBeLessThan(0.1);
    expect(streamOf(12)).toMatchObject({ medianMicros: null, sigma: null, samples: 40 });
    expect(streamOf(40).medianMicros).toBeNull();
    expect(streamOf(12).why).toMatch(/^of 40 acceptances .* quicker than the way back/);
  });

  it('LIV-5: a share of too few submits is none', () => {
    const few = { accepted: 4, refused: new Map([['halted', 6]]), unknown: 1 };
    expect(fitSubmits(few)).toEqual({
      ...{ accepted: 4, unknown: 1 },
      refused: [
        { code: 'halted', count: 6, share: null, why: '10 submits were answered, and it takes 20' },
      ],
    });
  });

  it('LIV-5: latencies that never vary are fitted as they were', () => {
    const plain = observe(
      simulateKept(planOf({ orders: [[5, order({ slices: 30 })]] })).blocks,
      new Map(),
    );
    const { submit, ack, stream } = fit('a', plain).latency;
    const always = (micros: number) => ({ medianMicros: micros as Micros, sigma: 0 });
    expect([submit, ack]).toMatchObject([always(20_000), always(20_000)]);
    expect(stream).toMatchObject(always(10_000));
  });
});
