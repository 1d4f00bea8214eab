/**
 * A session as a file: JSON, a line each for what it is, for what decided the blocks after it, for every block, and at the end the hashes that all of it
 * has to have. A file that was cut short or changed is refused, and so is one in other shapes.
 *
 * Invariant: what is read back is what was written, to the byte of every block.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../core/ground/canonical.js';
import { sha256Chain } from '../../core/ground/digest.js';
import { GENESIS_HASH, type JournalBlock } from '../../core/state/journal-block.js';
import { StoredDocumentError } from '../../report/schema/read-report.js';
import { JOURNAL_FORMAT } from '../../store/journal-part.js';
import { readChecked } from '../read-block.js';
import { decodeStoredConfig, encodeStoredConfig } from '../stored-config.js';
import type { Session, SessionPart } from './session.js';
import { SessionError } from './session-error.js';

/** What a session file is called by. */
export const SESSION_SUFFIX = '.squall';

const VERSION = 1;
const NAME = 'squall session';

const headSchema = z.looseObject({
  file: z.literal(NAME),
  version: z.int(),
  journalFormat: z.int(),
});
const endSchema = z.strictObject({
  end: z.strictObject({
    blocks: z.int(),
    journalHash: z.string(),
    stateHash: z.string(),
    /** SHA-256 of all lines before this one. */
    sha256: z.string(),
  }),
});
const linesSchema = z.union([
  z.strictObject({ firstBlock: z.int(), build: z.string(), engine: z.unknown() }),
  z.strictObject({ block: z.tuple([z.int(), z.unknown(), z.unknown()]) }),
]);

const sessionHead = (): string =>
  JSON.stringify({ file: NAME, version: VERSION, journalFormat: JOURNAL_FORMAT });

export function* sessionLines({ parts, blocks, stateHash }: Session): Iterable<string> {
  const hash = createHash('sha256');
  const noted = (line: string): string => {
    hash.update(`${line}\n`);
    return line;
  };
  yield noted(sessionHead());
  const starts = new Map(parts.map((part) => [part.firstBlock, part]));
  let journalHash = GENESIS_HASH;
  for (const { seq, text, hash: after } of blocks) {
    const part = starts.get(seq);
    if (part !== undefined) yield noted(partLine(part));
    yield noted(`{"block":${text}}`);
    journalHash = after;
  }
  const end = { blocks: blocks.length, journalHash, stateHash, sha256: hash.digest('hex') };
  yield JSON.stringify({ end });
}

const partLine = ({ firstBlock, build, engine }: SessionPart): string =>
  `{"firstBlock":${firstBlock},"build":${JSON.stringify(build)},"engine":${encodeStoredConfig(engine)}}`;

/** Whether a file that begins with this line is a session's, of whatever version. */
export const isSessionHead = (line: string): boolean => headSchema.safeParse(parsed(line)).success;

/** `file`: for messages. Errors: `SessionError`. */
export function readSession(file: string, text: string): Session {
  const lines = text.split('\n');
  if (lines.pop() !== '') refuse(file, 'it is cut short');
  checkHead(file, lines[0] ?? '');
  const end = endOf(file, lines);
  const parts: SessionPart[] = [];
  const blocks: JournalBlock[] = [];
  lines.slice(1, -1).forEach((line, index) => {
    const known = linesSchema.safeParse(parsed(line)).data;
    if (known === undefined)
      refuse(file, `line ${index + 2} is neither a configuration nor a block`);
    else if ('block' in known) blocks.push(blockOf(file, known.block, blocks.at(-1)));
    else parts.push(partOf(file, known));
  });
  const hash = blocks.at(-1)?.hash ?? GENESIS_HASH;
  if (blocks.length !== end.blocks || hash !== end.journalHash)
    refuse(file, 'its blocks are not those that were recorded');
  if (parts[0]?.firstBlock !== 0) refuse(file, 'nothing says what decided its first block');
  return { parts, blocks, stateHash: end.stateHash };
}

function checkHead(file: string, line: string): void {
  const head = headSchema.safeParse(parsed(line)).data;
  if (head === undefined)
    throw new SessionError(
      `${file} is no recorded session\n  fix: name one that "squall paper --record" or "squall state export" has made`,
    );
  const { version, journalFormat } = head;
  if (version !== VERSION || journalFormat !== JOURNAL_FORMAT)
    throw new SessionError(
      `${file} is a session of version ${version}, its journal of format ${journalFormat}; this squall reads version ${VERSION} and format ${JOURNAL_FORMAT}\n` +
        '  fix: replay it with the squall that recorded it',
    );
}

function endOf(file: string, lines: readonly string[]): z.output<typeof endSchema>['end'] {
  const said = endSchema.safeParse(parsed(lines.at(-1) ?? '')).data;
  if (said === undefined) return refuse(file, 'it is cut short');
  const hash = createHash('sha256');
  for (const line of lines.slice(0, -1)) hash.update(`${line}\n`);
  if (hash.digest('hex') !== said.end.sha256) refuse(file, 'something in it was changed');
  return said.end;
}

type Line<K extends string> = Extract<z.output<typeof linesSchema>, Readonly<Record<K, unknown>>>;

function blockOf(
  file: string,
  block: Line<'block'>['block'],
  before: JournalBlock | undefined,
): JournalBlock {
  const [seq] = block;
  if (seq !== (before?.seq ?? -1) + 1) refuse(file, `block ${seq} is out of place`);
  // As it was written: canonical text has one form.
  const text = canonicalJson(block);
  const hash = sha256Chain(before?.hash ?? GENESIS_HASH, text);
  return readChecked({ seq, text, hash });
}

function partOf(file: string, { firstBlock, build, engine }: Line<'engine'>): SessionPart {
  try {
    return { firstBlock, build, engine: decodeStoredConfig(JSON.stringify(engine)) };
  } catch (error) {
    if (!(error instanceof StoredDocumentError)) throw error;
    return refuse(file, `nothing can be made of what decided block ${firstBlock}`);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

function refuse(file: string, what: string): never {
  throw new SessionError(
    `${file}: ${what}: the file is damaged\n  fix: bring back a copy of it, or make it again with "squall state export"`,
  );
}
