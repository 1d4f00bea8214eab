/** What is wrong with a database, and what to do, in words for its user. Types only. */
export interface StoreWords {
  readonly what: string;
  /** What to do. */
  readonly fix?: string;
  /** Where no other file would do better. */
  readonly thisFile?: true;
}
