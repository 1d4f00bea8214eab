/** What was broken on purpose, a line each: from when to when, on which paths, and how often it acted. */
import type { Report } from '../schema/report.js';
import { labeled } from './layout.js';
import { grouped } from './numbers.js';
import type { Page } from './page.js';

export function faultLines({ faults }: Report, { label, width }: Page): readonly string[] {
  const acted = Object.entries(faults).map(([kind, count]) => `${kind} ${grouped(count)}`);
  return labeled('Faults', acted.length === 0 ? 'none' : acted.join(', '), label, width);
}
