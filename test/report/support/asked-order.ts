/** An order of two slices of 0.1 as hand-made journals begin with it, and the report of one. */
import { lots } from '../../../src/core/ground/units.js';
import { ofParent } from '../../../src/core/state/owner.js';
import { buildReport } from '../../../src/report/figures/build-report.js';
import type { FinishedRun } from '../../../src/report/projection/finished-run.js';
import type { Report } from '../../../src/report/schema/report.js';
import { HandMadeJournal, parentId, runOf, span } from './hand-made-journal.js';

/** The parent of a hand-made order is woken. */
export const WAKE = { kind: 'wake', owner: ofParent(parentId('a')) } as const;

type Request = Parameters<HandMadeJournal['received']>[2]['request'];

export const asked = (
  request: Request = { quantity: lots(200) },
  journal = new HandMadeJournal(),
): HandMadeJournal =>
  journal.received(0, 'a', {
    request,
    plan: {
      slices: 2,
      baseQuantity: lots(100),
      spacing: { kind: 'interval', interval: span(10_000) },
    },
    arrivalMidTwice: 20_000,
  });

/** After a minute. */
export const reportOf = (journal: HandMadeJournal, given: Partial<FinishedRun> = {}): Report =>
  buildReport(runOf(journal, { endMs: 60_000, ...given }));
