/**
 * The simulated venue behind a socket of this machine, in the words of the core's ports. It lives on while clients come and go;
 * one is connected at a time, and the newest is the one: an older one is a process that should be gone. The order stream has no
 * memory from one connection to the next.
 *
 * Invariants: 1. It listens on the loopback address alone. 2. What a client sends reaches nobody but the venue, and only after
 * its shape was checked. 3. A client is told a quote when it changed, and what it was on its arrival.
 */
import { type Server, createServer } from 'node:net';
import type { Micros } from '../../../core/ground/units.js';
import type { QuoteView } from '../../../core/order/outcome.js';
import { type BrokerCommand, isEffect } from '../../../core/state/command.js';
import { type FrameToClient, type FrameToVenue, PORT_PROTOCOL } from '../../../live/port/frames.js';
import { isSameTop } from '../../../live/quote-boards.js';
import { PortClient } from './port-client.js';
import type { ServedVenue } from './served-venue.js';

export const LOOPBACK = '127.0.0.1';

export interface PortServerOptions {
  readonly venue: ServedVenue;
  /** Told of every command of a client as it came out of the socket. */
  readonly onArrived?: (command: BrokerCommand) => void;
}

export class PortServer {
  readonly #options: PortServerOptions;
  readonly #server: Server;
  readonly #connections = new Set<PortClient>();
  /** The one that said hello last. */
  #client: PortClient | null = null;
  /** What it was shown of each market. */
  readonly #shown = new Map<string, QuoteView>();

  constructor(options: PortServerOptions) {
    this.#options = options;
    const { venue } = options;
    venue.broker.reports$.subscribe((input) => this.#tell({ kind: 'broker', input }));
    venue.feed.events$.subscribe((input) => this.#tell({ kind: 'feed', input }));
    this.#server = createServer((socket) => {
      const client = new PortClient(socket, {
        heard: (from, frame) => this.#heard(from, frame),
        paused: () => this.goOn(),
        gone: (from) => this.#gone(from),
      });
      this.#connections.add(client);
    });
  }

  /** `port` 0 = any free one. The port it listens on. */
  listen(port: number): Promise<number> {
    return new Promise((done, fail) => {
      this.#server.once('error', fail);
      this.#server.listen(port, LOOPBACK, () => {
        const address = this.#server.address();
        if (typeof address === 'object' && address !== null) done(address.port);
      });
    });
  }

  /** The venue goes on to now, and the client is told what came of it. */
  goOn(): void {
    const { venue } = this.#options;
    venue.catchUp();
    if (this.#client !== null) for (const symbol of venue.symbols) this.#show(symbol);
  }

  /** Every connection ends; whoever comes again is welcome. */
  dropAll(why = 'the venue ends all connections'): void {
    for (const client of this.#connections) client.refuse(why);
  }

  close(): Promise<void> {
    this.dropAll('the venue is closed');
    return new Promise((done) => {
      this.#server.close(() => done());
    });
  }

  #heard(from: PortClient, frame: FrameToVenue): void {
    if (frame.kind === 'hello') this.#welcome(from, frame.protocol);
    else if (from !== this.#client) from.refuse('no hello came before that');
    else this.#take(frame);
  }

  #welcome(client: PortClient, protocol: number): void {
    if (protocol !== PORT_PROTOCOL) {
      client.refuse(`protocol ${protocol}, this venue speaks ${PORT_PROTOCOL}`, false);
      return;
    }
    const { venue } = this.#options;
    venue.catchUp();
    venue.clientRestarts();
    if (this.#client !== client) this.#client?.refuse('another client has come', false);
    this.#client = client;
    this.#shown.clear();
    client.tell(venue.greeting());
  }

  #take(frame: Exclude<FrameToVenue, { kind: 'hello' }>): void {
    const { venue } = this.#options;
    venue.catchUp();
    switch (frame.kind) {
      case 'command':
        this.#options.onArrived?.(frame.command);
        // The last guard was asked where the frame left the client.
        venue.broker.send(stamped(frame, venue.now()), () => null);
        return;
      case 'read':
        venue.feed.send(frame.read);
        return;
      case 'ping':
        this.#tell({ kind: 'pong', nth: frame.nth });
    }
  }

  #gone(client: PortClient): void {
    this.#connections.delete(client);
    if (client !== this.#client) return;
    this.#client = null;
    this.#options.venue.clientRestarts();
  }

  #show(symbol: string): void {
    const view = this.#options.venue.feed.quoteOf(symbol);
    const shown = this.#shown.get(symbol);
    if (shown?.aliveAt === view.aliveAt && isSameTop(shown.quote, view.quote)) return;
    this.#shown.set(symbol, view);
    this.#tell({ kind: 'quote', view });
  }

  #tell(frame: FrameToClient): void {
    this.#client?.tell(frame);
  }
}

/** Whoever sends stamps a request with its own clock, be it another than the venue's. */
function stamped(
  { command, leftAt }: Extract<FrameToVenue, { kind: 'command' }>,
  now: number,
): BrokerCommand {
  if (!isEffect(command)) return command;
  return { ...command, clockOffset: ((command.clockOffset ?? 0) + leftAt - now) as Micros };
}
