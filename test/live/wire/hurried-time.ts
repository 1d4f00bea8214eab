/**
 * Time for everything in one process: hurried, it passes a thousand times as fast as the machine's, and in one turn of the event loop never by more than
 * a small part of what a request may take. However busy the machine is, nobody gives up on an answer that is on its way.
 *
 * Timers of the vendors' own clients are on the machine's time, which hardly passes meanwhile: they ping nobody, and connect again to nothing.
 */
import { performance } from 'node:perf_hooks';
import type { SystemTime } from '../../../src/live/clock/system-time.js';
import { FakeTime } from '../clock/fake-time.js';

const SPEED = 1_000;
/** A vendor's client that begins reads files, which no turn of the loop waits for: a request may take a quarter of a second then. */
const SPEED_CONNECTING = 20;
/** A round trip over loopback takes some ten turns. */
const MICROS_A_TURN = 20_000;

export interface HurriedTime {
  readonly time: SystemTime;
  /** Calls it in every turn, after what was due in it. */
  readonly eachTurn: (look: () => void) => void;
  /** From here on; before, it passes twenty times as fast as the machine's. */
  readonly hurry: () => void;
  readonly stop: () => void;
}

export function hurriedTime(wall: number): HurriedTime {
  const time = new FakeTime(wall);
  const looks: (() => void)[] = [];
  let last = performance.now();
  let runs = true;
  let speed = SPEED_CONNECTING;
  const turn = (): void => {
    if (!runs) return;
    const now = performance.now();
    time.pass(Math.min(Math.round((now - last) * 1_000 * speed), MICROS_A_TURN));
    last = now;
    for (const look of looks) look();
    setImmediate(turn);
  };
  setImmediate(turn);
  return {
    time,
    eachTurn: (look) => looks.push(look),
    hurry: () => {
      speed = SPEED;
    },
    stop: () => {
      runs = false;
    },
  };
}
