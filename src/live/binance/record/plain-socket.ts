/** A socket without a vendor's client: frames as they come, nothing read into them. */
import { WebSocket } from 'ws';
import type { OpenSocket, SocketEars } from '../ccxt-sockets.js';

const HANDSHAKE_MS = 10_000;
/** A line of a recording may be as long; a diff is some kilobytes. */
const FRAME_BYTES_MAX = 4 * 1024 * 1024;

/** `first` is sent as soon as it is open. */
export function openPlainSocket(url: string, ears: SocketEars, first: object): OpenSocket {
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: FRAME_BYTES_MAX,
  });
  const send = (message: object): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };
  socket.on('open', () => {
    send(first);
    ears.opened();
  });
  socket.on('pong', () => ears.ponged());
  socket.on('message', (data: Buffer) => void ears.heard(data.toString()));
  socket.on('close', () => ears.ended());
  // Its end follows, and is what counts.
  socket.on('error', () => undefined);
  const ping = (): void => {
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  };
  return { send, ping, drop: () => socket.terminate() };
}
