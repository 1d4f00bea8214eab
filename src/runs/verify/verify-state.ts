/**
 * Did the engine that wrote this state decide what its configuration decides on the inputs it recorded? The core of a paper or live session is the core of a
 * simulation (S30): this decides every input again, without clock, venue or network, and compares entry for entry. Reads only.
 */
import { OWN_MONITORS } from '../../core/engine/monitors.js';
import { readEngineStore } from '../../store/engine-store.js';
import type { ReadState } from '../../store/engine-store/state-check.js';
import { buildId } from '../build-id.js';
import { allChecked } from '../read-block.js';
import { decodeStoredConfig } from '../stored-config.js';
import { checkDecisions, readable } from './check-decisions.js';
import { configAt } from './config-at.js';
import type { VerifyCheck } from './verify-check.js';

export interface VerifiedState {
  readonly blocks: number;
  /** That wrote any of it, in order; an earlier one may be there twice. */
  readonly builds: readonly string[];
  /** Another build wrote some of it: differences are news, not failures. */
  readonly sameBuild: boolean;
  readonly check: VerifyCheck;
  readonly ok: boolean;
}

/** Errors: `StoreError` where the file is not what was written. */
export const verifyState = (path: string): VerifiedState =>
  readEngineStore(path, (state) => {
    const check = readable('decisions', () => decidedAgain(state));
    const builds = state.configurations.map(({ build }) => build);
    const sameBuild = builds.every((build) => build === buildId());
    return {
      blocks: state.end.blocks,
      builds,
      sameBuild,
      check,
      ok: check.ok !== false || !sameBuild,
    };
  });

function decidedAgain({ end, blocks, configurations }: ReadState): VerifyCheck {
  if (end.blocks === 0) return { name: 'decisions', ok: null, text: 'nothing was decided yet' };
  const unknown = Math.min(end.blocks, configurations[0]?.fromSeq ?? end.blocks);
  const earlier = `${unknown} blocks are from before a state kept what it was decided by`;
  if (unknown === end.blocks) return { name: 'decisions', ok: null, text: earlier };
  const parts = configurations.map(({ fromSeq, text }) => ({
    firstBlock: fromSeq,
    engine: decodeStoredConfig(text),
  }));
  const check = checkDecisions(allChecked(blocks()), configAt(parts), { monitors: OWN_MONITORS });
  if (unknown === 0 || check.ok !== true) return check;
  const text = `${end.blocks - unknown} inputs decided again, same entries; ${earlier}`;
  return { ...check, text };
}
