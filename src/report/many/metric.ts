/**
 * Names of figures in a report: a dotted path (`parents.0.shortfallBps`, `faults.ack-lost`), or one of a few names for
 * the run as a whole. Names are checked without a report; looking one up gives a number, or null where it was not
 * measured or does not exist in this run (a second parent, say).
 */
import { z } from 'zod';
import type { ParentReport } from '../schema/parent-report.js';
import { nearestWord } from '../text/nearest-word.js';
import { type Report, reportSchema } from '../schema/report.js';

type Aggregate = (report: Report) => number | null;

/** Figures of the whole run; each is defined in docs/metrics.md. */
const AGGREGATES: ReadonlyMap<string, Aggregate> = new Map<string, Aggregate>([
  ['filledShare', (report) => weighted(report.parents, (parent) => parent.filledShare)],
  ['shortfallBps', (report) => weighted(report.parents, (parent) => parent.shortfallBps)],
  ['filledCostBps', filledCost],
  ['invariantViolations', (report) => report.invariants.violations?.length ?? null],
  ['fillsMissed', (report) => report.truth.fillsMissed],
  ['fillsUnpriced', (report) => report.truth.fillsUnpriced],
  ['fillsPhantom', (report) => report.truth.fillsPhantom],
  ['fillsDoubled', (report) => report.truth.fillsDoubled],
  ['feesEstimated', ordersWithEstimatedFees],
  ['fillsLate', (report) => report.truth.fillsLate],
  ['ordersLeftOpen', (report) => report.truth.ordersLeftOpen],
  ['timeouts', (report) => report.detection.timeouts],
  ['alerts', (report) => report.alerts.reduce((sum, alert) => sum + alert.count, 0)],
]);

export const AGGREGATE_NAMES: readonly string[] = [...AGGREGATES.keys()];

/** Of the orders that filled at all, weighted by arrival mid x filled quantity. */
function filledCost({ parents }: Report): number | null {
  const filled = parents.filter(({ filledQuantity }) => Number(filledQuantity) > 0);
  return weighted(
    filled,
    (parent) => parent.filledCostBps,
    (parent) => parent.filledQuantity,
  );
}

/** Orders of whose fills the venue had not told all fees when the run ended. */
function ordersWithEstimatedFees({ parents }: Report): number {
  return parents.flatMap(({ children }) => children.filter((child) => child.feesEstimated)).length;
}

/** Weighted by arrival mid x ordered quantity unless another one is named; one parent needs no weight. */
function weighted(
  parents: readonly ParentReport[],
  figure: (parent: ParentReport) => number | null,
  quantity: (parent: ParentReport) => string = (parent) => parent.quantity,
): number | null {
  const [first] = parents;
  if (first === undefined) return null;
  if (parents.length === 1) return figure(first);
  let sum = 0;
  let weights = 0;
  for (const parent of parents) {
    const value = figure(parent);
    if (value === null || parent.arrivalPrice === null) return null;
    const weight = Number(parent.arrivalPrice) * Number(quantity(parent));
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
  let schema = shapeOf(reportSchema);
  let offset = 0;
  for (const part of name.split('.')) {
    const next = stepInto(schema, part);
    if (next === null) return unknownPart(schema, part, offset);
    schema = shapeOf(next);
    offset += part.length + 1;
  }
  if (isNumber(schema)) return null;
  return {
    offset: 0,
    message: `"${name}" is not a number`,
    suggestion: firstNumberOf(name, schema),
  };
}

type Schema = z.core.$ZodType;

/** A schema without what does not change its shape: may be null, may be left out, may not be changed. */
function shapeOf(schema: Schema): Schema {
  const isWrapped =
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodReadonly;
  return isWrapped ? shapeOf(schema.unwrap()) : schema;
}

const isNumber = (schema: Schema): boolean =>
  schema instanceof z.ZodNumber ||
  (schema instanceof z.ZodLiteral && typeof schema.value === 'number');

/** What stands below `part`, or null where nothing can. */
function stepInto(schema: Schema, part: string): Schema | null {
  if (schema instanceof z.ZodRecord) return part === '' ? null : schema.valueType;
  if (schema instanceof z.ZodArray) return /^\d+$/.test(part) ? schema.element : null;
  const fields = fieldsOf(schema);
  return Object.hasOwn(fields, part) ? (fields[part] ?? null) : null;
}

const fieldsOf = (schema: Schema): Readonly<Record<string, Schema>> =>
  schema instanceof z.ZodObject ? schema.shape : {};

function unknownPart(schema: Schema, part: string, offset: number): NameProblem {
  if (schema instanceof z.ZodArray)
    return { offset, message: `"${part}" must be an index, from 0`, suggestion: '0' };
  if (!(schema instanceof z.ZodObject) && !(schema instanceof z.ZodRecord))
    return { offset, message: `nothing stands below "${part}" here`, suggestion: null };
  const known = Object.keys(fieldsOf(schema));
  const words = offset === 0 ? [...AGGREGATE_NAMES, ...known] : known;
  return { offset, message: `no figure is named "${part}"`, suggestion: nearestWord(part, words) };
}

/** A number right below a name that stops too early. */
function firstNumberOf(name: string, schema: Schema): string | null {
  const field = Object.entries(fieldsOf(schema)).find(([, below]) => isNumber(shapeOf(below)));
  return field === undefined ? null : `${name}.${field[0]}`;
}

/** Every number of a report by its dotted path, in the report's order. */
export function numbersOf(report: Report): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  collect(report, '', numbers);
  return numbers;
}

function collect(value: unknown, path: string, numbers: Map<string, number>): void {
  if (typeof value === 'number') numbers.set(path, value);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, below] of Object.entries(value))
    collect(below, path === '' ? key : `${path}.${key}`, numbers);
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
