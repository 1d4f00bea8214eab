/**
 * The connection to a venue in another process, over loopback: made, lost, and made again with growing waits. It carries
 * frames and knows nothing of orders. Mutable, one a process.
 *
 * Invariants: 1. What `send` took was handed to the socket in the same tick; where it returns false no byte left. 2. `up` and
 * `down` take turns, and every frame comes between an `up` and its `down`.
 */
import { type Socket, connect } from 'node:net';
import type { SystemTime } from '../clock/system-time.js';
import {
  FrameError,
  type FrameToClient,
  type FrameToVenue,
  type Greeting,
  PORT_PROTOCOL,
  TO_CLIENT_BYTES_MAX,
  frameText,
} from './frames.js';
import { LineReader } from './line-reader.js';
import { frameToClient } from './to-client.js';

export interface VenueAddress {
  readonly host: string;
  readonly port: number;
}

export interface LineEars {
  /** Connected, and the venue has said who it is. */
  up(greeting: Greeting): void;
  down(why: string): void;
  heard(frame: FrameToClient): void;
  /** Not reached for as long as was asked; nothing follows. */
  unreachable(why: string): void;
}

export interface VenueLineOptions {
  readonly address: VenueAddress;
  readonly time: SystemTime;
  /** How long it tries, from the start or from a loss on. */
  readonly retryMs: number;
  readonly ears: LineEars;
}

const WAIT_MS_FIRST = 20;
const WAIT_MS_MAX = 2_000;
/** Of a venue that accepts and says nothing. */
const GREETING_MS = 5_000;

export class VenueLine {
  readonly #options: VenueLineOptions;
  #socket: Socket | null = null;
  #greeted = false;
  #closed = false;
  #wait = WAIT_MS_FIRST;
  #triedSince: number;
  /** Why the last attempt failed, or the connection ended. */
  #why = 'no answer';
  #disarm: () => void = () => undefined;

  constructor(options: VenueLineOptions) {
    this.#options = options;
    this.#triedSince = options.time.elapsed();
    this.#attempt();
  }

  get isUp(): boolean {
    return this.#greeted;
  }

  /** False = there is no connection, nothing left. */
  send(frame: FrameToVenue): boolean {
    if (!this.#greeted || this.#socket?.writable !== true) return false;
    this.#socket.write(frameText(frame));
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#disarm();
    this.#socket?.destroy();
    this.#socket = null;
    this.#greeted = false;
  }

  #attempt(): void {
    const socket = connect({ ...this.#options.address, noDelay: true });
    this.#socket = socket;
    const reader = new LineReader(TO_CLIENT_BYTES_MAX);
    this.#disarm = this.#options.time.after(GREETING_MS, () => {
      this.#why = 'it accepts connections and says nothing';
      socket.destroy();
    });
    socket.on('connect', () => {
      socket.write(frameText({ kind: 'hello', protocol: PORT_PROTOCOL }));
    });
    socket.on('data', (chunk: Buffer) => this.#read(socket, reader, chunk));
    socket.on('error', (error) => {
      this.#why = error.message;
    });
    socket.on('close', () => this.#lost(socket));
  }

  #read(socket: Socket, reader: LineReader, chunk: Buffer): void {
    try {
      for (const line of reader.read(chunk)) if (socket === this.#socket) this.#hear(line);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#why = `it sends ${error.message}`;
      socket.destroy();
    }
  }

  #hear(line: string): void {
    const frame = frameToClient(line);
    const { ears } = this.#options;
    if (frame.kind === 'refused') this.#refused(frame);
    else if (this.#greeted) ears.heard(frame);
    else if (frame.kind === 'greeting') this.#greet(frame);
    else throw new FrameError('something before its greeting');
  }

  #refused({ why, again }: Extract<FrameToClient, { kind: 'refused' }>): void {
    this.#why = why;
    // Whoever took our place would lose it to us, and we to it, for ever.
    if (!again) this.#triedSince = -Infinity;
  }

  #greet(greeting: Greeting): void {
    if (greeting.protocol !== PORT_PROTOCOL)
      throw new FrameError(`protocol ${greeting.protocol}, this program speaks ${PORT_PROTOCOL}`);
    this.#disarm();
    this.#greeted = true;
    this.#wait = WAIT_MS_FIRST;
    this.#options.ears.up(greeting);
  }

  #lost(socket: Socket): void {
    if (this.#closed || socket !== this.#socket) return;
    const { time, ears } = this.#options;
    this.#disarm();
    this.#socket = null;
    if (this.#greeted) {
      this.#greeted = false;
      if (this.#triedSince > -Infinity) this.#triedSince = time.elapsed();
      ears.down(this.#why);
    }
    if (time.elapsed() - this.#triedSince >= this.#options.retryMs * 1_000) {
      this.#closed = true;
      ears.unreachable(this.#why);
      return;
    }
    this.#disarm = time.after(this.#wait, () => this.#attempt());
    this.#wait = Math.min(2 * this.#wait, WAIT_MS_MAX);
  }
}
