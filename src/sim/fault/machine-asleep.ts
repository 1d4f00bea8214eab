/**
 * The client's machine sleeps (a closed laptop, a paused virtual machine): nothing of it runs. What falls due or comes meanwhile
 * happens when it wakes, all at once, and its clock is right. What it had sent goes on without it. The client notices: a
 * clock that counts only while it is awake has not gone on.
 *
 * Unrealistic: every connection outlives the sleep and nothing that came is lost (`stream-disconnect` and `outage` beside it lose
 * what a real one would); the machine is away at once and back at once.
 */
import { PassingFlaw } from './flawed-clock.js';
import { faultKind } from './fault-kind.js';
import { duration, moment } from './parameter.js';

const parameters = {
  at: moment('when it falls asleep'),
  for: duration('how long it sleeps'),
};

export const machineAsleep = faultKind({
  kind: 'machine-asleep',
  ids: ['CLK4'],
  holds: [],
  seam: 'semantic',
  text: "The client's machine sleeps for a while.",
  scope: 'the whole client, every instrument',
  acts: 'on all that would happen in the client meanwhile',
  counts: 'once',
  parameters,
  exactlyOne: [],
  build: (values, { momentOf }) =>
    new PassingFlaw(momentOf(values.at), (whenKnown) => ({
      kind: 'sleep',
      lasts: values.for,
      whenKnown,
    })),
});
