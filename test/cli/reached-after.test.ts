/** Whoever cannot be reached is tried again, and whoever said when to come back is left alone until then. */
import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type Micros, seconds } from '../../src/core/ground/units.js';
import { UnreachableError } from '../../src/live/port/connected-venue.js';
import { reachedAfter } from '../../src/cli/reached-after.js';
import { FakeTime } from '../live/clock/fake-time.js';

/** Fails as it is told, one after the other, and says when it was asked, in seconds. */
function venue(...failures: readonly Error[]) {
  const time = new FakeTime(0);
  const begun = time.elapsed();
  const asked: number[] = [];
  const reach = (): Promise<string> => {
    asked.push((time.elapsed() - begun) / 1e6);
    const failure = failures[asked.length - 1];
    return failure === undefined ? Promise.resolve('reached') : Promise.reject(failure);
  };
  const stop = new AbortController();
  const result = reachedAfter(reach, { retryMs: 30_000, signal: stop.signal, time });
  const run = async (length: number): Promise<void> => {
    for (let second = 0; second < length; second += 1) {
      await new Promise((done) => setImmediate(done));
      time.pass(seconds(1));
    }
  };
  return { asked, result, run, stop };
}
const away = (retryAfter?: Micros): Error => new UnreachableError('away', retryAfter);

describe('a venue that is not reached', () => {
  it('is tried again each second', async () => {
    const { asked, result, run } = venue(away(), away());
    await run(5);
    expect(await result).toBe('reached');
    expect(asked).toEqual([0, 1, 2]);
  });

  it('F:SUB7 S22: is left alone for as long as it says', async () => {
    const { asked, result, run } = venue(away(seconds(12)));
    await run(15);
    expect(await result).toBe('reached');
    expect(asked).toEqual([0, 12]);
  });

  it('F:SUB7: is given up at once where it says a time that nobody waits', async () => {
    const { asked, result } = venue(away(seconds(60)));
    await expect(result).rejects.toThrow('away');
    expect(asked).toEqual([0]);
  });

  it('leaves nothing behind in who may say stop, however often it is tried', async () => {
    const { result, run, stop } = venue(...Array.from({ length: 12 }, () => away()));
    await run(14);
    expect(await result).toBe('reached');
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });

  it('is given up when the time is over, and where something else is wrong', async () => {
    const late = venue(...Array.from({ length: 40 }, () => away()));
    const gone = expect(late.result).rejects.toThrow('away');
    await late.run(40);
    await gone;
    expect(late.asked).toHaveLength(31);
    await expect(venue(new Error('wrong keys')).result).rejects.toThrow('wrong keys');
  });

  it('is not tried any more once somebody says stop', async () => {
    const { asked, result, run, stop } = venue(away(), away());
    await run(1);
    stop.abort();
    expect(await result).toBeNull();
    expect(asked).toHaveLength(2);
  });
});
