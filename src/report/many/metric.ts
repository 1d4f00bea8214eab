/**
 * Names of figures in a report: a dotted path (`parents.0.shortfallBps`, `faults.ack-lost`), or one of a few names for
 * the run as a whole. Names are checked without a report; looking one up gives a number, or null where it was not
 * measured or does not exist in this run (a second parent, say).
 */
import type { ParentReport } from '../schema/parent-report.js';
import { nearestWord } from '../text/nearest-word.js';
import { type AnyShape, REPORT_SHAPE } from '../schema/report-shape.js';
import type { Report } from '../schema/report.js';

type Aggregate = (report: Report) => number | null;

/** Figures of the whole run; each is defined in docs/metrics.md. */
const AGGREGATES: ReadonlyMap<string, Aggregate> = new Map<string, Aggregate>([
  ['filledShare', (report) => weighted(report.parents, (parent) => parent.filledShare)],
  ['shortfallBps', (report) => weighted(report.parents, (parent) => parent.shortfallBps)],
  ['invariantViolations', (report) => report.invariants.violations?.length ?? null],
  ['fillsMissed', (report) => report.truth.fillsMissed],
  ['fillsPhantom', (report) => report.truth.fillsPhantom],
  ['fillsDoubled', (report) => report.truth.fillsDoubled],
  ['fillsLate', (report) => report.truth.fillsLate],
  ['timeouts', (report) => report.detection.timeouts],
  ['alerts', (report) => report.alerts.reduce((sum, alert) => sum + alert.count, 0)],
]);

export const AGGREGATE_NAMES: readonly string[] = [...AGGREGATES.keys()];

/** Weighted by arrival mid x ordered quantity; one parent needs no weight. */
function weighted(
  parents: readonly ParentReport[],
  figure: (parent: ParentReport) => number | null,
): number | null {
  const [first] = parents;
  if (first === undefined) return null;
  if (parents.length === 1) return figure(first);
  let sum = 0;
  let weights = 0;
  for (const parent of parents) {
    const value = figure(parent);
    if (value === null || parent.arrivalPrice === null) return null;
    const weight = Number(parent.arrivalPrice) * Number(parent.quantity);
    sum += value * weight;
    weights += weight;
  }
  return weights > 0 ? sum / weights : null;
}

export interface NameProblem {
  /** Offset of the wrong part in the name. */
  readonly offset: number;
  readonly message: string;
  readonly suggestion: string | null;
}

/** Null when the name can stand for a number in some report. */
export function checkMetricName(name: string): NameProblem | null {
  if (AGGREGATES.has(name)) return null;
  let shape: AnyShape = REPORT_SHAPE;
  let offset = 0;
  for (const part of name.split('.')) {
    const next = stepInto(shape, part);
    if (next === null) return unknownPart(shape, part, offset);
    shape = next;
    offset += part.length + 1;
  }
  if (shape === 'number') return null;
  return {
    offset: 0,
    message: `"${name}" is not a number`,
    suggestion: firstNumberOf(name, shape),
  };
}

function stepInto(shape: AnyShape, part: string): AnyShape | null {
  if (typeof shape === 'string') return null;
  if ('any' in shape) return part === '' ? null : shape.any;
  if ('each' in shape) return /^\d+$/.test(part) ? shape.each : null;
  return Object.hasOwn(shape.fields, part) ? (shape.fields[part] ?? null) : null;
}

function unknownPart(shape: AnyShape, part: string, offset: number): NameProblem {
  if (typeof shape === 'string')
    return { offset, message: `nothing stands below "${part}" here`, suggestion: null };
  if ('each' in shape) {
    return { offset, message: `"${part}" must be an index, from 0`, suggestion: '0' };
  }
  const known = 'fields' in shape ? Object.keys(shape.fields) : [];
  const words = offset === 0 ? [...AGGREGATE_NAMES, ...known] : known;
  return { offset, message: `no figure is named "${part}"`, suggestion: nearestWord(part, words) };
}

/** A number right below a name that stops too early. */
function firstNumberOf(name: string, shape: AnyShape): string | null {
  if (typeof shape === 'string' || !('fields' in shape)) return null;
  const field = Object.entries(shape.fields).find(([, below]) => below === 'number');
  return field === undefined ? null : `${name}.${field[0]}`;
}

/** The number a checked name stands for; null = not measured, or not in this report. */
export function metricOf(report: Report, name: string): number | null {
  const aggregate = AGGREGATES.get(name);
  if (aggregate !== undefined) return aggregate(report);
  let value: unknown = report;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return null;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return typeof value === 'number' ? value : null;
}
