/** The orders a parent sent, in a few lines: how many, and those that did not go as meant. */
import type { ChildReport, ParentReport } from '../schema/parent-report.js';
import { lengthText } from '../../core/ground/length-text.js';
import { grouped } from './numbers.js';

/** Orders told one by one. */
const ODD_MAX = 3;
const MICROS_PER_MS = 1_000;

export function sentText(parents: readonly ParentReport[]): string {
  const children = parents.flatMap((parent) => parent.children);
  const sent = children.filter(({ sentAtMicros }) => sentAtMicros !== null).length;
  const took = timeText(parents);
  const odd = children.filter(isOdd);
  const told = odd.slice(0, ODD_MAX).map(oddText);
  const more = odd.length - told.length;
  const rest = more > 0 ? [`and ${grouped(more)} more (--full)`] : [];
  const words = odd.length === 0 ? 'all filled' : `not filled: ${[...told, ...rest].join(', ')}`;
  return `${grouped(sent)} sent${took}; ${children.length === 0 ? 'none' : words}`;
}

const isOdd = ({ status }: ChildReport): boolean => status !== 'filled';

function oddText({ name, status, reason }: ChildReport): string {
  const words = status.replaceAll('_', ' ');
  return `${name} ${words}${reason === null ? '' : ` (${reason})`}`;
}

/** Of one order; several have their own each. */
function timeText([only, ...others]: readonly ParentReport[]): string {
  if (only === undefined || others.length > 0) return '';
  return only.elapsedMs === null
    ? ', still working at the end'
    : ` in ${lengthText(only.elapsedMs * MICROS_PER_MS)}`;
}
