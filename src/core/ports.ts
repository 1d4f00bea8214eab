/**
 * The ports of the core, on one screen. A simulated venue, a paper account and a real broker implement them; the core
 * cannot tell which it has (SIM-1). No promise in a port: `send` returns nothing and never throws. Exactly one outcome
 * or answer comes back per command, on `reports$` / `events$`, within its deadline; a later truth arrives as an
 * ordinary execution report.
 */
import type { Observable } from 'rxjs';
import type { BrokerCommand, EffectCommand, FeedRead } from './state/command.js';
import type { InputBody } from './state/input.js';
import type { JournalBlock } from './state/journal-block.js';
import type { PriceRange, QuoteView, Veto } from './order/outcome.js';
import type { EpochMicros } from './ground/units.js';

export type { Clock } from './ground/clock.js';

/**
 * The last guard (SCH-2): called by the transport in the same tick as the send, after every queue and await; a veto
 * comes back as the outcome `not-sent`. Reads and cancels are not asked.
 */
export type LeaveGate = (command: EffectCommand, now: EpochMicros) => Veto | null;

export type BrokerInput = Extract<
  InputBody,
  { kind: 'execution-report' | 'outcome' | 'answer' | 'stream' }
>;
export type FeedInput = Extract<InputBody, { kind: 'answer' | 'feed' }>;

export interface Broker {
  readonly reports$: Observable<BrokerInput>;
  send(command: BrokerCommand, mayLeave: LeaveGate): void;
}

export interface MarketFeed {
  readonly events$: Observable<FeedInput>;
  send(read: FeedRead): void;
  /** What the quote board shows of a symbol now: local, and answered at once. */
  quoteOf(symbol: string): QuoteView;
  /**
   * Calls `left` once, after the first delivery from now on, or already on its way, that leaves best bid + best ask (ticks)
   * outside the range, ends included; in place of what was watched of the symbol before. What a quote lost or cleared
   * leaves is no price.
   */
  watch(symbol: string, range: PriceRange, left: () => void): void;
}

/**
 * Durable when `append` returns, all blocks or none; throws when they could not be made durable (the host then stops:
 * fail closed).
 */
export interface Journal {
  append(blocks: readonly JournalBlock[]): void;
}

/** The kill switch shared between processes; an error is a veto. */
export interface RiskStore {
  engaged(): boolean;
}
