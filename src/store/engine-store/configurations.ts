/**
 * What the blocks of an engine's journal were decided by: the configuration and the build of each process that wrote some, from its first block on. The
 * text is whoever's that noted it: nothing here reads it.
 */
import type Database from 'better-sqlite3';

export interface NotedConfiguration {
  readonly build: string;
  readonly text: string;
}

/** From this block on, until the next one's. */
export interface StoredConfiguration extends NotedConfiguration {
  readonly fromSeq: number;
}

/** In order. */
export const configurationsIn = (database: Database.Database): readonly StoredConfiguration[] =>
  database
    .prepare<[], StoredConfiguration>(
      'SELECT from_seq AS fromSeq, build, text FROM configurations ORDER BY from_seq',
    )
    .all();

/** Of the blocks from `fromSeq` on, where the last one noted is another; durable when it returns. */
export function addConfiguration(
  database: Database.Database,
  { fromSeq, build, text }: StoredConfiguration,
): void {
  const last = configurationsIn(database).at(-1);
  if (last?.build === build && last.text === text) return;
  database
    .transaction(() => {
      database
        .prepare(
          `INSERT INTO configurations (from_seq, build, text) VALUES (?, ?, ?)
           ON CONFLICT (from_seq) DO UPDATE SET build = excluded.build, text = excluded.text`,
        )
        .run(fromSeq, build, text);
    })
    .immediate();
}
