/**
 * The clock of the client's machine is set anew while it runs (a time server, a person). Set ahead, what waits for the time between
 * is due at once; set back, the client's time stands still until the clock has caught up, since it takes no time twice. The client
 * notices: a clock that only counts goes on. Whether the old time was right or the new one, only the venue can tell.
 *
 * Unrealistic: it is set in one step, where time servers set small differences slowly.
 */
import type { Micros } from '../../core/ground/units.js';
import { PassingFlaw } from './flawed-clock.js';
import { faultKind } from './fault-kind.js';
import { choice, drawn, duration, moment, withFallback } from './parameter.js';

const parameters = {
  at: moment('when it is set'),
  by: drawn(duration('by how much'), 50_000, 60_000_000),
  direction: withFallback(choice('which way', ['ahead', 'back']), 'ahead'),
};

export const clockJump = faultKind({
  kind: 'clock-jump',
  ids: ['CLK3'],
  holds: [],
  seam: 'semantic',
  text: "The client's clock is set ahead or back while it runs.",
  scope: 'the whole client, every instrument',
  acts: 'on every time that the client reads or is waiting for, from then on',
  counts: 'once',
  parameters,
  exactlyOne: [],
  build: (values, { momentOf }) => {
    const by = (values.direction === 'ahead' ? values.by : -values.by) as Micros;
    return new PassingFlaw(momentOf(values.at), (whenKnown) => ({ kind: 'step', by, whenKnown }));
  },
});
