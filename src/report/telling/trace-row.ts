/** One row of the readable event table: who saw what, when, about which order. */
import type { FaultAct } from '../../core/order/fault-record.js';
import type { EpochMicros } from '../../core/ground/units.js';

export interface TraceRow {
  readonly at: EpochMicros;
  /** Whose view: what the venue did, what a fault did, what reached the engine, what the engine wrote down. */
  readonly where: 'venue' | 'fault' | 'input' | 'engine';
  /** Short name of the order; '' for none. */
  readonly order: string;
  readonly kind: string;
  readonly text: string;
  /** What was true at the venue then, where the engine believed something else; left out where it did not. */
  readonly truth?: string;
  /** What a fault did to one message. */
  readonly act?: FaultAct;
}

/** What is said, and, set apart, what was true. */
export const withTruth = ({ text, truth }: Pick<TraceRow, 'text' | 'truth'>): string =>
  truth === undefined ? text : `${text}  [${truth}]`;
