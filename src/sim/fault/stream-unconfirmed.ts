/**
 * The order stream breaks off, and the venue lets the client in again, takes its keys, and does not confirm what it asks to be told; nor is
 * anything told. Who takes a connection for a stream believes that all is well. In process the client waits for the confirmation, so that its
 * stream is gone all the while; on a wire the connection stands, and the confirmation is what does not come.
 *
 * Unrealistic: connections that were let in meanwhile are never confirmed, also once others are again.
 */
import { plus } from '../../core/ground/units.js';
import { BrokenStream, reconnectedAt } from './broken-stream.js';
import { faultKind } from './fault-kind.js';
import { drawn, duration, moment } from './parameter.js';

export const streamUnconfirmed = faultKind({
  kind: 'stream-unconfirmed',
  ids: ['STR11'],
  holds: [],
  seam: 'encoding',
  text: 'The order stream breaks off; the client is let in again, and what it asks for is not confirmed for a while.',
  scope: 'all instruments: one order stream for the account',
  acts: 'on reports that leave or arrive until one is confirmed',
  counts: 'each report lost',
  parameters: {
    at: moment('when it breaks off'),
    for: drawn(duration('how long nothing is confirmed'), 50_000, 30_000_000),
  },
  exactlyOne: [],
  build: (values, context) =>
    new BrokenStream(
      context.momentOf(values.at),
      (from) => [{ from, knownAt: from, backAt: reconnectedAt(from, plus(from, values.for)) }],
      'unconfirmed',
    ),
});
