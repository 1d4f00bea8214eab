/** A fault as a line of a scenario would say it: what is read from that line is the same fault again. */
import { MICROS_PER_MS, MICROS_PER_SECOND, type Micros } from '../../core/ground/units.js';
import type { FaultSpec } from '../../sim/fault/fault-set.js';
import type { AnchorSpec } from '../../sim/fault/moment.js';
import type { FaultParameter } from '../../sim/fault/parameter.js';
import { FAULT_KINDS } from '../../sim/fault/registry.js';
import { formatDuration } from '../scenario/duration.js';

/** Plain values, in the order in which a reader wants them. */
export function writtenFault({ kind, values, place, lasts }: FaultSpec): Record<string, unknown> {
  const parameters = FAULT_KINDS.get(kind)?.parameters ?? {};
  const written = Object.keys(parameters)
    .filter((name) => values[name] !== undefined && values[name] !== null)
    .map((name) => [name, writtenValue(parameters[name]?.type, values[name])] as const);
  return {
    kind,
    ...Object.fromEntries(written),
    ...(lasts === undefined ? {} : { until: writtenDuration(lasts) }),
    ...(place === undefined ? {} : { draws: place }),
  };
}

function writtenValue(type: FaultParameter['type'] | undefined, value: unknown): unknown {
  if (type === 'duration') return writtenDuration(value as Micros);
  if (type !== 'moment') return value;
  if (typeof value === 'number') return writtenDuration(value as Micros);
  const { plus, ...anchor } = value as AnchorSpec;
  return plus === undefined ? anchor : { ...anchor, plus: writtenDuration(plus) };
}

/** Exact; for the eye in seconds where it is not a whole number of a larger unit. */
export function writtenDuration(length: Micros): string {
  const shortest = formatDuration(length);
  if (length < MICROS_PER_MS || !/\d(us|ms)$/.test(shortest)) return shortest;
  const [unit, per] =
    length < MICROS_PER_SECOND
      ? (['ms', MICROS_PER_MS] as const)
      : (['s', MICROS_PER_SECOND] as const);
  const digits = String(per).length - 1;
  const below = String(length % per)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  return `${Math.floor(length / per)}${below === '' ? '' : `.${below}`}${unit}`;
}
