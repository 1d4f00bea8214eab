/**
 * One mechanism, two uses, never confused (ARCHITECTURE.md): recovery folds stored entries and decides nothing;
 * `verify` decides again on the recorded inputs and compares, folding the stored entries all the same, so that the
 * first difference does not hide the next.
 */
import { canonicalJson } from '../ground/canonical.js';
import type { EngineConfig } from '../state/config.js';
import { decide } from './decide.js';
import { type Monitors, OWN_MONITORS } from './monitors.js';
import type { Entry } from '../state/entry.js';
import { evolve } from '../state/evolve.js';
import type { Input } from '../state/input.js';
import { initialState } from '../state/initial-state.js';
import type { State } from '../state/state.js';

/** A step as the journal holds it. */
export interface RecordedStep {
  readonly seq: number;
  readonly input: Input;
  readonly entries: readonly Entry[];
}

/** Folds stored entries; @returns `state`, or the empty state, that much further. */
export function fold(steps: Iterable<RecordedStep>, state: State = initialState()): State {
  for (const { input, entries } of steps)
    for (const entry of entries) evolve(state, entry, input.at);
  return state;
}

export interface Difference {
  readonly seq: number;
  /** Index of the first entry that differs. */
  readonly index: number;
  readonly recorded: string | null;
  readonly decided: string | null;
}

export interface ReplayOptions {
  /** Where to begin; the empty state when left out. */
  readonly state?: State;
  readonly monitors?: Monitors;
}

/** What each step was decided by, where that changed on the way; null = nobody knows, and it is folded alone. */
export type ConfigAt = (seq: number) => EngineConfig | null;

/** @returns the first entry this build would decide otherwise; null = none. */
export function findDifference(
  steps: Iterable<RecordedStep>,
  config: EngineConfig | ConfigAt,
  { state = initialState(), monitors = OWN_MONITORS }: ReplayOptions = {},
): Difference | null {
  for (const step of steps) {
    const { seq, input, entries } = step;
    const by = typeof config === 'function' ? config(seq) : config;
    const decided = by === null ? entries : decide(state, input, by, monitors);
    const found = firstApart(step, decided);
    if (found !== null) return found;
    for (const entry of entries) evolve(state, entry, input.at);
  }
  return null;
}

function firstApart({ seq, entries }: RecordedStep, decided: readonly Entry[]): Difference | null {
  if (decided === entries) return null;
  const length = Math.max(decided.length, entries.length);
  for (let index = 0; index < length; index += 1) {
    const left = textOf(entries[index]);
    const right = textOf(decided[index]);
    if (left !== right) return { seq, index, recorded: left, decided: right };
  }
  return null;
}

const textOf = (entry: Entry | undefined): string | null =>
  entry === undefined ? null : canonicalJson(entry);
