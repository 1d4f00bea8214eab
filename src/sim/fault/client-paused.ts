/**
 * The client's process does nothing for a while and is the same afterwards: its garbage is collected, its machine is busy, its virtual machine is
 * held. The venue goes on, and so does the time of the client's machine: nobody tells it that anything was (`machine-asleep` is told that time was not
 * counted). What it had asked runs out meanwhile, although the answer may lie in its socket: as it goes on, its overdue timers all run first, on
 * the market data of before, and what they send has left before it reads anything of what has come.
 *
 * Unrealistic: no connection is lost however long it is away, and its sockets hold whatever comes; its own timers all run before those of its requests.
 */
import { faultKind } from './fault-kind.js';
import { FlawedProcess } from './flawed-process.js';
import { duration, moment } from './parameter.js';

const parameters = {
  at: moment('when it begins'),
  for: duration('how long it lasts'),
};

export const clientPaused = faultKind({
  kind: 'client-paused',
  ids: ['PRC5', 'CLK8'],
  holds: ['market-data'],
  seam: 'semantic',
  text: "The client's process does nothing for a while, and then everything at once.",
  scope: 'the whole client, every instrument',
  acts: 'on the process, where one runs: on its timers and on all that comes to it',
  counts: 'once',
  parameters,
  exactlyOne: [],
  build: (values, { momentOf }) =>
    new FlawedProcess(momentOf(values.at), { kind: 'pause', lasts: values.for }),
});
