/**
 * Somebody else connects to the order stream with the same key, and the venue, which keeps one connection a key, ends the client's. The client
 * connects again half a second later, which ends the other one; he comes again, `times` times in all, `every` so long.
 *
 * Unrealistic: the other one only listens; what he does to the account is another matter (`order-by-hand`).
 */
import { type Micros, plus, seconds } from '../../core/ground/units.js';
import { BrokenStream, reconnectedAt } from './broken-stream.js';
import { faultKind } from './fault-kind.js';
import { count, drawn, duration, moment, withFallback } from './parameter.js';

export const streamDisplaced = faultKind({
  kind: 'stream-displaced',
  ids: ['STR10'],
  holds: [],
  seam: 'semantic',
  text: 'Somebody else takes the order stream, as often as the client takes it back.',
  scope: 'all instruments: one order stream for the account',
  acts: 'on reports that leave or arrive while somebody else has it',
  counts: 'each report lost',
  parameters: {
    at: moment('when he first connects'),
    times: withFallback(drawn(count('how often he does'), 1, 5), 1),
    every: withFallback(
      drawn(duration('from one time to the next, at least two seconds'), 2_000_000, 30_000_000),
      seconds(10),
    ),
  },
  exactlyOne: [],
  build: ({ at, times, every }, context) =>
    new BrokenStream(context.momentOf(at), (first) =>
      Array.from({ length: times }, (_, nth) => {
        const from = plus(first, (nth * Math.max(every, SHORTEST)) as Micros);
        return { from, knownAt: from, backAt: reconnectedAt(from, from) };
      }),
    ),
});

/** He has noticed by then that his own was taken. */
const SHORTEST = seconds(2);
