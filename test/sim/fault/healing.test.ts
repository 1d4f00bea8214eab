/** A fault of a run that heals: as it is until then, nothing after it, and nothing it delays comes later. */
import { describe, expect, it } from 'vitest';
import type { EpochMicros, Lots, Micros, Ticks } from '../../../src/core/ground/units.js';
import { FaultStage } from '../../../src/sim/fault/fault-stage.js';
import { healing } from '../../../src/sim/fault/healing.js';
import type { LinkFault } from '../../../src/sim/fault/link-fault.js';
import type { ProcessFlaw } from '../../../src/sim/fault/flaw-of-process.js';
import { Moment, before } from '../../../src/sim/fault/moment.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';

const HEALS = 100 as EpochMicros;
const at = (time: number): EpochMicros => time as EpochMicros;
const never = (): never => undefined as never;

/** Every hook, all the time. */
const late = {
  kind: 'forward',
  copies: [{ request: never(), report: never(), inOrder: false, delay: 50 as Micros }],
} as never;
const fault: LinkFault = {
  activations: () => 3,
  spans: () => [
    { from: at(10), to: at(500), paths: [], symbol: null, acts: 1 },
    { from: at(100), to: at(200), paths: [], symbol: null, acts: 1 },
  ],
  requestLeaves: () => late,
  requestArrives: () => ({ kind: 'lose' }),
  replyLeaves: () => ({ kind: 'instead', reply: never(), delay: 50 as Micros }),
  replyArrives: () => 'timeout' as never,
  reportLeaves: () => late,
  reportArrives: () => ({ kind: 'lose' }),
  volume: () => ({ kind: 'volume' }) as never,
  fillPieces: () => [],
  fillPrice: () => 1 as Ticks,
  riskStore: () => 'error',
  syncTakes: () => 5 as Micros,
  feedLoss: { from: at(10), to: at(500), symbol: null, loses: () => true },
  quoteLens: { symbol: 'X', lens: () => null },
  streamNews: { whenKnown: (tell) => tell({ downAt: at(10), upAt: at(500), end: 'closed' }) },
  halt: {
    symbol: 'X',
    window: { from: at(10), to: at(500), newOrders: 'queue' },
    whenKnown: (tell) => tell({ from: at(10), to: at(500), newOrders: 'queue' }),
  },
};
const healed = healing(fault, HEALS);
const delayOf = (verdict: unknown): number =>
  (verdict as { copies: readonly { delay: number }[] }).copies[0]!.delay;

describe('a fault that heals', () => {
  it('L1: loses, alters and answers nothing any more', () => {
    const hooks = ['requestLeaves', 'requestArrives', 'reportLeaves', 'reportArrives'] as const;
    for (const hook of hooks) {
      expect(healed[hook]?.(never(), at(99)), hook).not.toBeNull();
      expect(healed[hook]?.(never(), HEALS), hook).toBeNull();
    }
    for (const hook of ['replyLeaves', 'replyArrives'] as const) {
      expect(healed[hook]?.(never(), never(), at(99)), hook).not.toBeNull();
      expect(healed[hook]?.(never(), never(), HEALS), hook).toBeNull();
    }
  });

  it('L1: shows, fills and charges as the venue does', () => {
    const answer = { kind: 'volume' } as never;
    expect(healed.volume?.('X', answer, at(99))).not.toBe(answer);
    expect(healed.volume?.('X', answer, HEALS)).toBe(answer);
    const fill = { quantity: 7 as Lots, price: 9 as Ticks } as never;
    expect(healed.fillPieces?.(fill, at(99))).toEqual([]);
    expect(healed.fillPieces?.(fill, HEALS)).toEqual([7]);
    expect(healed.fillPrice?.(fill, at(99))).toBe(1);
    expect(healed.fillPrice?.(fill, HEALS)).toBe(9);
    expect(healed.riskStore?.(at(99))).toBe('error');
    expect(healed.riskStore?.(HEALS)).toBeNull();
    expect(healed.syncTakes?.(at(99))).toBe(5);
    expect(healed.syncTakes?.(HEALS)).toBe(0);
  });

  it('L1: lets quotes through, and no clock goes wrong', () => {
    const quote = {} as never;
    expect(healed.quoteLens?.lens(quote, at(99))).toBeNull();
    expect(healed.quoteLens?.lens(quote, HEALS)).toBe(quote);
    expect(healed.feedLoss?.loses(at(99))).toBe(true);
    expect(healed.feedLoss?.loses(HEALS)).toBe(false);
    expect(healed.clockFlaw).toBeUndefined();
    expect('reportHeard' in healed).toBe(false);
  });

  it('L1 F:PRC1: kills a process before, and none after', () => {
    const begun: number[] = [];
    const heard: number[] = [];
    const flaw = (when: number): ProcessFlaw => ({
      deed: { kind: 'kill', down: 5 as Micros },
      whenKnown: (tell) => tell(at(when)),
      began: (time) => begun.push(time),
      ended: () => undefined,
    });
    for (const when of [99, 100]) {
      const { processFlaw } = healing({ ...fault, processFlaw: flaw(when) }, HEALS);
      expect(processFlaw?.deed.kind).toBe('kill');
      processFlaw?.whenKnown((time) => heard.push(time));
      processFlaw?.began(at(when));
    }
    expect(heard).toEqual([99]);
    expect(begun).toEqual([99, 100]);
  });

  it('L1: ends by then what it began, and delays nothing beyond it', () => {
    expect(healed.spans(at(900)).map(({ from, to }) => [from, to])).toEqual([[10, 100]]);
    expect(healed.feedLoss?.to).toBe(100);
    expect(healed.halt?.window?.to).toBe(100);
    healed.halt?.whenKnown(({ to }) => expect(to).toBe(100));
    healed.streamNews?.whenKnown(({ upAt }) => expect(upAt).toBe(100));
    expect(delayOf(healed.requestLeaves?.(never(), at(40)))).toBe(50);
    expect(delayOf(healed.requestLeaves?.(never(), at(70)))).toBe(30);
    expect(delayOf(healed.reportLeaves?.(never(), at(70)))).toBe(30);
    expect(healed.replyLeaves?.(never(), never(), at(70))).toMatchObject({ delay: 30 });
  });

  it('L1: begins nothing later, and does then what it would have done later', () => {
    const [early, tooLate] = [new Moment(), new Moment()];
    const told: number[] = [];
    before(early, HEALS).whenKnown((time) => told.push(time));
    before(tooLate, HEALS).whenKnown((time) => told.push(time));
    early.tell(at(99), null);
    tooLate.tell(HEALS, null);
    expect(told).toEqual([99]);
    const clock = new VirtualClock(at(0));
    const stage = new FaultStage(HEALS);
    stage.connect(clock, {} as never);
    stage.connectClient({} as never);
    stage.at(at(50), () => told.push(clock.now()));
    stage.at(at(500), () => told.push(clock.now()));
    stage.atVenue(at(400), (_, now) => told.push(now));
    while (clock.peekTime() !== null) clock.runOne();
    expect(told).toEqual([99, 50, 100, 100]);
  });
});
