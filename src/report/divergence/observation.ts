/**
 * What the journal of a run tells of its orders to whoever holds it against another run's: the rows everyone reads, and beside them when
 * each order was sent, when the venue first spoke of it, and how long answers took. A simulation, a paper session and a live one have
 * such a journal alike; what only a simulated venue knows is no part of it. Types only.
 *
 * Times are of the engine's own clock: the only one that a journal of a real venue has for all of them.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { ClientOrderId } from '../../core/order/order.js';
import type { RunProjection } from '../projection/projection.js';

export interface Send {
  readonly at: EpochMicros;
  readonly attempt: number;
}

/** One order between its first submit and the venue's last word. */
export interface OrderLife {
  /** Submits and replaces that were not proven unsent, in order. */
  readonly sends: readonly Send[];
  /** When the engine first heard that the venue has it, by whatever path; null = never. */
  readonly heardAt: EpochMicros | null;
  /** The venue's code; null = it was not refused. */
  readonly refusedWith: string | null;
  readonly cancels: number;
}

export type OrderLives = ReadonlyMap<ClientOrderId, OrderLife>;

/** Microseconds from a request to its answer, as the client waited for them; in the order of the answers. */
export interface RoundTrips {
  /** Of submits that were accepted. */
  readonly submit: readonly number[];
  readonly cancel: readonly number[];
  /** Reads of the broker that were answered. */
  readonly query: readonly number[];
  /** By how much the order stream told an acceptance later than the answer did; below 0: sooner. */
  readonly streamBehindAnswer: readonly number[];
}

/** How submits were answered. */
export interface SubmitAnswers {
  readonly accepted: number;
  /** By the code of the venue. */
  readonly refused: ReadonlyMap<string, number>;
  /** No answer came that says what became of them. */
  readonly unknown: number;
}

export interface Observation {
  readonly projection: RunProjection;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly lives: OrderLives;
  readonly trips: RoundTrips;
  readonly answers: SubmitAnswers;
  /** Of the last block. */
  readonly endedAt: EpochMicros;
}
