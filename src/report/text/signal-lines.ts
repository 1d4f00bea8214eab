/** What became of the signals of a run: how many made an order, how many repeated one, how many were refused and why. */
import type { EpochMicros } from '../../core/ground/units.js';
import { lengthText } from '../../core/ground/length-text.js';
import { MICROS_PER_MS } from '../../core/ground/units.js';
import type { Report, SignalsReport } from '../schema/report.js';
import { labeled } from './layout.js';
import { formatOffset, grouped } from './numbers.js';
import type { Page } from './page.js';

/** `shown`: how many are told one by one. Nothing where none was given. */
export function signalLines(
  { signals, virtual }: Report,
  { label, width }: Page,
  shown: number,
): readonly string[] {
  if (signals === undefined) return [];
  const start = virtual.startMicros as EpochMicros;
  const all = signals.taken + signals.duplicates + signals.refused;
  const more = all - Math.min(shown, signals.list.length);
  return [
    ...labeled('Signals', countsText(signals), label, width),
    ...signals.list
      .slice(0, shown)
      .flatMap((one) =>
        labeled(
          '',
          `${formatOffset(one.atMicros as EpochMicros, start)}  ${textOf(one)}`,
          label,
          width,
        ),
      ),
    ...(shown > 0 && more > 0 ? labeled('', `... and ${grouped(more)} more`, label, width) : []),
  ];
}

export function countsText({ taken, duplicates, refused }: SignalsReport): string {
  return `${grouped(taken + duplicates + refused)} given: ${grouped(taken)} taken, ${grouped(duplicates)} repeated another, ${grouped(refused)} refused`;
}

function textOf({ id, as, parent, ageMs, why }: SignalsReport['list'][number]): string {
  if (as === 'refused') return `${id} was refused: ${why ?? ''}`;
  if (as === 'taken') return `${id} made ${parent ?? 'an order'}`;
  const age = ageMs === null ? '' : `, ${lengthText(ageMs * MICROS_PER_MS)} old`;
  return `${id} repeated the signal of ${parent ?? 'an order'}${age}`;
}
