/** A venue that refuses requests by its clock (F:SUB8): nothing was done, the venue is asked for its time, and stamps follow it. */
import { describe, expect, it } from 'vitest';
import { logOf } from '../../../src/core/engine/log.js';
import type { EffectOutcome, ReadAnswer } from '../../../src/core/order/outcome.js';
import { type EpochMicros, plus } from '../../../src/core/ground/units.js';
import { EngineRig, UNKNOWN } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const REFUSED: Extract<EffectOutcome, { kind: 'not-sent' }> = {
  kind: 'not-sent',
  reason: 'clock-refused',
  retryAfter: null,
  veto: null,
};
const FAILED: ReadAnswer = { kind: 'failed', failure: 'clock-refused', retryAfter: null, text: '' };

/** An order whose submit is on its way. */
const ordered = (more: ConstructorParameters<typeof EngineRig>[0] = {}): EngineRig =>
  new EngineRig(more).order({ algo: 'direct', duration: null, slices: null });

/** The venue's clock shows so many seconds more than ours, and says so after a round trip of so many. */
function told(rig: EngineRig, ahead: number, trip = 0.1): void {
  rig.run(trip / 2);
  const venueTime = plus(rig.now, inSeconds(ahead));
  rig.run(trip / 2);
  rig.answer('read-time', { kind: 'time', venueTime });
}

describe('a request refused by the clock', () => {
  it('F:SUB8 SCH-4: is known not to have been sent: the same id again after the wait, within the attempts', () => {
    const rig = ordered();
    for (const wait of [2, 4]) {
      rig.outcome('submit', REFUSED);
      expect(rig.child().stage.kind).toBe('unsent');
      rig.run(wait - 0.1);
      expect(rig.pendingOf('submit')).toEqual([]);
      rig.run(0.2);
    }
    rig.outcome('submit', REFUSED);
    expect(rig.child()).toMatchObject({ stage: { kind: 'done' }, belief: { status: 'failed' } });
    expect(rig.entries('outcome-unknown')).toEqual([]);
    expect(rig.pendingOf('read-order')).toEqual([]);
  });

  it('F:SUB8: the venue is asked for its time once, until it says it; an alert until it takes a request', () => {
    const rig = ordered();
    rig.outcome('submit', REFUSED);
    expect(rig.pendingOf('read-time')).toHaveLength(1);
    rig.run(2);
    rig.outcome('submit', REFUSED);
    expect(rig.pendingOf('read-time')).toHaveLength(1);
    told(rig, 30, 0.01);
    rig.run(4);
    rig.accept();
    expect(rig.alerts()).toEqual(['clock-refused raised', 'clock-refused cleared']);
  });

  it('F:SUB8: what is sent from then on is stamped by the venue, validity and leaving', () => {
    const rig = ordered();
    rig.outcome('submit', REFUSED);
    told(rig, 30);
    rig.run(2);
    const command = rig.only('submit');
    expect(command.clockOffset).toBe(inSeconds(30));
    const left = rig.child().submit.lastAt as EpochMicros;
    expect(command.validUntil).toBe(plus(left, inSeconds(35)));
    rig.accept();
    rig.operator({ do: 'kill-on', cancelWorking: true });
    expect(rig.only('cancel').clockOffset).toBe(inSeconds(30));
    expect(rig.entries('clock-measured')).toMatchObject([{ offset: inSeconds(30) }]);
    expect(rig.entries('clock-measured').map((one) => logOf(one, rig.now, rig.state))).toEqual([
      {
        level: 'info',
        event: 'clock.measured',
        fields: { offset: inSeconds(30), within: inSeconds(0.05) },
      },
    ]);
  });

  it.each([
    ['within half the round trip is none', 0.04, 0.1, [0]],
    ['beyond it is one', 0.06, 0.1, [inSeconds(0.06)]],
    ['an answer that took longer than the clock may be uncertain says nothing', 30, 2.1, []],
    ['ours may be ahead', -30, 0.1, [inSeconds(-30)]],
  ])('F:SUB8: a difference: %s', (_, ahead, trip, offsets) => {
    const rig = ordered();
    rig.outcome('submit', REFUSED);
    told(rig, ahead, trip);
    expect(rig.entries('clock-measured').map(({ offset }) => offset)).toEqual(offsets);
    if (offsets[0] === 0) expect(rig.state.clock).toMatchObject({ offset: 0, measuredAt: rig.now });
  });

  it('F:SUB8: a query that is refused so says nothing of the order: asked again after a backoff, and the time at once', () => {
    const rig = ordered();
    rig.accept();
    rig.run(0.5);
    rig.answer('read-order', FAILED);
    expect(rig.entries('read-failed')).toMatchObject([{ failure: 'clock-refused' }]);
    expect(rig.pendingOf('read-time')).toHaveLength(1);
    rig.run(1);
    expect(rig.pendingOf('read-order')).toHaveLength(1);
  });

  it('F:SUB8 S22: nothing is asked while the venue wants to be left alone', () => {
    const rig = ordered();
    rig.order({ idempotencyKey: '2', algo: 'direct', duration: null, slices: null });
    const [first, second] = rig.pendingOf('submit');
    rig.outcome(first!, { ...REFUSED, reason: 'rate-limited', retryAfter: inSeconds(3) });
    rig.outcome(second!, REFUSED);
    expect(rig.alerts()).toContain('clock-refused raised');
    expect(rig.pendingOf('read-time')).toEqual([]);
  });

  it('SCH-4 F:SUB8: absence counts from when the validity is over by the venue, whose clock is behind', () => {
    const rig = ordered({ config: { venue: { validFor: inSeconds(5) } } });
    rig.outcome('submit', REFUSED);
    told(rig, -30);
    rig.run(2);
    const { validUntil } = rig.only('submit');
    expect(validUntil).toBeLessThan(rig.now);
    rig.outcome('submit', UNKNOWN);
    rig.run(0.1);
    rig.notFound();
    expect(rig.entries('lookup-not-found').map(({ counts }) => counts)).toEqual([false]);
    for (let n = 0; n < 200 && rig.entries('absence-proven').length === 0; n += 1) {
      rig.run(0.1);
      while (rig.pendingOf('read-order').length > 0) rig.notFound();
      while (rig.pendingOf('read-executions').length > 0) rig.notFound('read-executions');
    }
    // The validity, its granularity, and how uncertain the clock is.
    const proven = rig.blocks.find(({ entries }) =>
      entries.some(({ kind }) => kind === 'absence-proven'),
    );
    expect(proven?.input.at).toBeGreaterThan(plus(validUntil!, inSeconds(30 + 2)));
  });
});

describe('a clock that was stepped', () => {
  const stepped = (rig: EngineRig, seconds: number): void => {
    rig.take({ kind: 'clock', stepped: inSeconds(seconds) });
    rig.flush();
  };

  it('F:CLK3 F:CLK4: the venue is asked for its time until it says it, what was asked before tells nothing', () => {
    const rig = ordered();
    rig.outcome('submit', REFUSED);
    const [before] = rig.pendingOf('read-time');
    stepped(rig, 60);
    expect(rig.pendingOf('read-time')).toHaveLength(2);
    rig.answer(before!, { kind: 'time', venueTime: rig.now });
    expect(rig.alerts()).toContain('clock-stepped raised');
    expect(rig.entries('clock-measured')).toEqual([]);
    rig.answer('read-time', { ...FAILED, failure: 'ambiguous' });
    rig.run(1.9);
    expect(rig.pendingOf('read-time')).toEqual([]);
    rig.run(0.2);
    told(rig, -60);
    expect(rig.alerts()).toContain('clock-stepped cleared');
    rig.run(30);
    expect(rig.pendingOf('read-time')).toEqual([]);
    expect(rig.entries('clock-doubted').map(({ stepped: by }) => by)).toEqual([inSeconds(60), 0]);
    expect(
      rig.entries('clock-doubted').map((one) => logOf(one, rig.now, rig.state)?.event),
    ).toEqual(['clock.doubted', 'clock.doubted']);
  });

  it('F:CLK3 SCH-4: absence is not proven while nobody knows what time it is there', () => {
    const rig = ordered();
    rig.outcome('submit', UNKNOWN);
    stepped(rig, 60);
    rig.run(10);
    for (let n = 0; n < 40; n += 1) {
      rig.run(0.5);
      while (rig.pendingOf('read-order').length > 0) rig.notFound();
      while (rig.pendingOf('read-executions').length > 0) rig.notFound('read-executions');
    }
    expect(rig.entries('lookup-not-found').some(({ counts }) => counts)).toBe(false);
    // An answer that was so long on its way says nothing: the next one does.
    told(rig, 0);
    expect(rig.entries('clock-measured')).toEqual([]);
    for (let n = 0; n < 40; n += 1) {
      rig.run(0.5);
      if (rig.pendingOf('read-time').length > 0) told(rig, 0, 0.02);
      while (rig.pendingOf('read-order').length > 0) rig.notFound();
      while (rig.pendingOf('read-executions').length > 0) rig.notFound('read-executions');
    }
    expect(rig.entries('absence-proven')).toHaveLength(1);
  });

  it('F:CLK1: a quote whose time is further from when it came than clocks may be off: the time is asked once, with the order', () => {
    const rig = new EngineRig();
    rig.quoteOf = (symbol) => {
      const view = EngineRig.prototype.quoteOf.call(rig, symbol);
      const venueTime = plus(rig.now, inSeconds(-15));
      return { ...view, quote: { ...view.quote!, venueTime } };
    };
    rig.order({ algo: 'direct', duration: null, slices: null });
    expect(rig.pendingOf('read-time')).toHaveLength(1);
    told(rig, -15);
    rig.order({ idempotencyKey: '2', algo: 'direct', duration: null, slices: null });
    expect(rig.pendingOf('read-time')).toEqual([]);
    expect(rig.entries('submit-intent').map(({ command }) => command.clockOffset)).toEqual([
      undefined,
      inSeconds(-15),
    ]);
  });
});
