/**
 * What a stored run was a function of, as JSON: enough to run it again, and to read its journal (instrument, scale) without
 * doing so.
 */
import { z } from 'zod';
import { parseDecimal } from '../core/ground/decimal.js';
import type { Instrument } from '../core/ground/instrument.js';
import { foundOnce } from '../sim/tape/found-once.js';
import { tapeChecksum } from '../sim/tape/tape-checksum.js';
import type { Tape } from '../sim/tape/tape.js';
import { type LoadedScenario, parseScenario } from './scenario/load.js';
import type { WorkLimits } from './scenario/work-limits.js';
import type { SimulationPlan } from './simulation.js';

const stepText = z.string().refine((text) => (parseDecimal(text)?.mantissa ?? 0n) > 0n);

/** What is needed to show prices and quantities by it. */
const storedInstrumentSchema = z.looseObject({
  symbol: z.string(),
  tickSize: stepText,
  lotSize: stepText,
  quoteAsset: z.string(),
  baseAsset: z.string(),
});

const storedMarketSchema = z.object({
  instrument: z.custom<Instrument>((value) => storedInstrumentSchema.safeParse(value).success),
  quantaPerLot: z.number(),
  /** Of a recorded market; a generated one is told by its seed. */
  tapeChecksum: z.string().nullable(),
});

const storedPlanSchema = z.object({
  scenarioFile: z.string(),
  scenarioText: z.string(),
  set: z.array(z.string()),
  defaults: z.array(z.string()),
  dataDir: z.string().nullable(),
  seed: z.int(),
  /** In the order of the scenario. */
  markets: z.array(storedMarketSchema).min(1),
  startMicros: z.int(),
  endMicros: z.int(),
});

export type StoredPlan = z.output<typeof storedPlanSchema>;

export function encodeStoredPlan(loaded: LoadedScenario, plan: SimulationPlan): string {
  const stored: StoredPlan = {
    scenarioFile: loaded.file,
    scenarioText: loaded.text,
    set: [...loaded.set],
    defaults: [...loaded.defaults],
    dataDir: loaded.dataDir,
    seed: plan.seed,
    markets: plan.markets.map(({ instrument, tape }) => ({
      instrument,
      quantaPerLot: tape.quantaPerLot,
      tapeChecksum: recordedChecksum(tape),
    })),
    startMicros: plan.start,
    endMicros: plan.end,
  };
  return JSON.stringify(stored);
}

/** Null for text that is no such plan. */
export function decodeStoredPlan(text: string): StoredPlan | null {
  try {
    return storedPlanSchema.parse(withMarkets(JSON.parse(text)));
  } catch {
    return null;
  }
}

/** Plans of runs with one market used to hold it at the top. */
function withMarkets(plan: unknown): unknown {
  if (typeof plan !== 'object' || plan === null || 'markets' in plan) return plan;
  return { ...plan, markets: [plan] };
}

export const instrumentsOfPlan = ({ markets }: StoredPlan): ReadonlyMap<string, Instrument> =>
  new Map(markets.map(({ instrument }) => [instrument.symbol, instrument]));

/** The scenario again, as it was then. Errors: `ScenarioError`, e.g. for market files that are gone. */
export const scenarioOfPlan = (
  { scenarioFile, scenarioText, set, defaults, dataDir }: StoredPlan,
  limits: WorkLimits | null = null,
): LoadedScenario => parseScenario(scenarioFile, scenarioText, { set, defaults, dataDir, limits });

/** It walks every row. */
const checksumOf = foundOnce(tapeChecksum);

/** Null for a generated tape. */
export const recordedChecksum = (tape: Tape): string | null =>
  tape.format === 'generated' ? null : checksumOf(tape);
