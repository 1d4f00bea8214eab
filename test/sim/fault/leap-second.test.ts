/** A leap second: what the clocks of client and venue show, on a link with constant latencies and in whole runs. */
import { describe, expect, it } from 'vitest';
import { venueMicros } from '../../../src/core/order/order.js';
import { type EpochMicros, millis, plus, seconds } from '../../../src/core/ground/units.js';
import { simulate } from '../../../src/runs/simulation.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { submitOf } from '../../contract/broker-rig.js';
import { MARKETABLE } from '../../contract/scripted-venue.js';
import { inSeconds, order, planOf, tapeOf } from '../../support/simulation-plan.js';
import { LinkRig, START } from '../link/link-rig.js';

const LEAP = seconds(10);
const msOf = (at: number): number => (at - START) / 1_000;

/** Orders that reach the venue a second before it, just before, just after and later; what it says of when, in milliseconds. */
function toldBy(venue: string, over: number) {
  const rig = new LinkRig([
    { kind: 'leap-second', values: { at: LEAP, client: 'none', venue, over } },
  ]);
  const submits = [8_980, 9_970, 9_990, 12_980].map((ms, nth) => {
    const submit = { ...submitOf(MARKETABLE), validUntil: plus(START, millis(ms + 5_000)) };
    rig.sendAt(ms, submit);
    rig.sendAt(ms + 100, { kind: 'read-time', readId: nth });
    return submit;
  });
  rig.run();
  const told = submits.map(({ clientOrderId }) => {
    const report = rig.heard.flatMap(({ input }) =>
      input.kind === 'execution-report' &&
      input.report.execType === 'trade' &&
      input.report.clientOrderId === clientOrderId
        ? [input.report]
        : [],
    )[0];
    return msOf(venueMicros(report!.venueTime));
  });
  const times = rig.heard.flatMap(({ input }) =>
    input.kind === 'answer' && input.answer.kind === 'time' ? [msOf(input.answer.venueTime)] : [],
  );
  const judged = rig.venue.arrivals.map((request) => msOf(request.sentAt));
  return { told, times, judged, acts: rig.faults.activations(plus(START, seconds(60))) };
}

describe('F:CLK6 leap-second at the venue', () => {
  it('F:CLK6: repeated: what happened later has the earlier time, and so has what it says of now', () => {
    const { told, times, judged, acts } = toldBy('repeats', seconds(4));
    expect(told).toEqual([9_000, 9_990, 9_010, 12_000]);
    expect(times).toEqual([9_110, 9_100, 9_120, 12_110]);
    // It takes a request for a second older than it is by its own clock, which is what makes its own clock right.
    expect(judged).toEqual([8_980, 9_970, 10_990, 13_980]);
    expect(acts.get('leap-second')).toBe(1);
  });

  it('F:CLK6: smeared: its times never go back, and half of it has come when it is', () => {
    const { told, times, judged } = toldBy('smears', seconds(4));
    expect(told).toEqual([8_750, 9_492.5, 9_507.5, 12_000]);
    expect(times).toEqual([8_832.5, 9_575, 9_590, 12_110]);
    expect(judged).toEqual([9_230, 10_467.5, 10_492.5, 13_980]);
  });

  it('F:CLK6: a clock that takes no notice shows what it showed', () => {
    const { told, times, judged, acts } = toldBy('none', seconds(4));
    expect(told).toEqual([9_000, 9_990, 10_010, 13_000]);
    expect(times).toEqual([9_110, 10_100, 10_120, 13_110]);
    expect(judged).toEqual([8_980, 9_970, 9_990, 12_980]);
    expect(acts.get('leap-second')).toBe(0);
  });
});

const TAPE = tapeOf(5, { durationSeconds: 60, messagesPerSecond: 4 });

function run(values: FaultValues) {
  const inputs: { readonly at: EpochMicros; readonly kind: string }[] = [];
  const planned = planOf({
    tape: TAPE,
    orders: [[2, order({ duration: inSeconds(40), slices: 8 })]],
    faults: [{ kind: 'leap-second', values }],
  });
  const result = simulate(planned, { onBlock: ({ input }) => inputs.push(input) });
  const stepped = inputs.filter(({ kind }) => kind === 'clock').length;
  const goesBack = inputs.some(({ at }, index) => at < (inputs[index - 1]?.at ?? at));
  const shown = (second: number): number => {
    const at = plus(planned.start, inSeconds(second));
    return at - (result.shownAt?.(at) ?? at);
  };
  return { ...result, stepped, goesBack, shown };
}

describe('F:CLK6 leap-second at the client', () => {
  it('F:CLK6: repeated: its time stands still for a second, and it is told that its clock was set', () => {
    const { audit, stepped, goesBack, shown } = run({ at: inSeconds(20), venue: 'repeats' });
    expect(audit.violations).toEqual([]);
    expect([stepped, goesBack]).toEqual([1, false]);
    expect([shown(19.999), shown(20.5), shown(40)]).toEqual([0, 500_001, 1_000_000]);
  });

  it('F:CLK6: smeared: nobody tells it, and it has gone half of the way when the second is there', () => {
    const { audit, stepped, goesBack, shown } = run({
      at: inSeconds(20),
      client: 'smears',
      venue: 'none',
      over: inSeconds(20),
    });
    expect(audit.violations).toEqual([]);
    expect([stepped, goesBack]).toEqual([0, false]);
    expect([shown(10), shown(20), shown(30)]).toEqual([0, 500_000, 1_000_000]);
  });

  it('F:CLK6: a smear of a day is under way when a run begins; one that hangs on an event begins with it', () => {
    expect(run({ at: inSeconds(20), client: 'smears' }).shown(20)).toBe(500_000);
    const anchored = run({
      at: { after: 'submit-sent', nth: 2, plus: inSeconds(5) },
      client: 'smears',
    });
    expect(anchored.shown(5)).toBe(0);
    expect(anchored.shown(40)).toBeGreaterThan(0);
  });

  it('F:CLK6: both alike, they agree before and after', () => {
    for (const how of ['repeats', 'smears']) {
      const values = { at: inSeconds(20), client: how, venue: how, over: inSeconds(20) };
      const { audit, ledger } = run(values);
      expect(audit.violations).toEqual([]);
      expect(ledger.entries.filter(({ kind }) => kind === 'rejected')).toEqual([]);
    }
  });
});
