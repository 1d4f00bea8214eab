/**
 * The listen key or the credentials of the order stream run out: it ends with a word, or quietly, and then the client learns
 * of it when it next renews the key. A new key is fetched and the stream connected with it; until then what is said is lost.
 *
 * Unrealistic: only the stream is concerned. Requests that are signed with the same credentials are still taken.
 */
import { type Micros, plus } from '../../core/ground/units.js';
import { BrokenStream } from './broken-stream.js';
import { faultKind } from './fault-kind.js';
import { duration, drawn, moment, optional, withFallback } from './parameter.js';

export const streamExpired = faultKind({
  kind: 'stream-expired',
  ids: ['STR8'],
  holds: [],
  seam: 'semantic',
  text: 'The key of the order stream runs out; the client gets a new one once it knows.',
  scope: 'all instruments: one order stream for the account',
  acts: 'on reports that leave or arrive while it is gone',
  counts: 'each report lost',
  parameters: {
    at: moment('when the key runs out'),
    quiet: optional(
      drawn(
        duration('how long it is over without a word; told at once when left out'),
        100_000,
        45_000_000,
      ),
    ),
    renewal: withFallback(
      drawn(duration('how long a new key and a new connection take'), 50_000, 15_000_000),
      1_000_000 as Micros,
    ),
  },
  exactlyOne: [],
  build: (values, context) =>
    new BrokenStream(
      context.momentOf(values.at),
      (from) => {
        const knownAt = plus(from, values.quiet ?? (0 as Micros));
        return [{ from, knownAt, backAt: plus(knownAt, values.renewal) }];
      },
      'ended',
    ),
});
