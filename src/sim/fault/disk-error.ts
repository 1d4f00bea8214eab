/**
 * The disk with the client's journal fails once (F:DSK3): before a step is durable, or when it is and nobody could be told so. After
 * a failed write or sync nobody knows what the disk holds: the process releases nothing of that step, writes nothing any more and
 * ends; the next one finds out, and begins on what is there.
 *
 * Unrealistic: it fails once, and the disk is sound when the next process begins.
 */
import { faultKind } from './fault-kind.js';
import { FlawedProcess } from './flawed-process.js';
import { choice, duration, moment, withFallback } from './parameter.js';

const parameters = {
  at: moment('from when on the next write fails'),
  down: duration('from there to the start of the next process'),
  before: withFallback(
    choice(
      'what is not done of the write any more: it is committed, or its head says that it is acknowledged',
      ['commit', 'head'],
    ),
    'commit',
  ),
};

export const diskError = faultKind({
  kind: 'disk-error',
  ids: ['DSK3'],
  holds: ['gate'],
  seam: 'semantic',
  text: "A write of the client's journal fails: its process ends, and is begun again on what the disk holds.",
  scope: 'the whole client, every instrument',
  acts: 'on one write of the journal',
  counts: 'once',
  onlyNamed: true,
  restarts: true,
  parameters,
  exactlyOne: [],
  build: ({ at, ...values }, { momentOf }) =>
    new FlawedProcess(momentOf(at), { kind: 'fail-disk', ...values }),
});
