/** The invariants in the full report: how often they were checked, which broke, and for the first of them what shows it. */
import type { EpochMicros } from '../../core/ground/units.js';
import type { Report, ViolationReport } from '../schema/report.js';
import { wrap } from './layout.js';
import { formatOffset, grouped } from './numbers.js';
import type { Page } from './page.js';

/** One break drags others behind it: the evidence of the first ones tells the story; all of it is in the JSON. */
const EVIDENCE_SHOWN = 3;

interface InvariantPage {
  readonly start: EpochMicros;
  readonly page: Page;
  /** Violations that are listed. */
  readonly shown: number;
}

export function invariantLines(
  { invariants: { checks, violations } }: Report,
  told: InvariantPage,
): readonly string[] {
  if (violations === null) return ['Invariants    not checked'];
  const checked = `${checks === null ? 'some' : grouped(checks)} checks`;
  if (violations.length === 0) return [`Invariants    ${checked}, all held`];
  const { label, width } = told.page;
  const blank = ' '.repeat(label);
  const more = violations.length - told.shown;
  return [
    `Invariants    ${checked}, ${violations.length} BROKEN`,
    ...violations
      .slice(0, told.shown)
      .flatMap((violation, index) => [
        ...wrap(
          `${violation.id} at ${sinceStart(violation.atMicros, told)}: ${violation.detail}`,
          blank,
          blank,
          width,
        ),
        ...(index < EVIDENCE_SHOWN ? evidenceLines(violation, told) : []),
      ]),
    ...(more > 0 ? [`${blank}... and ${more} more`] : []),
  ];
}

function evidenceLines({ evidence }: ViolationReport, told: InvariantPage): readonly string[] {
  if (evidence === null) return [];
  const { before, engine, venue } = evidence;
  const { label, width } = told.page;
  const blank = ' '.repeat(label + 2);
  const events = before.flatMap(({ atMicros, side, text }) =>
    wrap(`${sinceStart(atMicros, told)} ${side} ${text}`, `${blank}  `, `${blank}      `, width),
  );
  return [
    ...wrap(`the engine believed: ${engine}`, blank, blank, width),
    ...wrap(`at the venue: ${venue}`, blank, blank, width),
    ...(events.length === 0 ? [] : [`${blank}the last events up to it:`, ...events]),
  ];
}

const sinceStart = (at: number, { start }: InvariantPage): string =>
  formatOffset(at as EpochMicros, start);
