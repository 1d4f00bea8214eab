/** The polling formula and its last poll at the deadline. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_FILL_DETECTION } from '../../../src/core/state/config.js';
import { nextPollAt, pollWait } from '../../../src/core/child/polling.js';
import { type EpochMicros, epochMicros, micros } from '../../../src/core/ground/units.js';
import { lawCases, lawTimeoutMs } from '../../support/law-cases.js';

function pollTimes(
  config: Parameters<typeof nextPollAt>[0],
  deadline: EpochMicros,
): readonly number[] {
  const times: number[] = [];
  let now = epochMicros(0);
  while (now < deadline) {
    now = nextPollAt(config, { now, polls: times.length, deadline });
    times.push(now);
  }
  return times;
}

describe('adaptive polling', () => {
  it('FIL-1, FIL-9: 0.5 s growing by 0.5 s to 2 s, the last at the deadline of 30 s', () => {
    const times = pollTimes(DEFAULT_FILL_DETECTION, epochMicros(30_000_000));
    expect(times.map((time) => time / 1_000_000)).toEqual([
      0.5, 1.5, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 30,
    ]);
  });

  it(
    'FIL-9, FIL-14.10: waits never shrink before the last, never pass the maximum or the deadline, and end on it',
    () => {
      const config = fc.record({
        firstPoll: fc.integer({ min: 1, max: 1_000 }).map(micros),
        pollIncrease: fc.integer({ min: 0, max: 1_000 }).map(micros),
        pollMax: fc.integer({ min: 1_000, max: 5_000 }).map(micros),
      });
      fc.assert(
        fc.property(config, fc.integer({ min: 1, max: 50_000 }), (polling, length) => {
          const times = pollTimes(polling, epochMicros(length));
          expect(times.at(-1)).toBe(length);
          const waits = times.map((time, index) => time - (times[index - 1] ?? 0));
          waits.slice(0, -1).forEach((wait, polls) => expect(wait).toBe(pollWait(polling, polls)));
          expect([...waits.slice(0, -1)]).toEqual(waits.slice(0, -1).sort((a, b) => a - b));
          expect(Math.max(...waits)).toBeLessThanOrEqual(polling.pollMax);
          expect(times.length).toBeLessThanOrEqual(Math.ceil(length / polling.firstPoll));
        }),
        { numRuns: lawCases },
      );
    },
    lawTimeoutMs(1),
  );

  it('FIL-9: asking for a poll at or after the deadline is our bug', () => {
    const deadline = epochMicros(10);
    expect(() => nextPollAt(DEFAULT_FILL_DETECTION, { now: deadline, polls: 0, deadline })).toThrow(
      'deadline',
    );
  });
});
