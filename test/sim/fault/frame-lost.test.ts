/** Frames of the order stream that never come, on a link with constant latencies. */
import { describe, expect, it } from 'vitest';
import { epochMicros, millis } from '../../../src/core/ground/units.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { submitOf } from '../../contract/broker-rig.js';
import { RESTING } from '../../contract/scripted-venue.js';
import { LinkRig, START } from '../link/link-rig.js';

const at = (ms: number) => epochMicros(START + ms * 1_000);

const ORDERS = Array.from({ length: 10 }, () => submitOf(RESTING));

/** Ten orders, 100 ms apart; when each was told to be accepted. */
function played(values: FaultValues) {
  const rig = new LinkRig([{ kind: 'frame-lost', values }]);
  ORDERS.forEach((submit, sent) => rig.sendAt(100 * sent, submit));
  rig.run();
  const told = rig.heard.flatMap(({ ms, input }) =>
    input.kind === 'execution-report' ? [(ms - 27) / 100] : [],
  );
  const acks = rig.heard.filter(({ input }) => input.kind === 'outcome');
  const { windows } = rig.faults.record(at(2_000));
  return {
    told,
    acks: acks.length,
    lost: rig.faults.activations(at(2_000)).get('frame-lost'),
    windows,
  };
}

describe('F:STR1 frame-lost', () => {
  it('loses the report it hits and no other; answers are not touched', () => {
    expect(played({ nth: 3 })).toMatchObject({
      told: [0, 1, 3, 4, 5, 6, 7, 8, 9],
      acks: 10,
      lost: 1,
    });
  });

  it('F:STR1: run: loses that many in a row', () => {
    const { told, lost, windows } = played({ at: millis(300), run: 4 });
    expect([told, lost]).toEqual([[0, 1, 2, 7, 8, 9], 4]);
    expect(windows).toEqual([
      { kind: 'frame-lost', symbol: null, paths: ['stream'], from: at(300), to: at(620), acts: 4 },
    ]);
  });

  it('F:STR1: a hit within a row begins the row anew', () => {
    expect(played({ at: millis(100), for: millis(150), run: 3 }).told).toEqual([0, 5, 6, 7, 8, 9]);
  });

  it('F:STR1: probability: each report on its own, the same ones each time', () => {
    const [first, again] = [played({ probability: 0.5 }), played({ probability: 0.5 })];
    expect(first).toEqual(again);
    expect(played({ probability: 0 }).lost).toBe(0);
    expect(played({ probability: 1 }).told).toEqual([]);
  });

  it('F:STR1: hangs on what happens, and hits that very report', () => {
    expect(played({ at: { after: 'accepted', nth: 5 } }).told).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9]);
  });
});
