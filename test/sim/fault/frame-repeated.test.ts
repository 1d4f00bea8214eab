/** Frames of the order stream that come several times, on a link with constant latencies. */
import { describe, expect, it } from 'vitest';
import { millis } from '../../../src/core/ground/units.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { submitOf } from '../../contract/broker-rig.js';
import { MARKETABLE, RESTING } from '../../contract/scripted-venue.js';
import { LinkRig } from '../link/link-rig.js';

function played(values: FaultValues): LinkRig {
  const rig = new LinkRig([{ kind: 'frame-repeated', values }]);
  rig.sendAt(0, submitOf(MARKETABLE));
  rig.sendAt(50, submitOf(RESTING));
  return rig.run();
}
const reportsOf = (rig: LinkRig): readonly string[] =>
  rig.trace().filter((line) => line.includes('report'));

describe('F:STR5 frame-repeated', () => {
  it('tells a report again after the delay, and holds nothing up meanwhile', () => {
    const rig = played({ nth: 2, times: 2, delay: millis(40) });
    expect(reportsOf(rig)).toEqual([
      '27 report accepted',
      '27 report trade',
      '67 report trade',
      '77 report accepted',
      '107 report trade',
    ]);
    expect(rig.faults.activations(rig.clock.now()).get('frame-repeated')).toBe(1);
  });

  it('F:STR5: word for word, with the same execution', () => {
    const [first, ...again] = played({ nth: 2, times: 3 }).heard.flatMap(({ input }) =>
      input.kind === 'execution-report' && input.report.execution !== null ? [input.report] : [],
    );
    expect(again).toEqual([first, first, first]);
  });

  it('F:STR5: a delay of nothing: one after the other at once', () => {
    expect(reportsOf(played({ probability: 1, delay: 0 }))).toEqual([
      '27 report accepted',
      '27 report accepted',
      '27 report trade',
      '27 report trade',
      '77 report accepted',
      '77 report accepted',
    ]);
  });
});
