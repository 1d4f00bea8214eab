/**
 * What happens to the client's process, or to the disk it writes its journal to. Nothing on the link: whoever runs the client's
 * processes one after the other carries it out (runs/crash/lives.ts). Types only.
 */
import type { EpochMicros, Micros } from '../../core/ground/units.js';

/** What of its write-ahead log a machine has after it lost its power. */
export type LeftOfLog = 'whole' | 'torn' | 'cut';

/** `down`: from the end of the process to the start of the next. */
export type ProcessDeed =
  | { readonly kind: 'kill'; readonly down: Micros }
  /** Nothing of it goes on. */
  | { readonly kind: 'pause'; readonly lasts: Micros }
  /** `mended`: from a start that was refused to the next one, for which the log is whole. */
  | {
      readonly kind: 'lose-power';
      readonly down: Micros;
      readonly log: LeftOfLog;
      readonly mended: Micros;
    }
  /** The next write that needs room fails. */
  | { readonly kind: 'fill-disk'; readonly down: Micros }
  /** The next write fails, before it is there or once it is. */
  | { readonly kind: 'fail-disk'; readonly down: Micros; readonly before: 'commit' | 'head' }
  /** Another process begins on the same file. */
  | { readonly kind: 'begin-second'; readonly isLockHeld: boolean };

export interface ProcessFlaw {
  readonly deed: ProcessDeed;
  /** `listener`: called once, with a time that is not over. */
  whenKnown(listener: (at: EpochMicros) => void): void;
  /** It came about. */
  began(at: EpochMicros): void;
  /** A process runs again, or goes on. */
  ended(at: EpochMicros): void;
}
