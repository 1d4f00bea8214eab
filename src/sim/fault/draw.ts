/**
 * What a fault draws for one message: a function of the seed, the fault's place in the scenario, and what the message is
 * about, so that one fault never moves the draws of another.
 */
import type { ExecutionReport } from '../../core/order/execution-report.js';
import { jitter, shareOf } from '../../core/ground/jitter.js';
import { type LinkRequest, keyOf } from '../link/messages.js';
import type { FaultContext } from './fault-kind.js';

/** What a message is known by: a key, and which of this key it is, from 1. */
export interface Message {
  readonly key: string;
  readonly nth: number;
}

export const messageOf = ({ request, nth }: LinkRequest): Message => ({
  key: keyOf(request),
  nth,
});

/** The stream says each thing of an order once: there is no second of a key. */
export const reportMessage = ({
  clientOrderId,
  execType,
  execution,
}: ExecutionReport): Message => ({
  key: `report:${clientOrderId}:${execType}:${execution?.execId ?? ''}`,
  nth: 1,
});

/** Uniform over [0, 1). `of` names a draw beside the first of a message. */
export const shareDrawn = (
  { seed, purpose }: FaultContext,
  { key, nth }: Message,
  of = '',
): number => shareOf(jitter(seed, key, purpose + of, nth));
