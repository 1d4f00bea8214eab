/** How well fills were found, as the engine itself can say it (FIL-11). */
import type { Report } from '../schema/report.js';
import { labeled } from './layout.js';
import { DASH, grouped, percentText } from './numbers.js';
import type { Page } from './page.js';

export function monitorLines({ monitor }: Report, { label, width }: Page): readonly string[] {
  if (monitor === undefined || monitor.orders === 0) return [];
  const { orders, filled, inTime, meanMs, p99Ms, timeouts, timeoutRate } = monitor;
  const { calls, callErrors, callErrorRate } = monitor;
  const delay =
    meanMs === null
      ? ''
      : `, booked ${meanMs} ms after the venue's stamp in the mean, ${p99Ms ?? DASH} ms p99`;
  const text =
    `${grouped(inTime)} of ${grouped(filled)} filled orders known in time${delay}; ` +
    `${grouped(timeouts)} of ${grouped(orders)} timed out (${percentText(timeoutRate)}); ` +
    `${grouped(callErrors)} of ${grouped(calls)} calls failed (${percentText(callErrorRate)})`;
  return labeled('Monitor', text, label, width);
}
