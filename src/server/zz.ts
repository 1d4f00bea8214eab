import { createRoute, z, type RouteConfigToTypedResponse } from '@hono/zod-openapi';
const s = z.strictObject({ ready: z.boolean() });
const r1 = createRoute({ method: 'get', path: '/r', responses: { 200: { description: 'x', content: { 'application/json': { schema: s } } } } });
const j = <T extends z.ZodType>(schema: T, description: string) => ({ 200: { description, content: { 'application/json': { schema } } } }) as const;
const r2 = createRoute({ method: 'get', path: '/r', responses: { ...j(s, 'x') } });
const r3 = createRoute({ method: 'get', path: '/r', responses: j(s, 'x') });
export const a: RouteConfigToTypedResponse<typeof r1> = 1;
export const b: RouteConfigToTypedResponse<typeof r2> = 1;
export const c: RouteConfigToTypedResponse<typeof r3> = 1;
