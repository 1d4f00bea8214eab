/** An order stream whose connection breaks, on a link with constant latencies: what is lost, and what the client is told when. */
import { describe, expect, it } from 'vitest';
import { epochMicros, millis } from '../../../src/core/ground/units.js';
import { reconnectedAt } from '../../../src/sim/fault/broken-stream.js';
import type { FaultSpec } from '../../../src/sim/fault/fault-set.js';
import { submitOf } from '../../contract/broker-rig.js';
import { MARKETABLE } from '../../contract/scripted-venue.js';
import { LinkRig, START } from '../link/link-rig.js';

/** Submits that the venue reports 20 ms later and the client hears of after 27. */
function played(...faults: readonly FaultSpec[]): LinkRig {
  const rig = new LinkRig(faults);
  for (const ms of [0, 98, 300, 2_000]) rig.sendAt(ms, submitOf(MARKETABLE));
  return rig.run();
}
const heard = (rig: LinkRig): readonly string[] =>
  rig.trace().filter((line) => /stream|trade/.test(line));
const at = millis(120);

describe('an order stream that breaks', () => {
  it('F:STR2 stream-disconnect: told at once, back with the first attempt that is taken', () => {
    const rig = played({ kind: 'stream-disconnect', values: { at, for: millis(600) } });
    expect(heard(rig)).toEqual([
      '27 report trade',
      '120 stream down',
      '1620 stream up',
      '2027 report trade',
    ]);
    // Two orders, accepted and filled: of one the reports were on their way.
    expect(rig.faults.record(epochMicros(START + 60_000_000)).windows).toMatchObject([
      { from: START + 120_000, to: START + 1_620_000, paths: ['stream'], acts: 4 },
    ]);
  });

  it('F:STR2: 1006: the client knows later, and waits from then on', () => {
    const rig = played({
      kind: 'stream-disconnect',
      values: { at, for: millis(1), noticed: millis(400) },
    });
    expect(heard(rig)).toEqual([
      '27 report trade',
      '520 stream down',
      '1020 stream up',
      '2027 report trade',
    ]);
  });

  it('F:STR2: waits double from half a second up to eight', () => {
    const known = epochMicros(0);
    const backAfter = (seconds: number): number =>
      reconnectedAt(known, epochMicros(seconds * 1e6)) / 1e6;
    expect([0, 0.5, 0.6, 1.6, 4, 8, 16, 24].map(backAfter)).toEqual([
      0.5, 0.5, 1.5, 3.5, 7.5, 15.5, 23.5, 31.5,
    ]);
  });

  it('F:STR3 stream-half-open: what is said is lost, and nobody is told', () => {
    const rig = played({ kind: 'stream-half-open', values: { at, for: millis(500) } });
    expect(heard(rig)).toEqual(['27 report trade', '2027 report trade']);
  });

  it('F:STR8 stream-expired: with a word, a new key and a new connection', () => {
    const rig = played({ kind: 'stream-expired', values: { at, renewal: millis(700) } });
    expect(heard(rig)).toEqual([
      '27 report trade',
      '120 stream down',
      '820 stream up',
      '2027 report trade',
    ]);
  });

  it('F:STR8: quietly: known when the key is to be renewed', () => {
    const rig = played({
      kind: 'stream-expired',
      values: { at, quiet: millis(300), renewal: millis(700) },
    });
    expect(heard(rig)).toEqual([
      '27 report trade',
      '420 stream down',
      '1120 stream up',
      '2027 report trade',
    ]);
  });

  it('F:STR2: hangs on what happens, that very report included', () => {
    const rig = played({
      kind: 'stream-disconnect',
      values: { at: { after: 'filled', nth: 2 }, for: millis(1) },
    });
    expect(heard(rig)).toEqual([
      '27 report trade',
      '118 stream down',
      '618 stream up',
      '2027 report trade',
    ]);
  });

  it('F:STR11 stream-unconfirmed: gone until a connection is confirmed', () => {
    const rig = played({ kind: 'stream-unconfirmed', values: { at, for: millis(600) } });
    expect(heard(rig)).toEqual([
      '27 report trade',
      '120 stream down',
      '1620 stream up',
      '2027 report trade',
    ]);
  });

  it('F:STR10 stream-displaced: taken and taken back, as often as somebody else comes', () => {
    const rig = played({ kind: 'stream-displaced', values: { at, times: 2, every: millis(100) } });
    expect(heard(rig)).toEqual([
      '27 report trade',
      '120 stream down',
      '620 stream up',
      '2027 report trade',
      '2120 stream down',
      '2620 stream up',
    ]);
    expect(rig.faults.record(epochMicros(START + 60_000_000)).windows).toMatchObject([
      { from: START + 120_000, to: START + 620_000, acts: 4 },
      { from: START + 2_120_000, to: START + 2_620_000, acts: 0 },
    ]);
  });

  it('F:STR2 F:STR8: broken twice at once, it is back when both are mended', () => {
    const rig = played(
      { kind: 'stream-disconnect', values: { at, for: millis(600) } },
      { kind: 'stream-expired', values: { at: millis(130), renewal: millis(2_500) } },
    );
    expect(heard(rig)).toEqual(['27 report trade', '120 stream down', '2630 stream up']);
  });
});
