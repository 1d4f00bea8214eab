/**
 * The client's machine loses its power. Its process ends as one that is killed (`client-killed`); what the disk has is another
 * matter (F:DSK4 to F:DSK7). `whole`: everything that was written. `torn`: besides, a piece of a write that was not synced, with
 * whatever lay there before. `cut`: nothing of the write-ahead log, although it was acknowledged, as on a disk whose sync lies or
 * with a file that was not copied along: then the next process has to refuse to begin, and does so until somebody has put the log back.
 *
 * Unrealistic: a disk that lies loses single writes, not a whole file; `npm run powerloss` tries every cut.
 */
import { seconds } from '../../core/ground/units.js';
import { faultKind } from './fault-kind.js';
import { FlawedProcess } from './flawed-process.js';
import { choice, duration, moment, withFallback } from './parameter.js';

const parameters = {
  at: moment('when the power goes'),
  down: duration('from there to the start of the next process'),
  log: withFallback(
    choice('what is left of the write-ahead log', ['whole', 'torn', 'cut']),
    'whole',
  ),
  mended: withFallback(
    duration('from a start that was refused until the log is back and the next one begins'),
    seconds(60),
  ),
};

export const powerLost = faultKind({
  kind: 'power-lost',
  ids: ['DSK4', 'DSK5', 'DSK7'],
  holds: ['gate'],
  seam: 'semantic',
  text: "The client's machine loses its power, and maybe the end of its write-ahead log.",
  scope: 'the whole client, every instrument',
  acts: 'on the process and its files, where one runs',
  counts: 'once',
  onlyNamed: true,
  restarts: true,
  parameters,
  exactlyOne: [],
  build: ({ at, ...values }, { momentOf }) =>
    new FlawedProcess(momentOf(at), { kind: 'lose-power', ...values }),
});
