/** The configuration of an engine under test: the defaults, and one read a slice. */
import {
  DEFAULT_EARLY_STOP,
  DEFAULT_FILL_DETECTION,
  DEFAULT_ROUTING,
  DEFAULT_SLICING,
  DEFAULT_SUBMIT,
  DEFAULT_VENUE_POLICY,
  type EngineConfig,
} from '../../src/core/state/config.js';
import { INSTRUMENT } from './simulation-plan.js';

const CONFIG: EngineConfig = {
  mode: 'sim',
  dryRun: false,
  seed: 7,
  engine: 'robust',
  instruments: new Map([[INSTRUMENT.symbol, INSTRUMENT]]),
  venue: DEFAULT_VENUE_POLICY,
  fillDetection: DEFAULT_FILL_DETECTION,
  // One read a slice: tests of the book switch this on.
  earlyStop: { ...DEFAULT_EARLY_STOP, liquidityLevels: null },
  submit: DEFAULT_SUBMIT,
  slicing: { ...DEFAULT_SLICING, liquidityCheckEnabled: false },
  routing: DEFAULT_ROUTING,
};

export type ConfigChanges = { readonly [K in keyof EngineConfig]?: Partial<EngineConfig[K]> };

/** Sections are merged one level deep. */
export function configOf(changes: ConfigChanges = {}): EngineConfig {
  const merged: Record<string, unknown> = { ...CONFIG };
  for (const [key, value] of Object.entries(changes)) {
    const before = CONFIG[key as keyof EngineConfig];
    const isSection = typeof before === 'object' && !('get' in before);
    merged[key] = isSection ? { ...before, ...(value as object) } : value;
  }
  return merged as unknown as EngineConfig;
}
