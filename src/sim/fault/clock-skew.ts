/**
 * The clock of the client's machine is set wrong from the start on. Its stamps are wrong by as much: a venue that bounds how old a
 * request may be refuses one from the future and one that seems too old (−1021). What the client decides by its own clock it
 * decides that much early or late; its journal has its own times.
 *
 * Unrealistic: nobody sets the clock right; queries are stamped, too, at real venues, and answered here. Figures of the report that
 * hold the journal against the market (participation, benchmarks) take its times for true, traces put the client's events at its times
 * beside the venue's at true ones, and strategies tell the right time.
 */
import type { Micros } from '../../core/ground/units.js';
import { StandingFlaw } from './flawed-clock.js';
import { faultKind } from './fault-kind.js';
import { drawn, duration, optional } from './parameter.js';

const MOST = 60_000_000;
const LEAST_DRAWN = 50_000;

const parameters = {
  ahead: optional(drawn(duration('how far it is ahead'), LEAST_DRAWN, MOST)),
  behind: optional(drawn(duration('how far it is behind'), LEAST_DRAWN, MOST)),
};

export const clockSkew = faultKind({
  kind: 'clock-skew',
  ids: ['CLK1'],
  holds: [],
  seam: 'semantic',
  text: "The client's clock is set wrong.",
  scope: 'the whole client, every instrument',
  acts: 'on every time that the client reads or is waiting for',
  counts: 'once',
  parameters,
  exactlyOne: [['ahead', 'behind']],
  build: ({ ahead, behind }, context) =>
    new StandingFlaw({ kind: 'skew', ahead: (ahead ?? -(behind ?? 0)) as Micros }, context),
});
