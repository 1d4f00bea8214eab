/**
 * Keeps what a venue behind a wire sees of its clients, for the judge: each request as it reaches the venue, its answer where somebody was
 * there to hear it, and each frame of the order stream that went out to a listener. Mutable, one a venue.
 */
import { type Lots, micros, millis, seconds } from '../../../core/ground/units.js';
import type { ExecutionReport } from '../../../core/order/execution-report.js';
import type { VenueRequest } from '../../../core/order/venue-message.js';
import type { Observation, Watched } from '../../../sim/bot-judge/observation.js';
import { exchangeNow } from './http-exchange.js';
import type { WireVenue } from './wire-venue.js';

/** In real time: how long ago something has to be for a client to have to know of it. */
const REACTION = seconds(5);
/** In real time. */
const LAG = millis(200);

/** Whether an answer's own words hold what the venue replied of orders and positions. `by`: method and path; null = over a socket. */
export type ShowsReply = (by: string | null, request: VenueRequest) => boolean;

export class WireWatch {
  /** The venue as its dialect is given it. */
  readonly venue: WireVenue;
  readonly #observations: Observation[] = [];
  readonly #held: ReadonlyMap<string, Lots>;
  #asked = 0;

  /** As the venue opens. */
  constructor(venue: WireVenue, shows: ShowsReply) {
    this.#held = new Map(venue.positions().map(({ symbol, quantity }) => [symbol, quantity]));
    this.venue = { ...venue, ask: (request, heard) => this.#ask(venue, shows, { request, heard }) };
  }

  /** A frame about an order went out. */
  told(report: ExecutionReport): void {
    this.#observations.push({ kind: 'told', at: this.venue.now(), report });
  }

  /** `limits`: requests that may come in a minute, each where one is kept. */
  watched(limits: readonly number[], speed: number): Watched {
    const { truth, instruments } = this.venue;
    return {
      ...{ observations: this.#observations, truth, instruments, held: this.#held },
      faults: this.venue.faultRecord(),
      end: this.venue.now(),
      speed,
      planned: [...new Set(this.venue.faultStates().map(({ kind }) => kind))],
      perMinute: limits.length === 0 ? null : Math.min(...limits),
      reaction: micros(REACTION * speed),
      lag: micros(LAG * speed),
    };
  }

  #ask(
    venue: WireVenue,
    shows: ShowsReply,
    { request, heard }: { request: VenueRequest; heard: Parameters<WireVenue['ask']>[1] },
  ): void {
    const exchange = exchangeNow();
    const by = exchange?.by ?? null;
    const nth = (this.#asked += 1);
    let isOver = false;
    this.#observations.push({ kind: 'asked', at: venue.now(), nth, by, request });
    exchange?.onHungUp(() => {
      if (!isOver) this.#observations.push({ kind: 'hung-up', at: venue.now(), nth });
      isOver = true;
    });
    venue.ask(request, (reply) => {
      if (!isOver)
        this.#observations.push({
          ...{ kind: 'answered', at: venue.now(), nth, reply },
          isShown: shows(by, request),
        });
      isOver = true;
      heard(reply);
    });
  }
}
