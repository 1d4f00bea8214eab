/**
 * A client's connection that the venue keeps: it asks whether the client is still there, and gives up on one that does not answer, or does
 * not read what it is told. By the wall clock, which is looked at whenever the venue goes on.
 */
import type { WebSocket } from 'ws';

const PING_MS = 20_000;
const PONG_MS = 60_000;
/** What may wait for a client that does not read. */
const UNREAD_BYTES_MAX = 16 * 1_024 * 1_024;

export class LiveSocket {
  readonly #socket: WebSocket;
  #pingedMs: number;
  #heardMs: number;

  constructor(socket: WebSocket, nowMs: number) {
    this.#socket = socket;
    this.#pingedMs = nowMs;
    this.#heardMs = nowMs;
    socket.on('pong', () => {
      this.#heardMs = this.#pingedMs;
    });
    // Whoever hangs up in the middle of a frame, or sends one that is none: his connection ends.
    socket.on('error', () => socket.terminate());
  }

  send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > UNREAD_BYTES_MAX) this.cut();
    else this.#socket.send(text);
  }

  /** Without a word: the other side sees code 1006. */
  cut(): void {
    this.#socket.terminate();
  }

  goOn(nowMs: number): void {
    if (nowMs - this.#heardMs >= PONG_MS) this.cut();
    else if (nowMs - this.#pingedMs >= PING_MS) {
      this.#pingedMs = nowMs;
      this.#socket.ping(String(nowMs));
    }
  }
}
