/** The name of a stored run. */
import { randomUUID } from 'node:crypto';

/** `20240808-235430-123-9f3c`: sorts by time, short enough to type the beginning of. */
export function newRunId(atMicros: number): string {
  const text = new Date(atMicros / 1_000).toISOString();
  const date = text.slice(0, 4) + text.slice(5, 7) + text.slice(8, 10);
  const clock = text.slice(11, 13) + text.slice(14, 16) + text.slice(17, 19);
  // The beginning of a UUID, of which Node draws many at once: a call to the system for two bytes costs as much as a report.
  return `${date}-${clock}-${text.slice(20, 23)}-${randomUUID().slice(0, 4)}`;
}
