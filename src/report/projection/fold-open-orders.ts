/** What was read of the venue's list of open orders: a report has its alerts, and the calls it took (REC-5). */
import type { OpenOrdersEntry } from '../../core/state/open-orders.js';
import { type Folds, pass } from './draft.js';

export const OPEN_ORDERS_FOLDS: Folds<OpenOrdersEntry> = {
  'open-orders-due': pass,
  'open-orders-asked': pass,
  'open-orders-page': pass,
  'open-orders-unclear': pass,
  'open-orders-compared': pass,
};
