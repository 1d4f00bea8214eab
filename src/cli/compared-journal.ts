/** A run to be compared by its events, as it is named: one that is stored, a recorded session, or the state of an engine. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Instrument } from '../core/ground/instrument.js';
import type { JournalBlock } from '../core/state/journal-block.js';
import type { EngineConfig } from '../core/state/config.js';
import type { Observation } from '../report/divergence/observation.js';
import { observe } from '../report/divergence/observe.js';
import { allChecked } from '../runs/read-block.js';
import { ReadBlocks, isOfShape, toldFrom } from '../runs/read-run.js';
import { SessionError } from '../runs/session/session-error.js';
import { SESSION_SUFFIX, readSession } from '../runs/session/session-file.js';
import { decodeStoredConfig } from '../runs/stored-config.js';
import { instrumentsOfPlan } from '../runs/stored-plan.js';
import { readEngineStore } from '../store/engine-store.js';
import type { ResultsStore } from '../store/results-store.js';
import type { RunSummary } from '../store/stored-run.js';
import { journalOf, planOf } from './commands/runs.js';
import { textOf } from './error-text.js';
import { UsageError } from './failure.js';
import type { World } from './world.js';

const SCENARIO = /\.ya?ml$/i;

export interface ComparedJournal {
  readonly observation: Observation;
  /** Of its last block. */
  readonly journalHash: string | null;
  readonly isSimulated: boolean;
}

/** Of a file beside those that are stored: `latest` and the ids of runs are none. */
export const isJournalFile = (world: World, name: string): boolean =>
  name.endsWith(SESSION_SUFFIX) || (name !== 'latest' && existsSync(resolve(world.cwd, name)));

/** Errors: `UsageError` where its journal was not kept. */
export function storedJournal(store: ResultsStore, run: RunSummary): ComparedJournal {
  const journal = journalOf(store, run);
  return {
    observation: toldFrom(run.runId, () =>
      observe(new ReadBlocks(journal), instrumentsOfPlan(planOf(store, run))),
    ),
    journalHash: run.journalHash,
    isSimulated: true,
  };
}

/** Errors: `SessionError`, `StoreError`, `UsageError` for a scenario. */
export function journalInFile(world: World, name: string): ComparedJournal {
  if (SCENARIO.test(name))
    throw new UsageError(
      `${name} is a scenario, and what is compared are runs\n  fix: "squall run ${name}", then compare "latest"`,
    );
  const { blocks, engines } = name.endsWith(SESSION_SUFFIX)
    ? ofSession(world, name)
    : ofState(resolve(world.cwd, name));
  try {
    return {
      observation: observe(blocks, instrumentsOf(engines)),
      journalHash: blocks.at(-1)?.hash ?? null,
      isSimulated: engines.every(({ mode }) => mode === 'sim'),
    };
  } catch (error) {
    if (!isOfShape(error)) throw error;
    throw new SessionError(
      `${name}: its blocks are not of the shapes that this squall writes (${error.message})\n  fix: make it again with "squall state export"`,
    );
  }
}

interface Journal {
  readonly blocks: readonly JournalBlock[];
  readonly engines: readonly EngineConfig[];
}

function ofSession(world: World, name: string): Journal {
  let text: string;
  try {
    text = readFileSync(resolve(world.cwd, name), 'utf8');
  } catch (error) {
    throw new SessionError(
      `${name} cannot be read: ${textOf(error)}\n  fix: name a session that "squall paper --record" or "squall state export" has made`,
    );
  }
  const { blocks, parts } = readSession(name, text);
  return { blocks, engines: parts.map(({ engine }) => engine) };
}

const ofState = (path: string): Journal =>
  readEngineStore(path, (state) => ({
    blocks: [...allChecked(state.blocks())],
    engines: state.configurations.map(({ text }) => decodeStoredConfig(text)),
  }));

/** Of all configurations that it had. */
const instrumentsOf = (engines: readonly EngineConfig[]): ReadonlyMap<string, Instrument> =>
  new Map(engines.flatMap(({ instruments }) => [...instruments]));
