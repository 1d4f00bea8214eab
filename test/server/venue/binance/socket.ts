/** A plain socket to the venue, which keeps what it hears until somebody asks for it. */
import { once } from 'node:events';
import { WebSocket } from 'ws';

export type Message = Readonly<Record<string, unknown>>;

export class Socket {
  readonly #socket: WebSocket;
  readonly #heard: Message[] = [];
  readonly #texts: string[] = [];
  #waiting: (() => void)[] = [];
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      this.#texts.push(text);
      try {
        this.#heard.push(JSON.parse(text) as Message);
      } catch {
        // Not all that a venue says can be read.
      }
      this.#wake();
    });
    this.closed = new Promise((told) => {
      socket.on('close', (code) => told(code));
    });
    socket.on('error', () => undefined);
  }

  static async to(url: string): Promise<Socket> {
    const socket = new WebSocket(url);
    const opened = new Socket(socket);
    await once(socket, 'open');
    return opened;
  }

  /** All that came so far, as it came. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  send(message: unknown): void {
    this.#socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The first of what came, and was not asked for before, that is so. */
  async next(isIt: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const at = this.#heard.findIndex((message) => isIt(message));
      if (at >= 0) return this.#heard.splice(at, 1)[0]!;
      await this.#more();
    }
  }

  /** Until a text is there that is so. */
  async text(isIt: (text: string) => boolean): Promise<string> {
    for (;;) {
      const found = this.#texts.find((text) => isIt(text));
      if (found !== undefined) return found;
      await this.#more();
    }
  }

  event(name: string): Promise<Message> {
    return this.next((message) => message['e'] === name);
  }

  /** Asks, and hears the answer. */
  ask(message: { readonly id: string | number } & Message): Promise<Message> {
    this.send(message);
    return this.next(({ id }) => id === message.id);
  }

  close(): void {
    this.#socket.close();
  }

  #more(): Promise<void> {
    return new Promise((woken) => this.#waiting.push(woken));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const woken of waiting) woken();
  }
}
