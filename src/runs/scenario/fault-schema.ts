/** `faults:` of a scenario: one zod shape per kind, made from the descriptors the simulator declares (sim/fault). */
import { z } from 'zod';
import type { FaultKind } from '../../sim/fault/fault-kind.js';
import type { FaultSpec } from '../../sim/fault/fault-set.js';
import { type FaultParameter, problemWith } from '../../sim/fault/parameter.js';
import { FAULT_KINDS } from '../../sim/fault/registry.js';
import { nearest } from './nearest.js';
import { durationField } from './fields.js';

function valueSchema(described: FaultParameter): z.ZodType {
  const read: z.ZodType = described.type === 'duration' ? durationField : z.unknown();
  const checked = read.superRefine((value, context) => {
    const text = problemWith(described, value);
    if (text !== null) context.addIssue({ code: 'custom', message: text });
  });
  const documented = checked.meta({ description: described.doc });
  return described.required ? documented : documented.optional();
}

function kindSchema(kind: FaultKind): z.ZodType<FaultSpec> {
  const shape = Object.fromEntries(
    Object.entries(kind.parameters).map(([name, described]) => [name, valueSchema(described)]),
  );
  return z
    .strictObject({ kind: z.literal(kind.kind), ...shape })
    .meta({ description: kind.text })
    .superRefine((values, context) => {
      for (const group of kind.exactlyOne) {
        const given = group.filter((name) => (values as Record<string, unknown>)[name] !== undefined);
        if (given.length === 1) continue;
        context.addIssue({ code: 'custom', message: `exactly one of ${group.join(' and ')} must be given` });
      }
    })
    .transform(({ kind: name, ...values }): FaultSpec => ({ kind: name, values }));
}

const SCHEMAS: ReadonlyMap<string, z.ZodType<FaultSpec>> = new Map(
  [...FAULT_KINDS.values()].map((kind) => [kind.kind, kindSchema(kind)]),
);

/** All kinds, for the published JSON Schema. */
export const FAULT_SCHEMAS: readonly z.ZodType<FaultSpec>[] = [...SCHEMAS.values()];

/** Chosen by `kind`, so that an error speaks of the kind that was meant and of no other. */
export const faultSchema = z.looseObject({ kind: z.string() }).transform((value, context): FaultSpec => {
  const schema = SCHEMAS.get(value.kind);
  if (schema === undefined) {
    const known = [...SCHEMAS.keys()];
    const meant = nearest(value.kind, known);
    const hint = meant === null ? `known: ${known.join(', ')}` : `did you mean "${meant}"?`;
    context.addIssue({ code: 'custom', path: ['kind'], message: `no fault of kind "${value.kind}"; ${hint}` });
    return z.NEVER;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.addIssue({ ...issue } as Parameters<typeof context.addIssue>[0]);
  return z.NEVER;
});
