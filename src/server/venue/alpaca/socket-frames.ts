/** What goes over a client's socket, in both streams: whoever speaks rubbish hears so, whoever does not read is let go. */
import type { RawData, WebSocket } from 'ws';

export type Message = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The record a message holds; null = it holds none. */
export function recordIn(raw: RawData, read: (bytes: Buffer) => unknown): Message | null {
  try {
    const value = read(bytesOf(raw));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

const bytesOf = (raw: RawData): Buffer => {
  if (Array.isArray(raw)) return Buffer.concat(raw);
  return Buffer.isBuffer(raw) ? raw : Buffer.from(raw);
};

/** Bytes that wait for a client which does not read. */
const UNREAD_MOST = 16 * 1_024 * 1_024;

export function tell(socket: WebSocket, frame: Uint8Array | string): void {
  if (socket.readyState !== socket.OPEN) return;
  socket.send(frame);
  if (socket.bufferedAmount > UNREAD_MOST) socket.terminate();
}
