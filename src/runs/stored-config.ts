/**
 * What an engine decided by, as text beside its journal, and back: whoever decides its inputs again needs nothing else, neither the scenario nor the
 * market it named. Prices and quantities in it are counted on the grids of its own instruments.
 */
import { z } from 'zod';
import { canonicalJson } from '../core/ground/canonical.js';
import type { EngineConfig } from '../core/state/config.js';
import { StoredDocumentError, parsedJson } from '../report/schema/read-report.js';

export const encodeStoredConfig = (config: EngineConfig): string => canonicalJson(config);

/** Its tables; the rest is as it was written, or the first decision that misses it says so. */
const tables = z.looseObject({
  instruments: z.array(z.tuple([z.string(), z.looseObject({})])),
  positions: z.array(z.tuple([z.string(), z.int()])).optional(),
});

/** Errors: `StoredDocumentError` for text that is no configuration. */
export function decodeStoredConfig(text: string): EngineConfig {
  const parsed = tables.safeParse(parsedJson(text, 'configuration'));
  if (!parsed.success)
    throw new StoredDocumentError('the stored configuration of the engine is damaged');
  const { instruments, positions, ...rest } = parsed.data;
  return {
    ...rest,
    instruments: new Map(instruments),
    ...(positions === undefined ? {} : { positions: new Map(positions) }),
  } as unknown as EngineConfig;
}
