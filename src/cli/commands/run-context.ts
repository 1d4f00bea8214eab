/** What the ways to run (one seed each, many seeds) share: the flags of `squall run`, where it runs, and how it ended. */
import type { Keeping } from '../../runs/keep.js';
import type { Settings } from '../settings.js';
import type { StopSignal, World } from '../world.js';

export interface RunFlags {
  readonly seed?: string;
  readonly seeds?: string;
  readonly against?: string;
  readonly starts?: string;
  readonly sweep?: string;
  readonly workers?: string;
  readonly set: readonly string[];
  readonly db?: string;
  readonly json?: boolean;
  readonly full?: boolean;
  readonly color?: string;
  readonly failOn: readonly string[];
  readonly keep?: string;
  /** Left out: where it is cheap. */
  readonly attribute?: boolean;
  readonly trace?: boolean;
  readonly log?: boolean;
  readonly hashEvery?: string;
  readonly market: readonly string[];
  readonly side?: string;
  readonly quantity?: string;
  readonly duration?: string;
  readonly fit?: boolean;
}

export interface RunContext {
  readonly world: World;
  readonly flags: RunFlags;
  readonly settings: Settings;
  readonly json: boolean;
  readonly keeping: Keeping;
}

export interface RunOutcome {
  /** A line for each thing that went wrong. */
  readonly failures: readonly string[];
  /** What stopped it before its end; null = nothing. */
  readonly stoppedBy: StopSignal | null;
}
