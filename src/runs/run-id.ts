/** The name of a stored run. */
import { randomUUID } from 'node:crypto';

/** `20240808-235430-123-9f3c`: sorts by time, short enough to type the beginning of. */
export function newRunId(atMicros: number): string {
  const text = new Date(atMicros / 1_000).toISOString();
  const [date = '', time = ''] = text.slice(0, -1).split('T');
  const clock = time.replaceAll(':', '').replace('.', '-');
  // The beginning of a UUID, of which Node draws many at once: a call to the system for two bytes costs as much as a report.
  return `${date.replaceAll('-', '')}-${clock}-${randomUUID().slice(0, 4)}`;
}
