/** The key by which a client listens to its account of futures: there is one for each API key, which names it by itself. */
import { InvariantError } from '../../../../core/ground/invariant.js';
import type { Call } from '../desk.js';
import { type Operation, keyed, marketAt } from '../operations/operation.js';
import { refused } from '../words/refusal.js';

const keyIdOf = ({ keyId }: Call): string => {
  if (keyId === null) throw new InvariantError('a stream for nobody');
  return keyId;
};

const NO_KEY = refused(-1125, 'This listenKey does not exist.');

export const STREAM_KEEP: Operation = keyed(1, async (call) => {
  await marketAt(call);
  const { listenKeys } = call.desk;
  const listenKey = listenKeys.of(keyIdOf(call));
  if (listenKey === null || !listenKeys.renewed(listenKey, call.receivedMs)) throw NO_KEY;
  return { listenKey };
});

export const STREAM_END: Operation = keyed(1, async (call) => {
  await marketAt(call);
  const { listenKeys } = call.desk;
  const listenKey = listenKeys.of(keyIdOf(call));
  if (listenKey !== null) listenKeys.closed(listenKey);
  return {};
});
