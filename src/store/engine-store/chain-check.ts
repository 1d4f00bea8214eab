/**
 * Whether stored blocks are the journal that was written: every hash computed again from the texts, no hole, and nothing missing that the
 * head says was acknowledged. `integrity_check` cannot tell (F:DSK6): a database that lost its last commits is a sound database.
 */
import { sha256Chain } from '../../core/ground/digest.js';
import { GENESIS_HASH } from '../../core/state/journal-block.js';
import { StoreError } from '../store-error.js';
import { type Head, headPathOf } from './head-file.js';

/** As a row has it: a damaged file holds values of any type. */
export interface BlockRow {
  readonly seq: number;
  readonly text: string;
  readonly hash: string;
}

export type ChainEnd = Pick<Head, 'blocks' | 'hash'>;

export const CHAIN_START: ChainEnd = { blocks: 0, hash: GENESIS_HASH };

const BRING_BACK =
  'stop, look at the open orders at the broker, and bring the database back from a backup';

/** Where the chain ends. `acknowledged`: what the head says; its beginning where nobody asks. Errors: `StoreError`. */
export function checkedChain(
  rows: Iterable<BlockRow>,
  acknowledged: ChainEnd,
  path: string,
): ChainEnd {
  let end = CHAIN_START;
  let known = CHAIN_START.hash;
  for (const row of rows) {
    if (row.seq !== end.blocks) throw hole(path, end.blocks, row.seq);
    if (!isText(row.text) || row.hash !== sha256Chain(end.hash, row.text))
      throw changed(path, row.seq);
    end = { blocks: end.blocks + 1, hash: row.hash };
    if (end.blocks === acknowledged.blocks) known = end.hash;
  }
  if (end.blocks < acknowledged.blocks) throw lost(path, end.blocks, acknowledged.blocks);
  if (known !== acknowledged.hash) throw another(path, acknowledged.blocks);
  return end;
}

const isText = (value: unknown): boolean => typeof value === 'string';

const hole = (path: string, missing: number, found: number): StoreError =>
  new StoreError(
    `${path}: block ${missing} of the journal is missing, ${String(found)} comes next: the file is damaged\n  fix: ${BRING_BACK}`,
  );

const changed = (path: string, seq: number): StoreError =>
  new StoreError(
    `${path}: block ${seq} of the journal is not the one that was written: the file is damaged\n  fix: ${BRING_BACK}`,
  );

const lost = (path: string, there: number, acknowledged: number): StoreError =>
  new StoreError(
    `${path}: the journal ends at block ${there - 1}, and block ${acknowledged - 1} was acknowledged (${headPathOf(path)}): ` +
      `${acknowledged - there} of ${acknowledged} are lost, and with them orders that may be open at the broker\n  fix: ${BRING_BACK} (with its -wal file, if there is one)`,
  );

const another = (path: string, blocks: number): StoreError =>
  new StoreError(
    `${path}: block ${blocks - 1} is not the one that was acknowledged (${headPathOf(path)}): it is the journal of another session\n  fix: ${BRING_BACK}`,
  );
