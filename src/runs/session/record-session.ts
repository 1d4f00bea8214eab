/**
 * The session that an engine's state holds, written to a file: what `--record` does as a session ends, and `squall state export` at any time, also while the
 * engine runs. The state has all of it; nothing is recorded twice.
 */
import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { evolve } from '../../core/state/evolve.js';
import { stateHash } from '../../core/engine/snapshot.js';
import { initialState } from '../../core/state/initial-state.js';
import type { JournalBlock } from '../../core/state/journal-block.js';
import type { StoredConfiguration } from '../../store/engine-store/configurations.js';
import { readEngineStore } from '../../store/engine-store.js';
import { readChecked } from '../read-block.js';
import { decodeStoredConfig } from '../stored-config.js';
import type { Session, SessionPart } from './session.js';
import { SessionError } from './session-error.js';
import { isSessionHead, sessionLines } from './session-file.js';

export interface RecordedSession {
  readonly blocks: number;
}

/** Over a session file that is there. Errors: `SessionError`, `StoreError`, and what the disk says. */
export function recordSession(state: string, file: string): RecordedSession {
  refuseOther(file);
  const session = sessionIn(state);
  const aside = `${file}.new`;
  try {
    write(aside, sessionLines(session));
    renameSync(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
  return { blocks: session.blocks.length };
}

/** Errors: `SessionError` for a state whose blocks nobody can decide again. */
const sessionIn = (state: string): Session =>
  readEngineStore(state, (stored) => {
    const folded = initialState();
    const blocks: JournalBlock[] = [];
    for (const row of stored.blocks()) {
      const block = readChecked(row);
      for (const entry of block.entries) evolve(folded, entry, block.input.at);
      blocks.push(block);
    }
    const parts = partsOf(state, stored.configurations, blocks.length);
    return { parts, blocks, stateHash: stateHash(folded) };
  });

/** Those with a block of their own. */
function partsOf(
  state: string,
  noted: readonly StoredConfiguration[],
  blocks: number,
): readonly SessionPart[] {
  if (blocks === 0) throw new SessionError(`${state} holds no session: nothing was decided yet`);
  if (noted[0]?.fromSeq !== 0)
    throw new SessionError(
      `${state} was begun by a squall that did not note what it decided by: its blocks cannot be decided again\n` +
        '  fix: begin a new file with --state for a session that is to be recorded',
    );
  return noted
    .filter(({ fromSeq }) => fromSeq < blocks)
    .map(({ fromSeq, build, text }) => ({
      firstBlock: fromSeq,
      build,
      engine: decodeStoredConfig(text),
    }));
}

/** Before anything is traded: it may not be found out at the end. Errors: `SessionError`. */
export function refuseOther(file: string): void {
  const line = firstLine(file);
  if (line === null || isSessionHead(line)) return;
  throw new SessionError(
    `${file}: there is another file, which is no recorded session\n  fix: name a new one`,
  );
}

const HEAD_BYTES = 256;

/** Null = there is no file. */
function firstLine(file: string): string | null {
  let opened: number;
  try {
    opened = openSync(file, 'r');
  } catch (error) {
    if ((error as { readonly code?: string }).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const bytes = Buffer.alloc(HEAD_BYTES);
    const length = readSync(opened, bytes);
    return bytes.toString('utf8', 0, length).split('\n')[0] ?? '';
  } finally {
    closeSync(opened);
  }
}

/** It says what somebody trades. */
const PRIVATE = 0o600;

function write(file: string, lines: Iterable<string>): void {
  const opened = openSync(file, 'w', PRIVATE);
  try {
    for (const line of lines) writeSync(opened, `${line}\n`);
  } finally {
    closeSync(opened);
  }
}
