/**
 * The order stream breaks off: the venue closes it (as it does after 24 h), or it ends without a word (1006) and the client
 * finds that out some time later. What is said until it is connected again is lost. The client tries anew half a second
 * after it knows, then after waits that double up to 8 s; attempts while the venue takes nobody fail.
 *
 * Unrealistic: connecting takes no time of its own, the waits have no jitter, and no second connection is ever alive.
 */
import { type Micros, plus } from '../../core/ground/units.js';
import { BrokenStream, reconnectedAt } from './broken-stream.js';
import { faultKind } from './fault-kind.js';
import { duration, drawn, moment, optional } from './parameter.js';

export const streamDisconnect = faultKind({
  kind: 'stream-disconnect',
  ids: ['STR2'],
  holds: [],
  seam: 'semantic',
  text: 'The order stream breaks off; the client knows it and connects again.',
  scope: 'all instruments: one order stream for the account',
  acts: 'on reports that leave or arrive while it is gone',
  counts: 'each report lost',
  parameters: {
    at: moment('when it breaks off'),
    for: drawn(duration('how long the venue takes no new connection'), 50_000, 30_000_000),
    noticed: optional(
      drawn(
        duration('how long until the client knows; at once when left out'),
        100_000,
        20_000_000,
      ),
    ),
  },
  exactlyOne: [],
  build: (values, context) =>
    new BrokenStream(context.momentOf(values.at), (from) => {
      const knownAt = plus(from, values.noticed ?? (0 as Micros));
      return [{ from, knownAt, backAt: reconnectedAt(knownAt, plus(from, values.for)) }];
    }),
});
