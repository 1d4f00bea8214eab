/**
 * The clock of the client's machine is fast or slow: right at the start, and further off the longer the run lasts. A venue that
 * bounds how old a request may be refuses its stamps once they are too far off.
 *
 * Unrealistic: the rate is constant, and nobody sets the clock right.
 */
import { StandingFlaw } from './flawed-clock.js';
import { faultKind } from './fault-kind.js';
import { choice, count, drawn, withFallback } from './parameter.js';

/** A tenth: no clock of a machine is that bad. */
const MOST = 100_000;

const parameters = {
  ppm: drawn({ ...count('by how many parts in a million'), max: MOST }, 1, 500),
  direction: withFallback(choice('which way', ['fast', 'slow']), 'fast'),
};

export const clockDrift = faultKind({
  kind: 'clock-drift',
  ids: ['CLK2'],
  holds: [],
  seam: 'semantic',
  text: "The client's clock is fast or slow.",
  scope: 'the whole client, every instrument',
  acts: 'on every time that the client reads or is waiting for',
  counts: 'once',
  parameters,
  exactlyOne: [],
  build: ({ ppm, direction }, context) =>
    new StandingFlaw({ kind: 'drift', ppm: direction === 'fast' ? ppm : -ppm }, context),
});
