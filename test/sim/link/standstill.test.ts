/** What waits for a process that does nothing, and in which order it is done. */
import { describe, expect, it } from 'vitest';
import { LANE_DELIVERY, LANE_WAKE } from '../../../src/core/ground/clock.js';
import { epochMicros, micros, plus } from '../../../src/core/ground/units.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';
import { Standstill } from '../../../src/sim/link/standstill.js';

const START = epochMicros(1_000);

function rig() {
  const clock = new VirtualClock(START);
  const told: string[] = [];
  const tell = (what: string): void => {
    told.push(`${clock.now() - START} ${what}`);
  };
  const standstill = new Standstill(clock, {
    onStop: (until) => tell(`stops until ${until - START}`),
    onRead: () => tell('reads'),
  });
  const at = (time: number, action: () => void, lane: 1 | 2 = LANE_WAKE): void => {
    clock.schedule(plus(START, micros(time)), lane, action);
  };
  const run = (): readonly string[] => {
    while (clock.peekTime() !== null) clock.runOne();
    return told;
  };
  return { standstill, tell, at, run };
}

describe('a process that stands still', () => {
  it('F:PRC5 F:CLK8: ends what it was in the middle of, runs its overdue timers in a row, and then reads what came, in order', () => {
    const { standstill, tell, at, run } = rig();
    at(10, () => standstill.begin(micros(50), () => tell('unfinished')));
    at(20, () => standstill.comes(() => tell('first news')), LANE_DELIVERY);
    at(30, () => standstill.due(() => tell('first timer')));
    at(40, () => standstill.due(() => tell('second timer')));
    at(45, () => standstill.comes(() => tell('second news')), LANE_DELIVERY);
    at(60, () => standstill.comes(() => tell('third news')), LANE_DELIVERY);
    at(61, () => standstill.comes(() => tell('fourth news')), LANE_DELIVERY);
    expect(run()).toEqual([
      '10 stops until 60',
      '60 unfinished',
      '60 first timer',
      '60 second timer',
      '61 reads',
      '61 first news',
      '61 second news',
      '61 third news',
      '61 fourth news',
    ]);
  });

  it('is out of the way while it goes on', () => {
    const { standstill, tell, run } = rig();
    standstill.due(() => tell('timer'));
    standstill.comes(() => tell('news'));
    expect(standstill.until).toBeNull();
    expect(run()).toEqual(['0 timer', '0 news']);
  });

  it('F:DSK9: that comes to stand still again in a timer or at a piece of news leaves the rest for later, in order', () => {
    const { standstill, tell, at, run } = rig();
    const again = (what: string) => (): void => {
      tell(what);
      standstill.begin(micros(100));
    };
    at(10, () => standstill.begin(micros(10)));
    at(11, () => standstill.due(again('timer')));
    at(12, () => standstill.due(() => tell('later timer')));
    at(13, () => standstill.comes(again('news')));
    at(14, () => standstill.comes(() => tell('later news')));
    expect(run()).toEqual([
      '10 stops until 20',
      '20 timer',
      '20 stops until 120',
      '120 later timer',
      '121 reads',
      '121 news',
      '121 stops until 221',
      '222 reads',
      '222 later news',
    ]);
  });

  it('F:PRC5: of two reasons the longer one counts', () => {
    const { standstill, tell, at, run } = rig();
    at(10, () => standstill.begin(micros(50), () => tell('written')));
    at(20, () => standstill.begin(micros(100), () => tell('released')));
    at(30, () => standstill.begin(micros(5), () => tell('sent')));
    expect(run()).toEqual([
      '10 stops until 60',
      '20 stops until 120',
      '120 written',
      '120 released',
      '120 sent',
      '121 reads',
    ]);
  });
});
