/** The keys by which a client listens to its account on a market stream's socket. */
import { InvariantError } from '../../../../core/ground/invariant.js';
import type { Call } from '../desk.js';
import { refused } from '../words/refusal.js';
import { type Operation, keyed, marketAt } from './operation.js';

const WEIGHT = 2;

export const STREAM_START: Operation = keyed(WEIGHT, async (call) => {
  await marketAt(call);
  const { keyId, desk, receivedMs } = call;
  if (keyId === null) throw new InvariantError('a stream for nobody');
  return { listenKey: desk.listenKeys.opened(keyId, receivedMs) };
});

export const STREAM_PING: Operation = keyed(WEIGHT, (call) =>
  known(call, (key) => call.desk.listenKeys.renewed(key, call.receivedMs)),
);

export const STREAM_STOP: Operation = keyed(WEIGHT, (call) =>
  known(call, (key) => call.desk.listenKeys.closed(key)),
);

async function known(call: Call, isDone: (listenKey: string) => boolean): Promise<object> {
  const listenKey = call.params.needed('listenKey', 'listen-key');
  await marketAt(call);
  if (!isDone(listenKey)) throw refused(-1125, 'This listenKey does not exist.');
  return {};
}
