/** The description of the API of a running engine, OpenAPI 3.1, from the table it is served by. Pure. */
import { z } from 'zod';
import { STATUS_CODES } from 'node:http';
import { problemSchema } from '../api/run-schemas.js';
import type { Route } from './route.js';

/** What any request may meet. */
const ANY = [400, 401, 403, 404, 405, 411, 413, 414, 421, 500] as const;

const jsonSchema = (schema: z.ZodType): object =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

export function describedApi(routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'squall engine',
      version: '1',
      description:
        'A running engine. Times are epoch microseconds; quantities and prices are decimal strings; null = not known.',
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: jsonSchema(problemSchema) },
    },
    security: [{ token: [] }],
    paths,
  };
}

function operationOf(route: Route): object {
  const { summary, role, body, bodyOptional = false, keyed = false, path } = route;
  const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const key = { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } };
  return {
    summary,
    description: `Takes the role ${role} or one above it.`,
    parameters: keyed ? [...parts, key] : parts,
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !bodyOptional,
            content: { 'application/json': { schema: jsonSchema(body) } },
          },
        }),
    responses: responsesOf(route),
  };
}

function responsesOf({ statuses }: Route): object {
  const codes = [...new Set([...statuses, ...ANY])].sort((a, b) => a - b);
  return Object.fromEntries(
    codes.map((code) => [
      code,
      code < 400
        ? { description: STATUS_CODES[code] ?? '' }
        : {
            description: STATUS_CODES[code] ?? '',
            content: {
              'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
            },
          },
    ]),
  );
}
