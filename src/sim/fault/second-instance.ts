/**
 * Somebody begins a second process on the file of the one that runs (F:PRC6). Where the lock on it holds, that one is refused, and says
 * who has it. Where it does not, because it was deleted or lies on another machine's disk, the second takes the next epoch and begins; the first
 * is overtaken from there on, its next write is refused, and it ends (S29).
 *
 * Unrealistic: both are at the venue through the same connection; the answers to what the first had asked are heard by nobody.
 */
import { faultKind } from './fault-kind.js';
import { FlawedProcess } from './flawed-process.js';
import { choice, moment, withFallback } from './parameter.js';

const parameters = {
  at: moment('when the second one begins'),
  lock: withFallback(choice('whether the lock on the file holds', ['holds', 'lost']), 'holds'),
};

export const secondInstance = faultKind({
  kind: 'second-instance',
  ids: ['PRC6'],
  holds: ['gate'],
  seam: 'semantic',
  text: 'A second process begins on the file of the one that runs: it is refused, or the first is overtaken.',
  scope: 'the whole client, every instrument',
  acts: 'on the file, where a process runs',
  counts: 'once',
  onlyNamed: true,
  restarts: true,
  parameters,
  exactlyOne: [],
  build: ({ at, lock }, { momentOf }) =>
    new FlawedProcess(momentOf(at), { kind: 'begin-second', isLockHeld: lock === 'holds' }),
});
