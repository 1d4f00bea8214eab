/** `faults:` of a scenario: one zod shape per kind, made from the descriptors the simulator declares (sim/fault). */
import { z } from 'zod';
import { type FaultKind, togetherProblems } from '../../sim/fault/fault-kind.js';
import type { FaultSpec } from '../../sim/fault/fault-set.js';
import { type FaultParameter, problemWith } from '../../sim/fault/parameter.js';
import { FAULT_KINDS } from '../../sim/fault/registry.js';
import { ANCHOR_LANES } from '../../sim/fault/moment.js';
import { durationField } from './fields.js';

/** What a required parameter that is left out is told. */
export const IS_MISSING = 'is missing';

function valueSchema(described: FaultParameter): z.ZodType {
  const checked = readSchema(described).superRefine((value, context) => {
    // An anchor's keys were checked one by one.
    const isAnchor = described.type === 'moment' && typeof value === 'object';
    const text = value === undefined ? IS_MISSING : isAnchor ? null : problemWith(described, value);
    if (text !== null) context.addIssue({ code: 'custom', message: text });
  });
  const documented = checked.meta({ description: described.doc, ...jsonTypeOf(described) });
  return described.required ? documented : documented.optional();
}

/** What a fault hangs on: `{ after: submit-sent, nth: 8, plus: 5ms }`. */
const anchorField = z.strictObject({
  after: z.enum(ANCHOR_LANES).meta({ description: 'what it hangs on' }),
  nth: z.int().min(1).optional().meta({ description: 'which of these, counted from 1' }),
  plus: durationField.optional().meta({ description: 'how long after it: 5ms' }),
  symbol: z.string().min(1).optional().meta({ description: 'of which instrument' }),
});

const LANES: readonly string[] = ANCHOR_LANES;

/** A time of the run, or an anchor; an event alone is told what to write. */
const momentField = z.union([
  z
    .string()
    .refine((text) => !LANES.includes(text), {
      error: ({ input }) => `is an event, not a time: write { after: ${String(input)}, nth: 1 }`,
    })
    .pipe(durationField),
  anchorField,
]);

function readSchema({ type, choices }: FaultParameter): z.ZodType {
  if (type === 'duration') return durationField;
  if (type === 'moment') return momentField;
  // As words to choose from, so that one mistyped is answered with the one that was meant.
  if (type === 'choice' && choices !== null) return z.enum(choices);
  if (type === 'paths' && choices !== null) return z.array(z.enum(choices));
  // A venue's number for a refusal is a word like any other.
  if (type === 'code')
    return z.unknown().transform((value) => (typeof value === 'number' ? String(value) : value));
  return z.unknown();
}

/** For the published JSON Schema: what `problemWith` checks, as far as JSON Schema can say it. */
function jsonTypeOf({ type, choices, min, max }: FaultParameter): Record<string, unknown> {
  const bounds = {
    ...(min === null ? {} : { minimum: min }),
    ...(max === null ? {} : { maximum: max }),
  };
  switch (type) {
    case 'duration':
    case 'moment':
      return {};
    case 'share':
    case 'factor':
      return { type: 'number', ...bounds };
    case 'count':
      return { type: 'integer', ...bounds };
    case 'paths':
      return { type: 'array', items: { enum: choices } };
    case 'choice':
      return { enum: choices };
    case 'code':
    case 'symbol':
      return { type: 'string' };
  }
}

/** What every fault may say beside its own parameters: how a campaign writes out the faults that it drew. */
const drawing = {
  until: durationField
    .optional()
    .meta({ description: 'nothing is hit by chance later than so long after the start' }),
  draws: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'names its draws; its place in the list, from 0, when left out' }),
};

function kindSchema(kind: FaultKind): z.ZodType<FaultSpec> {
  const shape = Object.fromEntries(
    Object.entries(kind.parameters).map(([name, described]) => [name, valueSchema(described)]),
  );
  return z
    .strictObject({ kind: z.literal(kind.kind), ...shape, ...drawing })
    .meta({ description: kind.text })
    .superRefine((values, context) => {
      for (const { parameter, text } of togetherProblems(kind, values))
        context.addIssue({
          code: 'custom',
          message: `${parameter.replaceAll('|', ' and ')}: ${text}`,
        });
    })
    .transform(({ kind: name, until, draws, ...values }): FaultSpec => ({
      kind: name,
      values,
      ...(until === undefined ? {} : { lasts: until }),
      ...(draws === undefined ? {} : { place: draws }),
    }));
}

const SCHEMAS: ReadonlyMap<string, z.ZodType<FaultSpec>> = new Map(
  [...FAULT_KINDS.values()].map((kind) => [kind.kind, kindSchema(kind)]),
);

/** All kinds, for the published JSON Schema. */
export const FAULT_SCHEMAS: readonly z.ZodType<FaultSpec>[] = [...SCHEMAS.values()];

/** Chosen by `kind`, so that an error speaks of the kind that was meant and of no other. */
export const faultSchema = z
  .looseObject({ kind: z.string() })
  .transform((value, context): FaultSpec => {
    const schema = SCHEMAS.get(value.kind);
    if (schema === undefined) {
      const values = [...SCHEMAS.keys()];
      context.addIssue({ code: 'invalid_value', values, path: ['kind'], input: value.kind });
      return z.NEVER;
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues)
      context.addIssue({ ...issue, input: value } as Parameters<typeof context.addIssue>[0]);
    return z.NEVER;
  });
