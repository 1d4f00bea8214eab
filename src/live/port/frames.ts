/**
 * What travels between the program and a venue in another process: the words of the core's ports as they are, one frame a
 * line. Not a dialect of any venue: it is how the same simulated venue stands behind a socket. Types, and text to and from.
 */
import type { Instrument } from '../../core/ground/instrument.js';
import type { EpochMicros } from '../../core/ground/units.js';
import type { QuoteView } from '../../core/order/outcome.js';
import type { BrokerInput, FeedInput } from '../../core/ports.js';
import type { BrokerCommand, FeedRead } from '../../core/state/command.js';
import { exactJson, parsedExactly } from './exact-json.js';

/** Both ends are of one build; a number that differs is said instead of misread. */
export const PORT_PROTOCOL = 1;

/** What the venue says of itself before anything else. */
export interface Greeting {
  readonly kind: 'greeting';
  readonly protocol: number;
  /** What time it is there, and how fast it passes. */
  readonly now: EpochMicros;
  readonly speed: number;
  /** When its market begins: what a scenario's times are counted from. */
  readonly start: EpochMicros;
  readonly instruments: readonly Instrument[];
}

export type FrameToVenue =
  | { readonly kind: 'hello'; readonly protocol: number }
  /** `leftAt`: by the client's clock, as whoever sends stamps it. */
  | { readonly kind: 'command'; readonly command: BrokerCommand; readonly leftAt: EpochMicros }
  | { readonly kind: 'read'; readonly read: FeedRead }
  | { readonly kind: 'ping'; readonly nth: number };

export type FrameToClient =
  | Greeting
  | { readonly kind: 'broker'; readonly input: BrokerInput }
  | { readonly kind: 'feed'; readonly input: FeedInput }
  | { readonly kind: 'quote'; readonly view: QuoteView }
  | { readonly kind: 'pong'; readonly nth: number }
  /** The last word before the connection ends; `again`: whether there is any use in coming back. */
  | { readonly kind: 'refused'; readonly why: string; readonly again: boolean };

/** Bytes of a line to the venue: a command has some hundred. */
export const TO_VENUE_BYTES_MAX = 64 * 1_024;
/** To the client: a page of history has 500 orders. */
export const TO_CLIENT_BYTES_MAX = 4 * 1_024 * 1_024;

export const frameText = (frame: FrameToVenue | FrameToClient): string => `${exactJson(frame)}\n`;

/** A line that is no frame. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** The record in a line. Errors: `FrameError`. */
export function recordIn(line: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = parsedExactly(line);
  } catch (error) {
    throw new FrameError(`no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FrameError('no record');
  return value as Readonly<Record<string, unknown>>;
}
