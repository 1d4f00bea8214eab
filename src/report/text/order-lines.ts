/** The orders a parent sent, in a few lines: how many, and those that did not go as meant. */
import { isTerminal } from '../../core/order/status.js';
import type { ChildReport, ParentReport } from '../schema/parent-report.js';
import { lengthText } from '../../core/ground/length-text.js';
import { MICROS_PER_MS } from '../../core/ground/units.js';
import { grouped } from './numbers.js';

/** Orders named one by one. */
const ODD_MAX = 3;

export function sentText(parents: readonly ParentReport[]): string {
  const children = parents.flatMap((parent) => parent.children);
  const sent = children.filter(({ sentAtMicros }) => sentAtMicros !== null).length;
  const filled = children.filter(isFilled).length;
  const odd = children.filter((child) => !isFilled(child));
  const parts = [
    sent === 0
      ? 'none sent'
      : `${grouped(sent)} sent${timeText(parents)}, ${shareText(filled, sent)}`,
    ...listed('not filled', odd.filter(isEnded).map(oddText)),
    ...listed(
      'still working when the run ended',
      odd.filter((child) => !isEnded(child)).map(({ name }) => name),
    ),
    ...unsentText(parents),
  ];
  return parts.join('; ');
}

const isFilled = ({ status }: ChildReport): boolean => status === 'filled';
const isEnded = ({ status }: ChildReport): boolean => isTerminal(status);

const shareText = (filled: number, sent: number): string =>
  filled === sent ? 'all filled' : `${grouped(filled)} filled`;

function listed(what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length - ODD_MAX;
  const told = [
    ...names.slice(0, ODD_MAX),
    ...(more > 0 ? [`and ${grouped(more)} more (--full)`] : []),
  ];
  return [`${what}: ${told.join(', ')}`];
}

function oddText({ name, status, reason }: ChildReport): string {
  const words = status.replaceAll('_', ' ');
  const more = reason === null || reason === words ? '' : ` (${onceSaid(words, reason)})`;
  return `${name} ${words}${more}`;
}

/** "rejected (rejected: halted)" and "market data: market data is old" say a word twice. */
const onceSaid = (status: string, reason: string): string =>
  reason.replace(`${status}: `, '').replace(/^(.+): (?=\1\b)/, '');

/** Slices that never became an order: the run was over before their time, or the parent ended without them. */
function unsentText(parents: readonly ParentReport[]): readonly string[] {
  let late = 0;
  let dropped = 0;
  for (const { slices, children, endMicros } of parents) {
    const unsent = slices.planned - children.length;
    if (endMicros === null) late += unsent;
    else dropped += unsent;
  }
  return [
    ...(late > 0 ? [`${slicesText(late)} not due before the run ended`] : []),
    ...(dropped > 0
      ? [`${slicesText(dropped)} dropped before ${dropped === 1 ? 'it was' : 'they were'} due`]
      : []),
  ];
}

const slicesText = (count: number): string => `${grouped(count)} slice${count === 1 ? '' : 's'}`;

/** Of one order; several have their own each. */
function timeText([only, ...others]: readonly ParentReport[]): string {
  if (only === undefined || others.length > 0 || only.elapsedMs === null) return '';
  return ` in ${lengthText(only.elapsedMs * MICROS_PER_MS)}`;
}
