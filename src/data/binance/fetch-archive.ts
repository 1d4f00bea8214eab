/**
 * Downloads one file of Binance's public archive with its checksum. What is not whole and right never bears the file's name:
 * it is written beside it, summed on the way, and renamed at the end. Not resumable: a file is some megabytes.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataError } from '../data-error.js';
import { ARCHIVE_URL, type ArchiveFile, archiveName, archivePath } from './archive-file.js';

/** The archive did not answer; trying again later may help. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

export interface Archive {
  /** Without a slash at the end. */
  readonly url: string;
  /** Between attempts. */
  readonly pause: (millis: number) => Promise<void>;
}

export interface Fetched {
  readonly file: string;
  readonly url: string;
  readonly sha256: string;
  readonly bytes: number;
  /** The file was there already, and is the archive's. */
  readonly wasHere: boolean;
}

const ATTEMPTS = 3;
const PAUSE_MILLIS = 1_000;
const HTTP_NOT_FOUND = 404;

/** Puts `wanted` into `folder`. Errors: `DataError`, `UnreachableError`. */
export async function fetchArchive(
  archive: Archive,
  wanted: ArchiveFile,
  folder: string,
): Promise<Fetched> {
  const url = `${archive.url}/${archivePath(wanted)}`;
  const file = join(folder, archiveName(wanted));
  const sha256 = await announcedSum(archive, url, archiveName(wanted));
  const here = await sumOf(createReadStream(file)).catch(() => null);
  if (here?.sha256 === sha256) return { file, url, sha256, bytes: here.bytes, wasHere: true };
  await mkdir(folder, { recursive: true });
  const part = `${file}.part`;
  try {
    const got = await attempts(archive, url, (body) => sumOf(body, part));
    if (got.sha256 !== sha256) {
      throw new DataError(url, null, {
        what: `its SHA-256 is ${got.sha256}, the archive announces ${sha256}`,
        fix: 'Fetch it again; nothing was kept',
      });
    }
    await rename(part, file);
    return { file, url, sha256, bytes: got.bytes, wasHere: false };
  } finally {
    await rm(part, { force: true });
  }
}

async function announcedSum(archive: Archive, url: string, name: string): Promise<string> {
  const text = await attempts(archive, `${url}.CHECKSUM`, (body) => textOf(body));
  const [, sum, of] = /^([0-9a-f]{64}) [ *](\S+)\s*$/.exec(text) ?? [];
  if (sum !== undefined && of === name) return sum;
  throw new DataError(`${url}.CHECKSUM`, null, { what: `not a SHA-256 of ${name}` });
}

/** `use` gets the body of a good answer; an answer that breaks off or never comes is asked for again. */
async function attempts<T>(
  { pause }: Archive,
  url: string,
  use: (body: Readable) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await use(await bodyOf(url));
    } catch (error) {
      if (error instanceof DataError) throw error;
      if (attempt === ATTEMPTS) throw new UnreachableError(unreachable(url, error));
      await pause(attempt * PAUSE_MILLIS);
    }
  }
}

async function bodyOf(url: string): Promise<Readable> {
  const { status, body } = await fetch(url);
  if (status === HTTP_NOT_FOUND) {
    throw new DataError(url, null, {
      what: 'the archive has no such file',
      why: 'a day is there from the day after, a month from the month after; not every kind exists for every symbol',
      fix: `Look for it at ${ARCHIVE_URL}`,
    });
  }
  if (status !== 200 || body === null) throw new Error(`it answered ${status}`);
  return Readable.fromWeb(body);
}

const unreachable = (url: string, error: unknown): string =>
  `${url} cannot be had: ${reasonOf(error)} (${ATTEMPTS} attempts)\n  fix: look at the connection, or try later`;

/** `fetch` hides what went wrong in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return `${cause instanceof Error ? cause.message : String(cause)}${code}`;
}

async function textOf(body: Readable): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of body as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** Size and sum of a stream, which is written to `file` on the way where one is named. */
async function sumOf(
  body: Readable,
  file?: string,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const summed = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  if (file === undefined) for await (const _chunk of summed(body)) continue;
  else await pipeline(body, summed, createWriteStream(file));
  return { sha256: hash.digest('hex'), bytes };
}
