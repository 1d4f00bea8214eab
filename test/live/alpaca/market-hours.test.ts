/** Whether the exchange is open while it should be: when Alpaca's clock is asked, and which answers change anything. */
import { describe, expect, it } from 'vitest';
import { epochMicros, seconds } from '../../../src/core/ground/units.js';
import { MarketHours } from '../../../src/live/alpaca/market-hours.js';
import type { Exchanged } from '../../../src/live/rest/exchange.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';

const at = (text: string) => epochMicros(Date.parse(text) * 1_000);
const OPEN = at('2024-01-02T14:30:00Z');
const CLOSE = at('2024-01-02T21:00:00Z');

const says = (is_open: unknown): Exchanged => ({
  kind: 'answered',
  status: 200,
  text: JSON.stringify({ is_open }),
});

function world(from = OPEN) {
  const clock = new VirtualClock(from);
  const changes: boolean[] = [];
  const asked: number[] = [];
  let answer = says(true);
  const hours = new MarketHours({
    clock,
    requestTimeout: seconds(5),
    client: {
      clock: () => {
        asked.push(clock.now());
        return Promise.resolve(answer);
      },
    },
    instrument: { calendar: 'nyse', venueDays: [] },
    onChange: (isClosed) => changes.push(isClosed),
  });
  const pass = async (minutes: number): Promise<void> => {
    for (let minute = 0; minute < minutes; minute += 1) {
      clock.runUntil(epochMicros(clock.now() + seconds(60)));
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    }
  };
  return { hours, changes, asked, pass, answers: (next: Exchanged) => (answer = next) };
}

describe('the hours of the exchange', () => {
  it('F:RSK7: its clock is asked each minute; closed in the middle of a session is told, and that it is open again', async () => {
    const { asked, changes, pass, answers } = world();
    await pass(2);
    expect([asked.length, changes]).toEqual([2, []]);
    answers(says(false));
    await pass(2);
    answers(says(true));
    await pass(1);
    expect(changes).toEqual([true, false]);
  });

  it.each<readonly [string, Exchanged]>([
    ['no answer', { kind: 'lost', shape: 'timeout' }],
    ['another status', { ...says(true), status: 500 } as Exchanged],
    ['no clock', says('maybe')],
  ])('F:RSK7: %s changes nothing', async (_, said) => {
    const { changes, pass, answers } = world();
    answers(says(false));
    await pass(1);
    answers(said);
    await pass(3);
    expect(changes).toEqual([true]);
  });

  it('outside of the session, and at its edges, nobody asks; the next one begins as one that is open, of which nobody is told', async () => {
    const { hours, asked, changes, pass, answers } = world(epochMicros(CLOSE - seconds(120)));
    answers(says(false));
    await pass(1);
    expect([changes, hours.isClosed]).toEqual([[true], true]);
    await pass(10);
    expect(asked).toHaveLength(1);
    expect([changes, hours.isClosed]).toEqual([[true], false]);
  });

  it('F:RSK7: closed until the session is over, it is closed in its last seconds, too', async () => {
    const { hours, asked, changes, pass, answers } = world(epochMicros(CLOSE - seconds(140)));
    answers(says(false));
    await pass(2);
    expect([asked.length, changes, hours.isClosed]).toEqual([1, [true], true]);
    await pass(1);
    expect(hours.isClosed).toBe(false);
  });

  it('asks no more once it has ended', async () => {
    const { hours, asked, pass } = world();
    hours.close();
    await pass(3);
    expect(asked).toEqual([]);
  });
});
