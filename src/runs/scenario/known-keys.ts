/**
 * What may stand at a place of a scenario, read from the published JSON Schema: the words for "did you mean", and whether
 * a value is text. Made when first asked for: a scenario without mistakes never needs it.
 */
import { z } from 'zod';
import { FAULT_SCHEMAS } from './fault-schema.js';
import type { Path } from './problem.js';
import { scenarioSchema } from './schema.js';

/** The few parts of a JSON Schema that are looked at here. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly const?: string | number | boolean;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly [other: string]: unknown;
}

const jsonSchemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

let made: JsonSchema | null = null;

/** JSON Schema (draft 2020-12) of a scenario file. */
export function scenarioJsonSchema(): JsonSchema {
  return (made ??= build());
}

function build(): JsonSchema {
  const schema = jsonSchemaOf(scenarioSchema);
  const kinds = FAULT_SCHEMAS.map((kind) => {
    const { $schema: _, ...described } = jsonSchemaOf(kind);
    return described;
  });
  const faults = { ...schema.properties?.['faults'], items: { anyOf: kinds } };
  return {
    ...schema,
    title: 'squall scenario',
    properties: { ...schema.properties, faults },
  };
}

/** Every schema that may stand at `path`; several where a value has alternatives. */
function schemasAt(path: Path): readonly JsonSchema[] {
  let level: readonly JsonSchema[] = alternatives(scenarioJsonSchema());
  for (const part of path) level = level.flatMap((schema) => alternatives(below(schema, part)));
  return level;
}

const alternatives = (schema: JsonSchema | null): readonly JsonSchema[] => {
  if (schema === null) return [];
  return schema.anyOf === undefined ? [schema] : schema.anyOf.flatMap(alternatives);
};

function below(schema: JsonSchema, part: string | number): JsonSchema | null {
  if (typeof part === 'number') return schema.items ?? null;
  if (schema.properties !== undefined && Object.hasOwn(schema.properties, part)) {
    return schema.properties[part] ?? null;
  }
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : null;
}

/** The keys a map at `path` may have; `value` tells which of several shapes was meant. */
export function knownKeys(path: Path, value: unknown): readonly string[] {
  const shapes = schemasAt(path).filter((schema) => schema.properties !== undefined);
  const kind = (value as { readonly kind?: unknown } | null)?.kind;
  const meant = shapes.filter((shape) => shape.properties?.['kind']?.const === kind);
  return (meant.length > 0 ? meant : shapes).flatMap((shape) =>
    Object.keys(shape.properties ?? {}),
  );
}

/** Text, and what no plain word is taken for. */
const TEXTUAL: ReadonlySet<string> = new Set(['string', 'object', 'null']);

/** True where a plain word is text, never a number or a boolean. */
export function takesText(path: Path): boolean {
  const types = schemasAt(path).map(({ type }) => type);
  return types.includes('string') && types.every((type) => type !== undefined && TEXTUAL.has(type));
}

/** What the schema says should stand at `path`; null where it says nothing. */
export const descriptionAt = (path: Path): string | null =>
  schemasAt(path).find(({ description }) => description !== undefined)?.description ?? null;
