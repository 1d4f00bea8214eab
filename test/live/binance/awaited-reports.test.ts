/** The cross-check of the order stream by what REST has acknowledged. */
import { describe, expect, it } from 'vitest';
import { epochMicros, seconds } from '../../../src/core/ground/units.js';
import { AwaitedReports } from '../../../src/live/binance/awaited-reports.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';
import { idOf } from './sample.js';

const START = epochMicros(1_704_207_600_000_000);

describe('what REST says and the stream does not', () => {
  const awaiting = (
    isUp = true,
  ): {
    readonly clock: VirtualClock;
    readonly awaited: AwaitedReports;
    readonly deaf: string[];
  } => {
    const clock = new VirtualClock(START);
    const deaf: string[] = [];
    return {
      clock,
      deaf,
      awaited: new AwaitedReports({ clock, isUp: () => isUp, onDeaf: (why) => deaf.push(why) }),
    };
  };
  const id = idOf('my-1');
  const runAll = (clock: VirtualClock): void => {
    while (clock.peekTime() !== null) clock.runOne();
  };

  it('LIV-2: shows that the stream is deaf', () => {
    const { clock, awaited, deaf } = awaiting();
    awaited.leaves(id);
    awaited.ended(id, true);
    runAll(clock);
    expect(deaf).toEqual(['it told nothing of order my-1, which the venue has accepted']);
    expect(clock.now() - START).toBe(seconds(10));
  });

  it.each([
    [
      'the report came first',
      (awaited: AwaitedReports): void => {
        awaited.leaves(id);
        awaited.told(id);
        awaited.ended(id, true);
      },
    ],
    [
      'the report came after',
      (awaited: AwaitedReports): void => {
        awaited.leaves(id);
        awaited.ended(id, true);
        awaited.told(id);
      },
    ],
    [
      'it was not accepted',
      (awaited: AwaitedReports): void => {
        awaited.leaves(id);
        awaited.ended(id, false);
      },
    ],
    [
      'the stream went down meanwhile',
      (awaited: AwaitedReports): void => {
        awaited.leaves(id);
        awaited.ended(id, true);
        awaited.clear();
      },
    ],
    [
      'it left before the stream was up',
      (awaited: AwaitedReports): void => {
        awaited.clear();
        awaited.ended(id, true);
      },
    ],
  ])('and does not where %s', (_, play) => {
    const { clock, awaited, deaf } = awaiting();
    play(awaited);
    expect(clock.peekTime()).toBeNull();
    expect(deaf).toEqual([]);
  });

  it('and of what left while there was no stream nothing is expected', () => {
    const { clock, awaited } = awaiting(false);
    awaited.leaves(id);
    awaited.ended(id, true);
    expect(clock.peekTime()).toBeNull();
  });
});
