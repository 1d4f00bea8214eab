/** Whether positions changed as the fills say (FIL-7), where they were looked at. */
import type { Report } from '../schema/report.js';
import { labeled } from './layout.js';
import { grouped } from './numbers.js';
import type { Page } from './page.js';

export function positionWords({
  agreed,
  differed,
  unclear,
  synced,
  undone = 0,
  ordersConfirmed,
}: NonNullable<Report['positions']>): string {
  const some = (count: number, words: string): string =>
    count === 0 ? '' : `, ${grouped(count)} ${words}`;
  return (
    `${grouped(agreed)} looks agree with the fills, of ${grouped(ordersConfirmed)} orders` +
    some(differed, 'differ') +
    some(unclear, 'say nothing') +
    (synced === 0 ? '' : `; ${grouped(synced)} discrepancies booked as adjustments`) +
    some(undone, 'taken back')
  );
}

export const positionLines = ({ positions }: Report, { label, width }: Page): readonly string[] =>
  positions === undefined ? [] : labeled('Positions', positionWords(positions), label, width);
