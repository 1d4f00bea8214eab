/** Which fault an explanation names: one on a path that can have done it, of several of a kind the one in force. */
import { describe, expect, it } from 'vitest';
import type { FaultAct, FaultWindow, LinkPath } from '../../src/core/order/fault-record.js';
import { newsLines, waitLines } from '../../src/report/telling/blame.js';
import type { Wait } from '../../src/report/telling/waits.js';
import { Words } from '../../src/report/telling/words.js';
import { HandMadeJournal, at, childId, runOf } from './support/hand-made-journal.js';

const words = new Words(runOf(new HandMadeJournal(), { endMs: 60_000 }));
const id = childId('a0');

const outage = (paths: readonly LinkPath[], from: number, to: number, acts = 1): FaultWindow => ({
  kind: 'outage',
  symbol: null,
  paths,
  from: at(from),
  to: at(to),
  acts,
  holds: ['market-data'],
});

const lostQuery = (ms: number): FaultAct => ({
  at: at(ms),
  kind: 'outage',
  path: 'query',
  symbol: null,
  clientOrderId: id,
  message: 'query-order',
  leg: 'request',
  deed: 'lost',
  said: '',
});

describe('a slice that was held', () => {
  const stale: Wait = { reason: 'market-data', from: at(1_000), until: at(2_000), looks: 2 };
  const behind = (...windows: readonly FaultWindow[]): readonly string[] =>
    waitLines([stale], 'BTCUSDT', { faults: { windows, acts: [] }, words }).slice(1);

  it('for old market data: an outage of the feed or of queries is behind it', () => {
    expect(behind(outage(['feed'], 500, 1_500))).toEqual([
      'because of the outage on feed from 00:00:00.500000 to 00:00:01.500000',
    ]);
    expect(behind(outage(['query'], 500, 1_500))).toHaveLength(1);
  });

  it('for old market data: an outage of other paths is not', () => {
    expect(behind(outage(['stream', 'submit', 'cancel'], 500, 1_500))).toEqual([]);
  });

  it('a fault of another kind on the same paths is not', () => {
    expect(
      behind({ ...outage(['feed', 'query'], 500, 1_500), kind: 'spread-shift', holds: [] }),
    ).toEqual([]);
  });

  it('one that never acted, or was over, is not', () => {
    expect(behind(outage(['feed'], 500, 1_500, 0), outage(['feed'], 0, 999))).toEqual([]);
  });
});

describe('news that was late', () => {
  const told = (acts: readonly FaultAct[], ...windows: readonly FaultWindow[]) =>
    newsLines(id, [at(0), at(10_000)], { faults: { windows, acts }, words });

  it('names the outage of the path of the query, not another of that time', () => {
    expect(
      told([lostQuery(1_000)], outage(['stream'], 0, 5_000), outage(['query'], 900, 1_100)),
    ).toEqual([
      'one query about it went unanswered in the outage on query from 00:00:00.900000 to 00:00:01.100000',
    ]);
  });

  it('one that began later is not named', () => {
    const [first] = told(
      [lostQuery(1_000)],
      outage(['query'], 5_000, 6_000),
      outage(['query'], 900, 1_100),
    );
    expect(first).toContain('from 00:00:00.900000');
  });

  it('of two that touch it names the one that had begun', () => {
    expect(
      told([lostQuery(1_000)], outage(['query'], 500, 1_000), outage(['query'], 1_000, 1_500)),
    ).toEqual([
      'one query about it went unanswered in the outage on query from 00:00:01.000000 to 00:00:01.500000',
    ]);
  });
});
