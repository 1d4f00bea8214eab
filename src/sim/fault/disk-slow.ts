/**
 * The disk with the client's journal takes long to say that a write is durable: a busy volume, a full cache, a neighbour. The process waits for it in the
 * turn in which it decided, as one does that writes and syncs: nothing of that step leaves before, and nothing else of it goes on either. What comes
 * meanwhile is heard afterwards, as after `client-paused`; killed in the middle it leaves the write in its file and has told nobody (a machine that
 * loses its power loses the write). Each delay is drawn between `from` and `to`, as often below as above their geometric mean.
 *
 * Unrealistic: delays are independent; a disk that is slow is slow for a while. A write that no fault hits takes no time.
 */
import { micros } from '../../core/ground/units.js';
import { shareDrawn } from './draw.js';
import { faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import { drawn, duration } from './parameter.js';

const LEAST_DRAWN = 1_000;
const MOST_DRAWN = 5_000_000;

const parameters = {
  ...hitParameters('write', 'writes'),
  from: drawn(duration('the shortest that one takes'), LEAST_DRAWN, MOST_DRAWN),
  to: drawn(duration('the longest'), LEAST_DRAWN, MOST_DRAWN),
};

export const diskSlow = faultKind({
  kind: 'disk-slow',
  ids: ['DSK9'],
  holds: ['market-data'],
  seam: 'semantic',
  text: "The disk takes long to make a write of the client's journal durable.",
  scope: 'the whole client, every instrument',
  acts: 'on writes of the journal, each of all that was decided in one turn',
  counts: 'each write that took long',
  parameters,
  ...HIT_RULES,
  build: (values, context) => {
    const hits = new Hits(values, context);
    let nth = 0;
    return {
      activations: () => hits.count,
      spans: (now) => hits.spans(['client'], now),
      syncTakes: (now) => {
        nth += 1;
        const write = { key: 'write', nth };
        if (!hits.hits(write, now)) return micros(0);
        const { from, to } = values;
        return micros(Math.round(from * (to / from) ** shareDrawn(context, write, '.length')));
      },
    };
  },
});
