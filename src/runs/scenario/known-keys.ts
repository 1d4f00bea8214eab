/**
 * What may stand at a place of a file that a person writes, read from its JSON Schema: the words for "did you mean", and whether a value is text.
 */
import { z } from 'zod';
import type { Path } from './problem.js';

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

export const jsonSchemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

/** Every schema that may stand at `path`; several where a value has alternatives. */
function schemasAt(root: JsonSchema, path: Path): readonly JsonSchema[] {
  let level: readonly JsonSchema[] = alternatives(root);
  for (const part of path) level = level.flatMap((schema) => alternatives(below(schema, part)));
  return level;
}

const alternatives = (schema: JsonSchema | null): readonly JsonSchema[] => {
  if (schema === null) return [];
  if (schema.anyOf === undefined) return [schema];
  const { anyOf, description } = schema;
  // What the whole of it is called, each of them is called.
  const named = description === undefined ? {} : { description };
  return anyOf.flatMap(alternatives).map((one) => ({ ...named, ...one }));
};

function below(schema: JsonSchema, part: string | number): JsonSchema | null {
  if (typeof part === 'number') return schema.items ?? null;
  if (schema.properties !== undefined && Object.hasOwn(schema.properties, part)) {
    return schema.properties[part] ?? null;
  }
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : null;
}

/** The keys a map at `path` may have; `value` tells which of several shapes was meant. */
export function knownKeys(root: JsonSchema, path: Path, value: unknown): readonly string[] {
  const shapes = schemasAt(root, path).filter((schema) => schema.properties !== undefined);
  const kind = (value as { readonly kind?: unknown } | null)?.kind;
  const meant = shapes.filter((shape) => shape.properties?.['kind']?.const === kind);
  return (meant.length > 0 ? meant : shapes).flatMap((shape) =>
    Object.keys(shape.properties ?? {}),
  );
}

/** Text, and what no plain word is taken for. */
const TEXTUAL: ReadonlySet<string> = new Set(['string', 'object', 'null']);

/** True where a plain word is text, never a number or a boolean. */
export function takesText(root: JsonSchema, path: Path): boolean {
  const types = schemasAt(root, path).map(({ type }) => type);
  return types.includes('string') && types.every((type) => type !== undefined && TEXTUAL.has(type));
}

/** What the schema says should stand at `path`; null where it says nothing. */
export const descriptionAt = (root: JsonSchema, path: Path): string | null =>
  schemasAt(root, path).find(({ description }) => description !== undefined)?.description ?? null;
