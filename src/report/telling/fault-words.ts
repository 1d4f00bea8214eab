/** Faults in words: a span in which one was in force, and what it did to one message. */
import type { FaultAct, FaultWindow } from '../../core/order/fault-record.js';
import type { Words } from './words.js';

const MESSAGE_WORDS: Readonly<Record<FaultAct['message'], string>> = {
  submit: 'submit',
  cancel: 'cancel',
  replace: 'replace',
  'query-order': 'query of the order',
  'query-executions': 'query of its executions',
  'query-open-orders': 'query of open orders',
  'query-history': 'query of past orders',
  'query-positions': 'query of positions',
  'query-depth': 'query of the book',
  'query-time': 'query of the time',
  report: 'report',
};

/** What it did, without its kind and time. */
export function actWords({ message, leg, deed, said: words }: FaultAct): string {
  const what = MESSAGE_WORDS[message];
  const said = words === '' ? '' : ` (${words})`;
  if (leg === 'report') return `a report${said} was ${deed} on the order stream`;
  if (leg === 'answer') return `the answer to the ${what} was ${deed}${said}`;
  switch (deed) {
    case 'lost':
      return `the ${what} was lost before the venue`;
    case 'answered':
      return `the ${what} was refused before the venue looked at it${said}`;
    case 'altered':
      return `the ${what} was altered on its way`;
  }
}

/** Of what it is: its paths, or the venue or the client where it acts there. */
export const scopeWords = ({ paths, symbol }: FaultWindow): string =>
  [placeOf(paths), ...(symbol === null ? [] : [`of ${symbol}`])].join(' ');

function placeOf(paths: FaultWindow['paths']): string {
  if (paths.length === 0) return 'at the venue';
  return paths.includes('client') ? 'at the client' : `on ${paths.join(', ')}`;
}

/** "the outage on feed, query from 00:02:00 to 00:02:45" */
export const windowWords = (window: FaultWindow, words: Words): string =>
  `the ${window.kind} ${scopeWords(window)} from ${words.time(window.from)} to ${words.time(window.to)}`;

export const timesText = (count: number): string => (count === 1 ? 'once' : `${count} times`);
