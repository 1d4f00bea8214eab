/** An order stream that stands still and then says all at once, on a link with constant latencies. */
import { describe, expect, it } from 'vitest';
import { epochMicros, millis } from '../../../src/core/ground/units.js';
import { submitOf } from '../../contract/broker-rig.js';
import { MARKETABLE } from '../../contract/scripted-venue.js';
import { LinkRig, START } from '../link/link-rig.js';

function played(at: unknown): LinkRig {
  const rig = new LinkRig([{ kind: 'stream-stalled', values: { at, for: millis(250) } }]);
  for (const ms of [0, 100, 200, 400]) rig.sendAt(ms, submitOf(MARKETABLE));
  return rig.run();
}
const reportsOf = (rig: LinkRig): readonly string[] =>
  rig.trace().filter((line) => line.includes('report'));

describe('F:STR7 stream-stalled', () => {
  it('holds up what leaves in the window; it comes at the end, in order, and nothing is lost', () => {
    const rig = played(millis(100));
    expect(reportsOf(rig)).toEqual([
      '27 report accepted',
      '27 report trade',
      '357 report accepted',
      '357 report trade',
      '357 report accepted',
      '357 report trade',
      '427 report accepted',
      '427 report trade',
    ]);
    expect(rig.faults.record(epochMicros(START + 60_000_000)).windows).toMatchObject([
      { from: START + 100_000, to: START + 350_000, paths: ['stream'], acts: 4 },
    ]);
  });

  it('F:STR7: from the event it hangs on, that report included', () => {
    expect(reportsOf(played({ after: 'filled', nth: 2 })).slice(2, 6)).toEqual([
      '127 report accepted',
      '377 report trade',
      '377 report accepted',
      '377 report trade',
    ]);
  });
});
