/**
 * The disk with the client's journal is full: the next write that needs room fails, in the middle of whatever step it was
 * (F:DSK1, F:DSK11). The process releases nothing of that step and ends with what the disk said; somebody makes room and begins it again.
 *
 * Unrealistic: nothing else on the machine suffers.
 */
import { faultKind } from './fault-kind.js';
import { FlawedProcess } from './flawed-process.js';
import { duration, moment } from './parameter.js';

const parameters = {
  at: moment('from when on no more room is given'),
  down: duration('from the write that failed to the start of the next process'),
};

export const diskFull = faultKind({
  kind: 'disk-full',
  ids: ['DSK1', 'DSK11'],
  holds: ['gate'],
  seam: 'semantic',
  text: "The disk with the client's journal is full: its process ends, and is begun again once there is room.",
  scope: 'the whole client, every instrument',
  acts: 'on the first write of the journal that needs room',
  counts: 'once',
  onlyNamed: true,
  restarts: true,
  parameters,
  exactlyOne: [],
  build: (values, { momentOf }) =>
    new FlawedProcess(momentOf(values.at), { kind: 'fill-disk', down: values.down }),
});
