/** What is stored, or should be, cannot be; the message says why and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** What to do about a file that cannot be a results database. */
export const ANOTHER_FILE = 'choose another file with --db or SQUALL_DB';
