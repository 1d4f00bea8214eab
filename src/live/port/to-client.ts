/**
 * A line from the venue as the program may take it. The kinds are checked and what the port itself reads; what is inside a
 * report or an answer is the core's to doubt, as with any venue (F:MD8).
 */
import type { BrokerInput, FeedInput } from '../../core/ports.js';
import { FrameError, type FrameToClient, recordIn } from './frames.js';
import {
  type Check,
  isList,
  isText,
  isTruth,
  isWhole,
  ofKind,
  oneOf,
  orNull,
  shaped,
} from './shape.js';

/** Of one of the core's unions: the core switches on the kind, and knows what else is there. */
const isOfSomeKind = shaped({ kind: isText });

const BROKER_INPUTS: Readonly<Record<BrokerInput['kind'], Check>> = {
  'execution-report': shaped({
    report: shaped({ clientOrderId: isText, symbol: isText, execType: isText }),
  }),
  outcome: shaped({
    effect: oneOf('submit', 'cancel', 'replace'),
    clientOrderId: isText,
    attempt: isWhole,
    outcome: isOfSomeKind,
  }),
  answer: shaped({ readId: isWhole, answer: isOfSomeKind }),
  stream: shaped({ status: oneOf('up', 'down') }),
};

const FEED_INPUTS: Readonly<Record<FeedInput['kind'], Check>> = {
  answer: shaped({ readId: isWhole, answer: isOfSomeKind }),
  feed: shaped({ status: oneOf('up', 'down') }),
};

const isTop = shaped({
  bid: isWhole,
  bidQuantity: isWhole,
  ask: isWhole,
  askQuantity: isWhole,
  venueTime: isWhole,
});

const FRAMES: Readonly<Record<FrameToClient['kind'], Check>> = {
  greeting: shaped({
    protocol: isWhole,
    now: isWhole,
    speed: (value) => typeof value === 'number' && value > 0,
    start: isWhole,
    instruments: isList,
  }),
  broker: shaped({ input: ofKind(BROKER_INPUTS) }),
  feed: shaped({ input: ofKind(FEED_INPUTS) }),
  quote: shaped({
    view: shaped({ symbol: isText, quote: orNull(isTop), aliveAt: orNull(isWhole) }),
  }),
  pong: shaped({ nth: isWhole }),
  refused: shaped({ why: isText, again: isTruth }),
};

const isFrame = ofKind(FRAMES);

/** Errors: `FrameError`. */
export function frameToClient(line: string): FrameToClient {
  const record = recordIn(line);
  if (!isFrame(record)) throw new FrameError('no frame of this protocol');
  return record as unknown as FrameToClient;
}
