/**
 * One connection to the venue's socket: bytes in, frames out. It ends with a word of why when it is sent rubbish or nobody reads
 * what it is told, and takes nobody else with it. Mutable, one a connection.
 */
import type { Socket } from 'node:net';
import {
  FrameError,
  type FrameToClient,
  type FrameToVenue,
  TO_VENUE_BYTES_MAX,
  frameText,
} from '../../../live/port/frames.js';
import { LineReader } from '../../../live/port/line-reader.js';
import { frameToVenue } from '../../../live/port/to-venue.js';

/** Bytes that wait for a client which does not read. */
const UNREAD_MAX = 16 * 1_024 * 1_024;

export interface ClientEars {
  heard(client: PortClient, frame: FrameToVenue): void;
  /** The frames that came together have been heard. */
  paused(): void;
  gone(client: PortClient): void;
}

export class PortClient {
  readonly #socket: Socket;
  readonly #reader = new LineReader(TO_VENUE_BYTES_MAX);
  readonly #ears: ClientEars;
  #ended = false;

  constructor(socket: Socket, ears: ClientEars) {
    this.#socket = socket;
    this.#ears = ears;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    // A client that was killed resets the connection: "close" follows.
    socket.on('error', () => undefined);
    socket.on('close', () => ears.gone(this));
  }

  tell(frame: FrameToClient): void {
    if (this.#ended) return;
    this.#socket.write(frameText(frame));
    if (this.#socket.writableLength > UNREAD_MAX) this.#socket.destroy();
  }

  /** `again`: it may come back. */
  refuse(why: string, again = true): void {
    if (this.#ended) return;
    this.tell({ kind: 'refused', why, again });
    this.#ended = true;
    this.#socket.end();
    this.#socket.destroySoon();
  }

  #read(chunk: Buffer): void {
    if (this.#ended) return;
    try {
      for (const line of this.#reader.read(chunk)) {
        const frame = frameToVenue(line);
        this.#ears.heard(this, frame);
      }
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.refuse(error.message);
    }
    this.#ears.paused();
  }
}
