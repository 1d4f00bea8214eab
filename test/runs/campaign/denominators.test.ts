/** In time, fillable, position: the campaign's own words, on ledgers written by hand. */
import { describe, expect, it } from 'vitest';
import { epochMicros, lots, seconds } from '../../../src/core/ground/units.js';
import type { ProjectedChild } from '../../../src/report/projection/projection.js';
import { type Judgeable, denominatorsOf } from '../../../src/runs/campaign/denominators.js';

const DEADLINE = 40;

const at = (second: number) => epochMicros(seconds(second));

interface Asked {
  readonly executedAt?: number;
  readonly detectedAt?: number | null;
  readonly owed?: boolean;
  readonly executed?: number;
  readonly believed?: number;
  readonly outcome?: 'filled' | 'timeout';
  readonly down?: readonly (readonly [kind: string, path: string, from: number, to: number])[];
}

/** One order of 10 lots with one execution. */
function counted(asked: Asked) {
  const { executedAt = 1, detectedAt = 2, owed = true, executed = 10, believed = executed } = asked;
  const order = { clientOrderId: 'o', symbol: 'X', side: 'buy' } as const;
  const child = {
    ...order,
    terms: { ...order, quantity: lots(10) },
    deadline: at(DEADLINE),
    filled: lots(believed),
    result: { outcome: asked.outcome ?? 'filled' },
  } as unknown as ProjectedChild;
  const execution = { ...order, execId: 'e', at: at(executedAt), quantity: lots(executed) };
  const fill = {
    ...execution,
    owed,
    detectedAt: detectedAt === null ? null : at(detectedAt),
  };
  return denominatorsOf({
    ledger: { executions: [execution] },
    audit: { fills: [fill] },
    children: new Map([['o', child]]),
    windows: (asked.down ?? []).map(([kind, path, from, to]) => ({
      kind,
      paths: [path],
      from: at(from),
      to: at(to),
    })),
  } as unknown as Judgeable);
}

describe('a fill detected in time', () => {
  it.each<readonly [string, Asked, number]>([
    ['by the deadline of its order', { detectedAt: DEADLINE }, 1],
    ['30 s after it, though the deadline is past', { executedAt: 20, detectedAt: 50 }, 1],
    ['later than both', { executedAt: 20, detectedAt: 51 }, 0],
    [
      'within 30 s of the end of an outage of queries',
      { executedAt: 20, detectedAt: 70, down: [['outage', 'query', 15, 40]] },
      1,
    ],
    [
      'within 30 s of the end of the second of two that touch',
      {
        executedAt: 20,
        detectedAt: 80,
        down: [
          ['maintenance', 'query', 35, 50],
          ['outage', 'query', 15, 35],
        ],
      },
      1,
    ],
    [
      'but not of an outage that began after it',
      { executedAt: 14, detectedAt: 70, down: [['outage', 'query', 15, 60]] },
      0,
    ],
    [
      'nor of the stream',
      { executedAt: 20, detectedAt: 70, down: [['outage', 'stream', 15, 40]] },
      0,
    ],
    [
      'nor of answers that are garbled one by one',
      { executedAt: 20, detectedAt: 70, down: [['garbled-reply', 'query', 15, 40]] },
      0,
    ],
    ['never', { detectedAt: null, believed: 0 }, 0],
  ])('counts %s', (_, asked, inTime) => {
    expect(counted(asked)).toMatchObject({ fills: 1, fillsInTime: inTime });
  });

  it('is not asked for where the run was over before', () => {
    const told = counted({ detectedAt: null, owed: false, believed: 0 });
    expect(told).toMatchObject({ fills: 0, fillsMissed: 0, positionsWrong: 0 });
  });
});

describe('a fillable order', () => {
  it('is completely filled by its deadline, and a timeout of one counts', () => {
    expect(counted({ outcome: 'timeout' })).toMatchObject({ fillable: 1, fillableTimeouts: 1 });
    expect(counted({ executedAt: DEADLINE })).toMatchObject({ fillable: 1, fillableTimeouts: 0 });
    expect(counted({ executedAt: DEADLINE + 1, outcome: 'timeout' })).toMatchObject({
      fillable: 0,
      fillableTimeouts: 0,
    });
    expect(counted({ executed: 9, outcome: 'timeout' })).toMatchObject({ fillable: 0 });
  });
});

describe('a position at the end', () => {
  it('is wrong where belief and ledger differ', () => {
    expect(counted({}).positionsWrong).toBe(0);
    expect(counted({ believed: 9 }).positionsWrong).toBe(1);
    expect(counted({ detectedAt: null, believed: 0 })).toMatchObject({
      fillsMissed: 1,
      positionsWrong: 1,
    });
  });
});
