/**
 * The client's process is killed and begun again a while later, on what is in its file (F:PRC1, F:PRC3). What it had sent goes on
 * without it, what the venue answers nobody hears, and the order stream has no memory. Whoever orders tries again every second
 * until a process that is not gated has heard it; an operator's command while nobody is there is lost. `squall crash` kills a
 * scenario's process at every point; this kind does it at one moment that matters.
 *
 * Unrealistic: it stops at once and altogether, and what it had handed to the wire in the same instant is lost with it.
 */
import { faultKind } from './fault-kind.js';
import { FlawedProcess } from './flawed-process.js';
import { duration, moment } from './parameter.js';

const parameters = {
  at: moment('when it is killed'),
  down: duration('from there to the start of the next process'),
};

export const clientKilled = faultKind({
  kind: 'client-killed',
  ids: ['PRC1', 'PRC3'],
  holds: ['gate'],
  seam: 'semantic',
  text: "The client's process is killed, and begun again later on what is in its file.",
  scope: 'the whole client, every instrument',
  acts: 'on the process, where one runs',
  counts: 'once',
  onlyNamed: true,
  restarts: true,
  parameters,
  exactlyOne: [],
  build: (values, { momentOf }) =>
    new FlawedProcess(momentOf(values.at), { kind: 'kill', down: values.down }),
});
