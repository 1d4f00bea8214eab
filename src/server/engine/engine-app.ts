/**
 * The application of a running engine: security first, then a token, then the table of routes. Reads show the state as it is; every write is
 * a command to the core, durable before it is answered, and the core says who may. Testable through `app.request` without a socket.
 *
 * Invariants: 1. Nothing but static files and the description is answered without a token. 2. No answer holds a token, a stack or a path of this
 * machine. 3. What holds a secret is refused: nothing of it is journaled (S26).
 */
import { type Context, Hono, type HonoRequest, type MiddlewareHandler } from 'hono';
import type { Actor } from '../../core/state/input.js';
import { type EngineDesk, EngineEnded } from '../../runs/desk/engine-desk.js';
import { addAssetRoutes } from '../assets.js';
import { problemPage, wantsPage } from '../pages/problem-page.js';
import { ProblemError, asProblem, problemResponse } from '../problem.js';
import { noStore, responseHeaders } from '../security/headers.js';
import { hostCheck } from '../security/host-check.js';
import { addressLimit, bodySizeLimit } from '../security/limits.js';
import { originCheck } from '../security/origin-check.js';
import { describedApi } from './described-api.js';
import { ENGINE_HOME, enginePage } from './engine-page.js';
import { EVENT_ROUTES } from './event-routes.js';
import { LOOK_ROUTES } from './look-routes.js';
import { OPERATE_ROUTES } from './operate-routes.js';
import { ORDER_ROUTES } from './order-routes.js';
import { QUOTE_ROUTES } from './quote-routes.js';
import { RISK_ROUTES } from './risk-routes.js';
import { readBody, readKey } from './read-body.js';
import { refuseSecrets } from './refuse-secrets.js';
import type { Answer, Readers, Route } from './route.js';
import type { CheckFactor } from './second-factor.js';
import type { WhoHas } from './tokens.js';

export interface EngineAppOptions {
  readonly desk: EngineDesk;
  readonly whoHas: WhoHas;
  readonly checkFactor: CheckFactor;
  /** The secret of this process that a text holds, by its name; null = none. */
  readonly secretIn?: (text: string) => string | null;
  /** The port requests must name; asked at each request, since a free one is known only after listening. */
  readonly port: () => number;
  /** Told of every error that is our own fault; responses say nothing of it. */
  readonly onBug?: (error: unknown) => void;
}

export const ENGINE_ROUTES: readonly Route[] = [
  ...ORDER_ROUTES,
  ...OPERATE_ROUTES,
  ...RISK_ROUTES,
  ...LOOK_ROUTES,
  ...QUOTE_ROUTES,
  ...EVENT_ROUTES,
];

const PARTS_MAX = 64;
const PART = /^[A-Za-z0-9_./:~-]+$/;

export function createEngineApp(options: EngineAppOptions): Hono {
  const { port, onBug } = options;
  const app = new Hono();
  const requests = new Map<string, number>();
  app.onError((error, context) => {
    const problem = problemOf(error);
    if (problem.code === 'bug') onBug?.(error);
    return answered(context, problem);
  });
  app.notFound((context) =>
    answered(context, new ProblemError('not-found', `Nothing is at ${context.req.path}.`)),
  );
  app.use(countedIn(requests), responseHeaders, hostCheck(port), originCheck(port), noStore);
  app.use(addressLimit, bodySizeLimit);
  addAssetRoutes(app);
  app.get('/openapi.json', (context) => context.json(describedApi(ENGINE_ROUTES)));
  app.get('/', (context) => {
    actorOf(context, options.whoHas, { isPage: true });
    return enginePage(context, options.desk);
  });
  addRoutes(app, options, requests);
  return app;
}

/** What an engine that has ended says is no bug of ours. */
function problemOf(error: unknown): ProblemError {
  if (error instanceof EngineEnded)
    return new ProblemError('engine-ended', 'The engine has ended: start it again.');
  return asProblem(error);
}

function answered(context: Context, problem: ProblemError): Response | Promise<Response> {
  return wantsPage(context) && problem.code !== 'unauthorized'
    ? problemPage(context, problem, ENGINE_HOME)
    : problemResponse(context, problem);
}

const countedIn =
  (requests: Map<string, number>): MiddlewareHandler =>
  async (context, next) => {
    await next();
    const status = String(context.res.status);
    requests.set(status, (requests.get(status) ?? 0) + 1);
  };

function addRoutes(
  app: Hono,
  options: EngineAppOptions,
  requests: ReadonlyMap<string, number>,
): void {
  const readers: Readers = { count: 0 };
  const byPath = new Map<string, string[]>([
    ['/', ['GET']],
    ['/openapi.json', ['GET']],
  ]);
  for (const route of ENGINE_ROUTES) {
    app.on(route.method, honoPath(route.path), (context) =>
      handled(context, { route, requests, readers, ...options }),
    );
    const methods = byPath.get(route.path) ?? [];
    byPath.set(route.path, [...methods, route.method]);
  }
  // A known address asked in another way is not unknown.
  for (const [path, methods] of byPath)
    app.all(honoPath(path), (context) => {
      const allow = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
      throw new ProblemError(
        'method-not-allowed',
        `${context.req.method} is not for this address.`,
        { allow },
      );
    });
}

const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

async function handled(
  context: Context,
  given: EngineAppOptions & {
    readonly route: Route;
    readonly requests: ReadonlyMap<string, number>;
    readonly readers: Readers;
  },
): Promise<Response> {
  const { route, requests, readers, desk, whoHas, checkFactor, secretIn = () => null } = given;
  const { body: schema, bodyOptional = false, keyed = false } = route;
  const req = context.req as HonoRequest;
  const actor = actorOf(context, whoHas, { isPage: false });
  await refuseSecrets(req, secretIn);
  const params = checkedParams(req.param());
  const body =
    schema === undefined ? undefined : await readBody(req, { schema, optional: bodyOptional });
  const idempotencyKey = keyed ? readKey(req) : '';
  const query = req.query();
  const param = (name: string): string => params[name] ?? '';
  const header = (name: string): string => req.header(name) ?? '';
  const stillMay = (): boolean => actorIn(context, whoHas, { isPage: false }) !== null;
  const asked = { desk, actor, param, query, header, body, idempotencyKey };
  const answer = await route.handle({ ...asked, requests, readers, checkFactor, stillMay });
  const { status, type = 'application/json' } = answer;
  return context.body(await bodyOf(answer, req), status as 200, { 'content-type': type });
}

async function bodyOf({ body }: Answer, { method }: HonoRequest): Promise<string | ReadableStream> {
  if (!(body instanceof ReadableStream))
    return typeof body === 'string' ? body : JSON.stringify(body);
  if (method !== 'HEAD') return body;
  // The head alone was asked for: nobody would read what has no end.
  await body.cancel();
  return '';
}

/** An id is a name, whatever the address says. Errors: `ProblemError`. */
function checkedParams(params: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const value of Object.values(params))
    if (value.length > PARTS_MAX || !PART.test(value))
      throw new ProblemError('not-found', 'No id looks like this.');
  return params;
}

const BEARER = /^Bearer ([A-Za-z0-9_-]{1,128})$/;
const BASIC = /^Basic ([A-Za-z0-9+/=]{1,512})$/;

interface Border {
  readonly isPage: boolean;
}

/** A browser that looks at the page sends the token as the password of any name; null = nobody's. */
function actorIn(context: Context, whoHas: WhoHas, { isPage }: Border): Actor | null {
  const given = context.req.header('authorization') ?? '';
  const token = BEARER.exec(given)?.[1] ?? (isPage ? passwordIn(given) : null);
  return token === null ? null : whoHas(token);
}

/** Errors: `ProblemError`. */
function actorOf(context: Context, whoHas: WhoHas, border: Border): Actor {
  const actor = actorIn(context, whoHas, border);
  if (actor !== null) return actor;
  throw new ProblemError(
    'unauthorized',
    'Send Authorization: Bearer with a token; "squall token new" makes one.',
  );
}

function passwordIn(given: string): string | null {
  const [, text] = BASIC.exec(given) ?? [];
  if (text === undefined) return null;
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? null : decoded.slice(colon + 1);
}
