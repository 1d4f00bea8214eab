/** An order stream that tells old things again, on a link with constant latencies. */
import { describe, expect, it } from 'vitest';
import { epochMicros, millis } from '../../../src/core/ground/units.js';
import type { FaultSpec } from '../../../src/sim/fault/fault-set.js';
import { submitOf } from '../../contract/broker-rig.js';
import { MARKETABLE } from '../../contract/scripted-venue.js';
import { LinkRig, START } from '../link/link-rig.js';

/** An order every 100 ms; which order each report was of, and what it said. */
function played(...faults: readonly FaultSpec[]) {
  const rig = new LinkRig(faults);
  const orders = Array.from({ length: 4 }, () => submitOf(MARKETABLE));
  orders.forEach((submit, index) => rig.sendAt(100 * index, submit));
  rig.run();
  const told = rig.heard.flatMap(({ ms, input }) => {
    if (input.kind !== 'execution-report') return [];
    const nth = orders.findIndex(
      ({ clientOrderId }) => clientOrderId === input.report.clientOrderId,
    );
    return [`${ms} ${nth} ${input.report.execType}`];
  });
  return { rig, told };
}

const replay = (at: unknown, last: number): FaultSpec => ({
  kind: 'stream-replay',
  values: { at, last },
});

describe('F:STR4 stream-replay', () => {
  it('the first report from the moment on brings the last ones with it, in order, once', () => {
    const { rig, told } = played(replay(millis(200), 3));
    expect(told).toEqual([
      '27 0 accepted',
      '27 0 trade',
      '127 1 accepted',
      '127 1 trade',
      '227 0 trade',
      '227 1 accepted',
      '227 1 trade',
      '227 2 accepted',
      '227 2 trade',
      '327 3 accepted',
      '327 3 trade',
    ]);
    expect(rig.faults.record(epochMicros(START + 60_000_000)).windows).toMatchObject([
      { from: START + 200_000, to: START + 220_000, acts: 3 },
    ]);
  });

  it('F:STR4: also those that never arrived: a reconnect that replays', () => {
    const outage = { at: millis(90), for: millis(110), paths: ['stream'] };
    const { told } = played({ kind: 'outage', values: outage }, replay(millis(200), 2));
    expect(told.slice(0, 5)).toEqual([
      '27 0 accepted',
      '27 0 trade',
      '227 1 accepted',
      '227 1 trade',
      '227 2 accepted',
    ]);
  });

  it('F:STR4: as many as there were; hangs on what happens, before that very report', () => {
    expect(played(replay({ after: 'filled' }, 9)).told.slice(0, 3)).toEqual([
      '27 0 accepted',
      '27 0 accepted',
      '27 0 trade',
    ]);
    expect(played(replay(0, 9)).told).toHaveLength(8);
  });
});
