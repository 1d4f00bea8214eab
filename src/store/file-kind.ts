/** Which of squall's databases a file is to be: what its header says, whose tables it has, what to do where it is another one. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface FileKind {
  readonly what: string;
  /** In the file's header, bytes 68 to 71. */
  readonly applicationId: number;
  /** Folder of its migrations. */
  readonly migrations: string;
  /** Pages in its WAL from which on SQLite brings them home, into the file itself. */
  readonly walPages: number;
  /** What its user may do about a file that cannot be one. */
  readonly another: string;
}

const HERE = dirname(fileURLToPath(import.meta.url));

/** "squl"; its migration 0006 writes it. */
export const RESULTS: FileKind = {
  what: 'a results database',
  applicationId: 1_936_815_468,
  migrations: join(HERE, 'migrations'),
  // A campaign writes documents without end: bringing them home costs two syncs and a second writing of pages that change again.
  walPages: 4_000,
  another: 'choose another file with --db or SQUALL_DB',
};

/** "sque"; its migration 0001 writes it. */
export const ENGINE: FileKind = {
  what: 'the state of an engine',
  applicationId: 1_936_815_461,
  migrations: join(HERE, 'engine-store', 'migrations'),
  // SQLite's own: an engine that starts again reads its WAL first.
  walPages: 1_000,
  another: 'name another file for the state of this engine',
};

export const KINDS: readonly FileKind[] = [RESULTS, ENGINE];
