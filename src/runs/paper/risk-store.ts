/** What a paper engine asks before each send beside its own state (SCH-2). */
import type { RiskStore } from '../../core/ports.js';
import type { EngineStore } from '../../store/engine-store.js';
import type { KillFile } from './kill-file.js';

/** Nobody sends for a state that another process has taken over (S29), nor while the kill file is there. */
export const riskStoreOf = (
  store: Pick<EngineStore, 'path' | 'isCurrent'>,
  killFile: Pick<KillFile, 'isThere'>,
): RiskStore => ({
  engaged: () => {
    if (store.isCurrent()) return killFile.isThere();
    throw new Error(`${store.path} is written by another process, or not at all`);
  },
});
