/** The name of a stored run. */
import { randomBytes } from 'node:crypto';

/** `20240808-235430-123-9f3c`: sorts by time, short enough to type the beginning of. */
export function newRunId(atMicros: number): string {
  const text = new Date(atMicros / 1_000).toISOString();
  const [date = '', time = ''] = text.slice(0, -1).split('T');
  const clock = time.replaceAll(':', '').replace('.', '-');
  return `${date.replaceAll('-', '')}-${clock}-${randomBytes(2).toString('hex')}`;
}
