/** A line from a client as the venue may take it: rubbish is refused here, with words, and reaches nobody else. */
import type {
  BrokerCommand,
  BrokerRead,
  EffectCommand,
  FeedRead,
} from '../../core/state/command.js';
import { FrameError, type FrameToVenue, recordIn } from './frames.js';
import {
  type Check,
  isText,
  isTruth,
  isWhole,
  ofKind,
  oneOf,
  orLeftOut,
  orNull,
  shaped,
} from './shape.js';

const isTerms = shaped({
  symbol: isText,
  side: oneOf('buy', 'sell'),
  quantity: isWhole,
  type: oneOf('market', 'limit', 'stop', 'stop-limit'),
  limitPrice: orNull(isWhole),
  stopPrice: orNull(isWhole),
  timeInForce: oneOf('day', 'gtc', 'ioc', 'fok'),
  postOnly: isTruth,
});

const effect = { clientOrderId: isText, attempt: isWhole, clockOffset: orLeftOut(isWhole) };

const EFFECTS: Readonly<Record<EffectCommand['kind'], Check>> = {
  submit: shaped({ ...effect, parentId: isText, terms: isTerms, validUntil: orNull(isWhole) }),
  cancel: shaped({ ...effect, venueOrderId: orNull(isText), symbol: isText }),
  replace: shaped({
    ...effect,
    newClientOrderId: isText,
    venueOrderId: orNull(isText),
    symbol: isText,
    quantity: isWhole,
    limitPrice: orNull(isWhole),
  }),
};

const ofOrder = shaped({ readId: isWhole, clientOrderId: isText, symbol: isText });

const READS: Readonly<Record<BrokerRead['kind'], Check>> = {
  'read-order': ofOrder,
  'read-executions': ofOrder,
  'read-open-orders': shaped({ readId: isWhole, limit: isWhole, cursor: orNull(isText) }),
  'read-history': shaped({ readId: isWhole, after: isWhole, cursor: orNull(isText) }),
  'read-positions': shaped({ readId: isWhole }),
  'read-time': shaped({ readId: isWhole }),
};

const COMMANDS: Readonly<Record<BrokerCommand['kind'], Check>> = { ...EFFECTS, ...READS };

const FEED_READS: Readonly<Record<FeedRead['kind'], Check>> = {
  'read-depth': shaped({ readId: isWhole, symbol: isText, levels: isWhole }),
  'read-volume': shaped({ readId: isWhole, symbol: isText }),
};

const FRAMES: Readonly<Record<FrameToVenue['kind'], Check>> = {
  hello: shaped({ protocol: isWhole }),
  command: shaped({ command: ofKind(COMMANDS), leftAt: isWhole }),
  read: shaped({ read: ofKind(FEED_READS) }),
  ping: shaped({ nth: isWhole }),
};

const isFrame = ofKind(FRAMES);

/** Errors: `FrameError`. */
export function frameToVenue(line: string): FrameToVenue {
  const record = recordIn(line);
  if (!isFrame(record)) throw new FrameError('no frame of this protocol');
  return record as unknown as FrameToVenue;
}
