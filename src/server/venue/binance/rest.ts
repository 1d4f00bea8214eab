/** Binance's REST interface: addresses, keys in a header, signatures over what was sent, and what a lost reply looks like on a socket. */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type WireEnv, loseReply } from '../wire/lose-reply.js';
import { type Call, type Desk, LostReply, nowMs } from './desk.js';
import type { Operation, Routes } from './operations/operation.js';
import { type Keys, checkSignature, keyNamed, windowAsked } from './request/admission.js';
import { paramsOf } from './request/params.js';
import { BAD_GATEWAY, type ServerErrors } from './server-errors.js';
import { Refusal } from './words/refusal.js';

/** Of a request: an order has some hundred bytes. */
const BODY_BYTES_MAX = 64 * 1_024;

const NOT_FOUND = '<html><body><h2>404 Not found</h2></body></html>';
const JSON_TYPE = { 'content-type': 'application/json;charset=UTF-8' };

export interface RestParts {
  readonly desk: Desk;
  readonly keys: Keys;
  readonly errors: ServerErrors;
  readonly routes: Routes;
}

export function restApp({ routes, ...parts }: RestParts): Hono<WireEnv> {
  const app = new Hono<WireEnv>();
  app.use(bodyLimit({ maxSize: BODY_BYTES_MAX }));
  app.all('*', async (c) => {
    const sent = sentIn(c.env.incoming.url ?? '/', await c.req.text());
    const methods = Object.hasOwn(routes, sent.path) ? routes[sent.path] : undefined;
    if (methods === undefined) return c.html(NOT_FOUND, 404);
    const operation = Object.entries(methods).find(([method]) => method === c.req.method)?.[1];
    if (operation === undefined) return c.html(NOT_FOUND, 405);
    return answer(c, { ...parts, operation, sent });
  });
  return app;
}

/** As the bytes came: a signature is of them, not of what they mean. */
interface Sent {
  readonly path: string;
  readonly query: string;
  readonly body: string;
}

function sentIn(target: string, body: string): Sent {
  const [path = '', ...query] = target.split('?');
  return { path, query: query.join('?'), body };
}

interface Asked extends Omit<RestParts, 'routes'> {
  readonly operation: Operation;
  readonly sent: Sent;
}

async function answer(c: Context<WireEnv>, asked: Asked): Promise<Response> {
  const { desk, operation, errors } = asked;
  desk.venue.catchUp();
  try {
    const call = admitted(c, asked);
    const result = await operation.run(call);
    if (operation.isOrder) desk.usage.ordered(nowMs(desk));
    return told({ status: 200, body: result, headers: headersOf(desk, operation.isOrder) });
  } catch (error) {
    if (error instanceof LostReply)
      return loseReply(c, error.shape, {
        body: JSON.stringify(halfOf(asked)),
        // They take turns, where one is told.
        serverError: error.shape === '5xx' ? errors.next(operation.isEffect) : BAD_GATEWAY,
      });
    if (!(error instanceof Refusal)) throw error;
    const { status, away } = error.words;
    const retryAfter = away === undefined ? {} : { 'Retry-After': String(away.seconds) };
    return told({
      status,
      body: error.body,
      headers: { ...headersOf(desk, false), ...retryAfter },
    });
  }
}

/** Errors: `Refusal`. */
function admitted(c: Context<WireEnv>, { desk, keys, operation, sent }: Asked): Call {
  const receivedMs = nowMs(desk);
  const { venue, wall } = desk;
  const params = paramsOf(sent.query, sent.body);
  desk.usage.weigh(operation.weight(params), receivedMs);
  const { security } = operation;
  if (security === 'none') return { desk, params, receivedMs, window: null, keyId: null };
  const key = keyNamed(keys, c.req.header('x-mbx-apikey') ?? null);
  const { keyId } = key;
  if (security === 'key') return { desk, params, receivedMs, window: null, keyId };
  checkSignature(key, { payload: payloadOf(sent), signature: params.text('signature') });
  const window = windowAsked(params, { wall, now: venue.now() });
  return { desk, params, receivedMs, window, keyId };
}

/** Query and body behind one another, without the signature. */
const payloadOf = ({ query, body }: Sent): string =>
  withoutSignature(query) + withoutSignature(body);

const withoutSignature = (text: string): string =>
  text
    .split('&')
    .filter((pair) => !pair.startsWith('signature='))
    .join('&');

const headersOf = (desk: Desk, withOrders: boolean): Readonly<Record<string, string>> =>
  desk.usage.headers(nowMs(desk), withOrders);

interface Told {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

const told = ({ status, body, headers }: Told): Response =>
  new Response(JSON.stringify(body), { status, headers: { ...JSON_TYPE, ...headers } });

/** Something whose first half is no JSON. */
const halfOf = ({ sent }: Asked): object => ({
  symbol: paramsOf(sent.query, sent.body).text('symbol'),
  orderListId: -1,
  clientOrderId: paramsOf(sent.query, sent.body).text('newClientOrderId'),
});
