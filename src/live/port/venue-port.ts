/**
 * Broker and market feed of the core over one connection to a venue in another process. Whatever the connection brings becomes
 * an action of the clock, in the order in which it came: nothing is emitted from inside the socket's own callbacks.
 */
import { LANE_DELIVERY } from '../../core/ground/clock.js';
import type { Micros } from '../../core/ground/units.js';
import type { SystemClock } from '../clock/system-clock.js';
import type { FrameToClient } from './frames.js';
import { PortBroker, type Wire } from './port-broker.js';
import { PortFeed } from './port-feed.js';

export interface VenuePortOptions {
  readonly clock: SystemClock;
  readonly wire: Wire;
  readonly requestTimeout: Micros;
  readonly symbols: readonly string[];
}

export class VenuePort {
  readonly broker: PortBroker;
  readonly feed: PortFeed;
  readonly #clock: SystemClock;

  constructor({ clock, wire, requestTimeout, symbols }: VenuePortOptions) {
    this.#clock = clock;
    this.broker = new PortBroker(clock, wire, requestTimeout);
    this.feed = new PortFeed(clock, wire, requestTimeout, symbols);
  }

  connected(): void {
    this.#soon(() => {
      this.broker.connected();
      this.feed.connected();
    });
  }

  disconnected(): void {
    this.#soon(() => {
      this.broker.disconnected();
      this.feed.disconnected();
    });
  }

  heard(frame: FrameToClient): void {
    this.#soon(() => {
      if (frame.kind === 'broker') this.broker.heard(frame.input);
      else if (frame.kind === 'feed') this.feed.heard(frame.input);
      else if (frame.kind === 'quote') this.feed.shown(frame.view);
    });
  }

  #soon(action: () => void): void {
    this.#clock.soon(LANE_DELIVERY, action);
  }
}
