/** The record of a run's faults as rows of its trace: where each began and ended, and every message it acted on. */
import type { FaultRecord, FaultWindow } from '../../core/order/fault-record.js';
import type { EpochMicros } from '../../core/ground/units.js';
import { countWords } from '../text/fault-counts.js';
import { actWords, scopeWords } from './fault-words.js';
import type { TraceRow } from './trace-row.js';
import type { Words } from './words.js';

/** Both ends of each window, in order of time; one that hit a single message has its act as a row and no more. */
export const windowRows = ({ windows }: FaultRecord, words: Words): readonly TraceRow[] =>
  windows
    .filter(({ from, to }) => to > from)
    .flatMap((window) => [
      row(window, window.from, `begins ${scopeWords(window)}, until ${words.time(window.to)}`),
      row(window, window.to, `ends${actsText(window)}`),
    ])
    .sort((a, b) => a.at - b.at);

/** In the words of its kind; a halt would count itself. */
const actsText = ({ kind, acts }: FaultWindow): string =>
  kind === 'halt' ? '' : `; ${countWords(kind, acts)}`;

const row = ({ kind }: FaultWindow, at: EpochMicros, text: string): TraceRow => ({
  at,
  where: 'fault',
  order: '',
  kind,
  text,
});

export const actRows = ({ acts }: FaultRecord, words: Words): readonly TraceRow[] =>
  acts.map((act) => ({
    at: act.at,
    where: 'fault',
    order: act.clientOrderId === null ? '' : words.child(act.clientOrderId),
    kind: act.kind,
    text: actWords(act),
    act,
  }));
