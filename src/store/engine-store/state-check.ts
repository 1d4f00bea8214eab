/**
 * Whether the state at a path is what was written and acknowledged: its owner, the shapes in its journal, its chain against its head, its pages. Only reads:
 * a file that is refused stays as it is, its WAL too, for whoever can mend it.
 */
import type Database from 'better-sqlite3';
import { lookedAt, opened } from '../database.js';
import { ENGINE } from '../file-kind.js';
import { sizeOfOurs } from '../ownership.js';
import { StoreError } from '../store-error.js';
import { type BlockRow, CHAIN_START, type ChainEnd, checkedChain } from './chain-check.js';
import { type StoredConfiguration, configurationsIn } from './configurations.js';
import { blockRows, checkedEpoch, countBlocks } from './engine-tables.js';
import { type FoundHead, headPathOf, readHead } from './head-file.js';
import { onePath } from './writer-lock.js';

/** What to do where blocks are stored and their head is gone: nobody can tell then whether the last ones are missing. */
export type HeadLost = 'refuse' | 'accept';

export interface FoundState {
  readonly end: ChainEnd;
  /** Of the last one that opened it; 0 = nobody has. */
  readonly epoch: number;
}

/** Null where there is none. Errors: `StoreError`. */
export const checkedState = (
  path: string,
  found: FoundHead,
  headLost: HeadLost = 'refuse',
): FoundState | null => lookedAtState(path, found, headLost, (_, state) => state);

function lookedAtState<T>(
  path: string,
  found: FoundHead,
  headLost: HeadLost,
  look: (database: Database.Database, state: FoundState) => T,
): T | null {
  if (sizeOfOurs(path, ENGINE) === 0) return null;
  // One read of all of it: an engine may be writing meanwhile.
  return lookedAt(path, ENGINE, (database) =>
    database.transaction(() => {
      const epoch = checkedEpoch(database);
      return look(database, { epoch, end: checkedBlocks(database, found, headLost) });
    })(),
  );
}

/** As `checkedState`, of one that has to be there. Errors: `StoreError`. */
export function stateThere(path: string, found: FoundHead, headLost?: HeadLost): FoundState {
  return there(path, checkedState(path, found, headLost));
}

function there<T>(path: string, state: T | null): T {
  if (state !== null) return state;
  throw new StoreError(`${path}: there is no state of an engine\n  fix: name the file of one`);
}

/** Of a state that an engine may be writing. Errors: `StoreError` says what is not in order. */
export function checkEngineStore(named: string): FoundState {
  const path = onePath(named);
  // The head first: whatever it says is in the database by then.
  const found = readHead(headPathOf(path));
  return opened(path, ENGINE, () => stateThere(path, found));
}

/** Checked as by `checkEngineStore`, in the same read. */
export interface ReadState extends FoundState {
  /** As stored, in order. */
  readonly blocks: () => Iterable<BlockRow>;
  /** None of a file that no build has written which notes them. */
  readonly configurations: readonly StoredConfiguration[];
}

/** What `read` finds in a state that an engine may be writing. Errors: `StoreError` says what is not in order. */
export function readEngineStore<T>(named: string, read: (state: ReadState) => T): T {
  const path = onePath(named);
  const found = readHead(headPathOf(path));
  const look = (database: Database.Database, state: FoundState): { readonly read: T } => ({
    read: read({
      ...state,
      blocks: () => blockRows(database, 0),
      configurations: hasConfigurations(database) ? configurationsIn(database) : [],
    }),
  });
  return opened(path, ENGINE, () => there(path, lookedAtState(path, found, 'refuse', look)).read);
}

/** A file of an earlier build is brought up to date by whoever writes it, and this only reads. */
const hasConfigurations = (database: Database.Database): boolean =>
  database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'configurations'").get() !== undefined;

function checkedBlocks(
  database: Database.Database,
  found: FoundHead,
  headLost: HeadLost,
): ChainEnd {
  const { name: path } = database;
  const blocks = countBlocks(database);
  if (found.kind !== 'found' && blocks > 0 && headLost === 'refuse')
    throw new StoreError(
      `${found.path}: the head of the journal is ${found.kind === 'none' ? 'missing' : 'damaged'}, so nobody can tell whether ` +
        `block ${blocks - 1} is the last one that was acknowledged\n` +
        '  fix: bring it back; or look at the open orders at the broker, and take the state as it is with "squall state accept"',
    );
  const end = checkedChain(
    blockRows(database, 0),
    found.kind === 'found' ? found.head : CHAIN_START,
    { path, headPath: found.path },
  );
  if (end.blocks !== blocks || database.pragma('quick_check(1)', { simple: true }) !== 'ok')
    throw new StoreError(
      `${path}: the file is damaged (${blocks} blocks are counted, ${end.blocks} can be read)\n  fix: bring back a backup of it`,
    );
  return end;
}
