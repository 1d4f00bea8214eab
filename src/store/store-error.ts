/** What is stored, or should be, cannot be; the message says why and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
