/** What was read of the venue's list of open orders: a report has its alerts, and the calls it took (REC-5). */
import type { OpenOrdersEntry } from '../../core/state/open-orders.js';
import { type Folds, pass } from './draft.js';
import { noteFinding } from './note-finding.js';

export const OPEN_ORDERS_FOLDS: Folds<OpenOrdersEntry> = {
  'open-orders-due': pass,
  'open-orders-asked': pass,
  'open-orders-page': pass,
  'open-orders-unclear': pass,
  'open-orders-compared': (draft, { lacking, unexpected }, at) => {
    for (const subject of lacking)
      noteFinding(draft, {
        at,
        what: 'not-listed',
        subject,
        text: 'live here, and not among the open orders of the venue: looked up by itself',
      });
    for (const subject of unexpected)
      noteFinding(draft, {
        at,
        what: 'listed',
        subject,
        text: 'among the open orders of the venue, and not known to live here: followed from here on',
      });
  },
};
