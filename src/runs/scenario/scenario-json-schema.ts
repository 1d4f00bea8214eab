/** JSON Schema (draft 2020-12) of a scenario file. Made when first asked for: a scenario without mistakes never needs it. */
import { FAULT_SCHEMAS } from './fault-schema.js';
import { type JsonSchema, jsonSchemaOf } from './known-keys.js';
import { scenarioSchema } from './schema.js';

let made: JsonSchema | null = null;

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
