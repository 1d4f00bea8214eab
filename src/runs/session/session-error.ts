/** A session file that cannot be read, or a session that cannot be recorded: what is wrong, and what to do. */
export class SessionError extends Error {
  override readonly name = 'SessionError';
}
