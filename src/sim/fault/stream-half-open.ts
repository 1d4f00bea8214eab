/**
 * The order stream is open at the client's end and gone at the venue's: nothing comes any more, nothing says so, and heartbeats,
 * where there are any, go on. Only questions find what is missed. At the end the stream is there again, also without a word.
 *
 * Unrealistic: the client has no watch of its own on silence, and the connection is replaced without a trace.
 */
import { plus } from '../../core/ground/units.js';
import { BrokenStream } from './broken-stream.js';
import { faultKind } from './fault-kind.js';
import { duration, moment } from './parameter.js';

export const streamHalfOpen = faultKind({
  kind: 'stream-half-open',
  ids: ['STR3'],
  holds: [],
  seam: 'semantic',
  text: 'The order stream is dead and the client is told by nothing.',
  scope: 'all instruments: one order stream for the account',
  acts: 'on reports that leave or arrive in the window',
  counts: 'each report lost',
  parameters: {
    at: moment('when it begins'),
    for: duration('how long it lasts'),
  },
  exactlyOne: [],
  build: (values, context) =>
    new BrokenStream(context.momentOf(values.at), (from) => [
      { from, knownAt: null, backAt: plus(from, values.for) },
    ]),
});
