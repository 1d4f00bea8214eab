/**
 * The core fault: the venue took the order, the answer never came. Goal: over hundreds of seeds, on venues that keep
 * ids for ever and on venues that do not, with the order stream healthy, dead, or the request itself lost, one slice
 * never becomes two orders and no invariant breaks. Method: whole simulated runs on generated markets.
 */
import { describe, expect, it } from 'vitest';
import { simulateKept } from '../../support/simulate-kept.js';
import type { FaultSpec } from '../../../src/sim/fault/fault-set.js';
import { draws, firstCase } from '../../support/test-seed.js';
import type { L2Venue } from '../../../src/sim/market/l2/l2-venue.js';
import { inSeconds, order, planOf, tapeOf } from '../../support/simulation-plan.js';

const SEEDS = draws(1_000);
const MARKETS = 8;

/** Each seed plays one of these on top of the lost acknowledgements. */
const COMPANIONS: readonly (readonly FaultSpec[])[] = [
  [],
  // The stream is silent: only look-ups can tell.
  [{ kind: 'outage', values: { paths: ['stream'], at: inSeconds(0), for: inSeconds(120) } }],
  // Requests are lost on the way: not found is the truth, and has to be proven.
  [
    {
      kind: 'outage',
      values: { paths: ['submit', 'stream'], at: inSeconds(8), for: inSeconds(9) },
    },
  ],
  // Nothing answers for a while.
  [
    {
      kind: 'outage',
      values: {
        paths: ['submit', 'cancel', 'query', 'stream'],
        at: inSeconds(14),
        for: inSeconds(15),
      },
    },
  ],
];

const SHAPES = ['timeout', '5xx', 'reset'] as const;

function run(seed: number, idempotency: 'forever' | 'open-only', venue: L2Venue | undefined) {
  const shape = SHAPES[seed % SHAPES.length] ?? 'timeout';
  const plan = planOf({
    seed,
    tape: tapeOf(seed % MARKETS, { durationSeconds: 75, messagesPerSecond: 4 }),
    venue: { idempotency },
    faults: [
      { kind: 'ack-lost', values: { probability: 0.5, shape } },
      ...(COMPANIONS[seed % COMPANIONS.length] ?? []),
    ],
    orders: [
      [
        5,
        order({ quantity: '0.3', duration: inSeconds(30), slices: 3, fillTimeout: inSeconds(10) }),
      ],
    ],
  });
  return simulateKept(plan, venue === undefined ? {} : { venue });
}

describe.each(['forever', 'open-only'] as const)('ids kept %s', (idempotency) => {
  it(`F:SUB2 SCH-4 S3: a lost acknowledgement never makes two orders of one slice, over ${SEEDS} seeds`, () => {
    let venue: L2Venue | undefined;
    const seen = { lost: 0, unknown: 0, resent: 0, absent: 0 };
    for (let seed = firstCase(0); seed < firstCase(SEEDS); seed += 1) {
      const result = run(seed, idempotency, venue);
      venue = result.venue;
      expect(result.audit.violations, `seed ${seed}`).toEqual([]);
      expect(result.audit.phantom + result.audit.doubled, `seed ${seed}`).toBe(0);
      seen.lost += result.faultCounts.get('ack-lost') ?? 0;
      for (const { entries } of result.blocks) {
        for (const entry of entries) {
          if (entry.kind === 'outcome-unknown') seen.unknown += 1;
          if (entry.kind === 'absence-proven') seen.absent += 1;
          if (entry.kind === 'submit-intent' && entry.command.attempt > 1) seen.resent += 1;
        }
      }
    }
    // Sometimes: a run that never saw the hard cases would prove nothing.
    expect(seen.lost).toBeGreaterThan(SEEDS / 2);
    expect(seen.unknown).toBeGreaterThan(SEEDS / 2);
    expect(seen.absent).toBeGreaterThan(0);
    expect(seen.resent).toBeGreaterThan(0);
  }, 120_000);
});
