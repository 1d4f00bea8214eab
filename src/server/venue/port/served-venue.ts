/** What the server needs of a venue that stands behind a socket: the client's ports of a simulation, and its time. */
import type { EpochMicros } from '../../../core/ground/units.js';
import type { Broker, MarketFeed } from '../../../core/ports.js';
import type { Greeting } from '../../../live/port/frames.js';

export interface ServedVenue {
  readonly broker: Broker;
  readonly feed: MarketFeed;
  readonly symbols: readonly string[];
  /** What it says of itself to whoever connects. */
  greeting(): Greeting;
  /** Its clock, as far as it has come. */
  now(): EpochMicros;
  /** Everything that is due by now has happened afterwards. */
  catchUp(): void;
  /** Whoever is connected from here on is another process: what the one before was owed is owed to nobody. */
  clientRestarts(): void;
}
