/** Requests to a running engine as a hostile, a careless and a well-behaved client would send them, with what is meant by each. */
import { INSTRUMENT } from '../../../support/simulation-plan.js';
import { type Said, tokenOf } from '../engine-world.js';
import { ADDRESSES } from './addresses.js';
import type { Dice } from './dice.js';
import type { Act, Asked, Defect, OrderKind, Role } from './model.js';

/** What a client remembers of the answers. */
export interface Memory {
  /** By what was asked: the ids of the order it became. */
  readonly ids: Map<string, readonly string[]>;
  /** By what was asked: tokens to confirm it with. */
  readonly tokens: Map<string, string>;
}

export interface Drawn extends Asked {
  /** Of the table of the API. */
  readonly line: string;
  readonly method: string;
  readonly path: string;
  readonly said: Said;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const BAD_IDS = ['%00', "a'b", 'a%20b', 'x'.repeat(65), '%3Cscript%3E', '%zz', '%E2%82%AC'];
const NOWHERE = [
  '/api/v1/nothing',
  '/api/v2/orders',
  '/api/v1/orders/a/b/c',
  '/.env',
  '/api/v1/config',
  '/admin',
  '/api/v1/kill-switch/',
];
const NOBODYS_ID = '0123456789abcdef01234567';

interface Plain {
  readonly line: string;
  readonly act: Act;
  readonly id?: string;
  readonly body?: object;
  readonly key?: string;
  readonly query?: string;
}

const ORDERS: Readonly<Record<OrderKind, object>> = {
  small: { quantity: '0.05' },
  large: { quantity: '0.1' },
  huge: { quantity: '0.2' },
  resting: {
    source: 'strategy',
    quantity: '0.01',
    type: 'limit',
    limitPrice: '10000',
    timeInForce: 'gtc',
    fillTimeout: '1h',
  },
  medium: { source: 'strategy', quantity: '20' },
  beyond: { source: 'strategy', quantity: '60' },
  sliced: { source: 'strategy', quantity: '0.6', duration: '20m', slices: 6 },
  'sliced-beyond': { source: 'strategy', quantity: '60', duration: '20m', slices: 6 },
  'strange-symbol': { symbol: 'NOBODY', quantity: '1' },
  invalid: { quantity: '0.00001', limitPrice: '100', postOnly: true },
};
const KINDS = Object.keys(ORDERS) as OrderKind[];

/** Of an authenticator, as the sessions have one. */
export const CODES = { right: '271828', wrong: '314159' } as const;

/** What tells an order from others: kind, side and key. */
function drawIdentity(dice: Dice): string {
  const kind = dice.pick(KINDS);
  const side = kind === 'resting' ? 'buy' : dice.pick(['buy', 'sell']);
  return `${kind} ${side} k${dice.below(6)}`;
}

function drawOrder(dice: Dice, memory: Memory): Plain {
  // Who was asked back about an order often answers.
  const isAnswer = memory.tokens.size > 0 && dice.chance(0.3);
  const identity = isAnswer ? dice.pick([...memory.tokens.keys()]) : drawIdentity(dice);
  const [kind, side, key] = identity.split(' ') as [OrderKind, string, string];
  const isSliced = kind.startsWith('sliced');
  const isLarge = kind === 'large' || kind === 'huge';
  const token = memory.tokens.get(identity) ?? null;
  const confirms = dice.chance(0.6) ? token : dice.chance(0.2) ? 'no-token-of-ours' : null;
  const factor = dice.pick(['right', 'right', 'wrong', 'none'] as const);
  const asked = isLarge ? sureOf(confirms, factor) : {};
  const body = {
    symbol: INSTRUMENT.symbol,
    side,
    ...ORDERS[kind],
    ...asked,
  };
  const act = { do: 'order', kind, identity, confirms, factor } as const;
  return { line: `POST /api/v1/orders${isSliced ? '/slice' : ''}`, act, body, key };
}

/** What says once more that a large order is meant. */
const sureOf = (confirmation: string | null, factor: 'right' | 'wrong' | 'none') => ({
  ...(confirmation === null ? {} : { confirmation }),
  ...(factor === 'none' ? {} : { secondFactor: CODES[factor] }),
});

function drawSignal(dice: Dice): Plain {
  const kind = dice.chance(0.8) ? 'small' : 'beyond';
  const id = `${kind}-${dice.below(5)}`;
  const quantity = kind === 'small' ? '0.05' : '60';
  const body = { symbol: INSTRUMENT.symbol, side: 'buy', quantity, price: '60000', signalId: id };
  return { line: 'POST /api/v1/signals', act: { do: 'signal', kind, id }, body };
}

const reason = { reason: 'because' };

const SIMPLE: readonly (() => Plain)[] = [
  () => ({ line: 'POST /api/v1/kill-switch', act: { do: 'kill-on' }, body: reason }),
  () => ({ line: 'DELETE /api/v1/kill-switch', act: { do: 'kill-off' }, query: '?reason=x' }),
  () => ({ line: 'DELETE /api/v1/kill-switch', act: { do: 'kill-off' } }),
  () => ({ line: 'DELETE /api/v1/kill-switch', act: { do: 'kill-off' } }),
  () => ({ line: 'POST /api/v1/breaker', act: { do: 'trip' }, body: reason }),
  () => ({ line: 'DELETE /api/v1/breaker', act: { do: 'reset' } }),
  () => ({ line: 'DELETE /api/v1/breaker', act: { do: 'reset' } }),
  () => ({ line: 'DELETE /api/v1/breaker', act: { do: 'reset' }, query: '?reason=y' }),
  () => ({ line: 'POST /api/v1/reconciliation/run', act: { do: 'reconcile' }, body: reason }),
  () => ({
    line: 'POST /api/v1/reconciliation/force-complete',
    act: { do: 'force' },
    body: reason,
  }),
  () => ({
    line: 'PUT /api/v1/config/fill-engine',
    act: { do: 'engine' },
    body: { ...reason, engine: 'plain' },
  }),
  () => ({ line: 'POST /api/v1/stop', act: { do: 'stop' }, body: reason }),
];

const LOOKS = Object.entries(ADDRESSES).flatMap(([path, methods]) =>
  methods.includes('GET') && !path.includes('{id}') && path !== '/ready' ? [path] : [],
);

const PAGES = [
  ['', 200],
  ['?limit=2', 200],
  ['?limit=0', 400],
  ['?limit=x', 400],
  ['?limit=501', 400],
] as const;

/** What a look may be asked with, and what that is answered with. */
const QUERIES: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  '/api/v1/orders': PAGES,
  '/api/v1/audit': PAGES,
  '/api/v1/events': [
    ['', 200],
    ['?from=0', 200],
    ['?from=-1', 400],
    ['?from=x', 400],
    ['?from=99999999', 409],
  ],
};

const QUOTES = ['GET /api/v1/quotes/{id}', 'GET /api/v1/quotes/{id}/latest'];

function drawLook(dice: Dice): Plain {
  if (dice.chance(0.15)) return { line: 'GET /ready', act: { do: 'ready' } };
  if (dice.chance(0.2)) {
    const known = dice.chance(0.5);
    const id = known ? INSTRUMENT.symbol : 'NOBODY';
    const act = { do: 'look', status: [known ? 200 : 404] } as const;
    return { line: dice.pick(QUOTES), act, id };
  }
  const path = dice.pick(LOOKS.filter((one) => one !== '/api/v1/orders/slice'));
  const queries = QUERIES[path];
  if (queries === undefined) return { line: `GET ${path}`, act: { do: 'look', status: [200] } };
  const [query, status] = dice.pick(queries);
  return { line: `GET ${path}`, act: { do: 'look', status: [status] }, query };
}

function drawAbout(dice: Dice, memory: Memory): Plain {
  const known = [...memory.ids];
  const [identity, ids] = known.length > 0 && dice.chance(0.75) ? dice.pick(known) : [null, []];
  const id = ids.length === 0 ? NOBODYS_ID : dice.pick(ids);
  switch (dice.below(4)) {
    case 0:
      return { line: 'GET /api/v1/orders/{id}', act: { do: 'show', identity }, id: ids[0] ?? id };
    case 1:
      return {
        line: 'GET /api/v1/orders/{id}/slices',
        act: { do: 'show', identity },
        id: ids[0] ?? id,
      };
    case 2:
      return {
        line: 'DELETE /api/v1/orders/{id}/slices',
        act: { do: 'cancel-slices', identity },
        id: ids[0] ?? id,
      };
    default:
      return {
        line: 'POST /api/v1/orders/{id}/cancel',
        act: { do: 'cancel', identity },
        id: ids[0] ?? id,
        body: reason,
      };
  }
}

function drawRest(dice: Dice): Plain {
  if (dice.chance(0.5)) {
    const code = dice.pick(['kill-switch', 'nothing-like-it'] as const);
    const act = { do: 'acknowledge', code } as const;
    return { line: 'POST /api/v1/alerts/acknowledge', act, body: { code, ...reason } };
  }
  const what = dice.pick(['adopt', 'cancel', 'narrow']);
  const body = what === 'adopt' ? { strategyId: 'demo' } : reason;
  return { line: `POST /api/v1/orphans/{id}/${what}`, act: { do: 'orphan' }, id: 'v404', body };
}

const { symbol } = INSTRUMENT;

const RISKS: readonly (() => Plain)[] = [
  () => ({
    line: 'POST /api/v1/quarantines',
    act: { do: 'quarantine', known: true },
    body: { symbol, ...reason },
  }),
  () => ({
    line: 'POST /api/v1/quarantines',
    act: { do: 'quarantine', known: false },
    body: { symbol: 'NOBODY', ...reason },
  }),
  ...Array.from({ length: 3 }, () => (): Plain => ({
    line: 'DELETE /api/v1/quarantines/{id}',
    act: { do: 'lift', known: true },
    id: symbol,
  })),
  () => ({
    line: 'DELETE /api/v1/quarantines/{id}',
    act: { do: 'lift', known: false },
    id: 'NOBODY',
  }),
  ...[true, false].map((sound) => (): Plain => ({
    line: 'PUT /api/v1/limits',
    act: { do: 'limits', sound },
    body: { perSymbol: [{ symbol, position: sound ? '50' : '0.00001' }], ...reason },
  })),
];

function drawPlain(dice: Dice, memory: Memory): Plain {
  const roll = dice.roll();
  if (roll < 0.35) return drawOrder(dice, memory);
  if (roll < 0.45) return drawSignal(dice);
  if (roll < 0.6) return drawLook(dice);
  if (roll < 0.75) return drawAbout(dice, memory);
  if (roll < 0.88) return dice.pick(SIMPLE)();
  return roll < 0.95 ? dice.pick(RISKS)() : drawRest(dice);
}

export function draw(dice: Dice, memory: Memory): Drawn {
  const plain = drawPlain(dice, memory);
  const defects = new Set<Defect>();
  const asked = {
    ...plain,
    role: dice.pick<Role>(['viewer', 'trader', 'operator', 'admin', 'admin']),
  };
  const often = (defect: Defect, share: number, may = true): boolean => {
    const is = may && dice.chance(share);
    if (is) defects.add(defect);
    return is;
  };
  const request = formOf(dice, asked, often);
  return { ...request, act: plain.act, role: asked.role, line: plain.line, defects };
}

type Often = (defect: Defect, share: number, may?: boolean) => boolean;

interface Formed {
  readonly dice: Dice;
  readonly plain: Plain & { readonly role: Role };
  readonly often: Often;
}

function formOf(
  dice: Dice,
  plain: Plain & { readonly role: Role },
  often: Often,
): Pick<Drawn, 'method' | 'path' | 'said'> {
  const formed = { dice, plain, often };
  const hostile = hostileHeaders(formed);
  const { method, path, isOwn } = addressOf(formed);
  const isBare = plain.body !== undefined && isOwn;
  const token = tokenHeaders(formed);
  const type = typeHeaders(formed, isBare);
  const said = saidOf(formed, isBare);
  const key = keyHeaders(formed);
  const headers = { ...hostile, ...token.headers, ...type, ...key };
  const given = method === 'GET' || method === 'OPTIONS' ? {} : said;
  return { method, path, said: { role: token.role, headers, ...given } };
}

type Headers = Readonly<Record<string, string>>;

function hostileHeaders({ dice, often }: Formed): Headers {
  return {
    ...(often('foreign-host', 0.02) ? { host: dice.pick(['evil.example', '127.0.0.1', '']) } : {}),
    ...(often('foreign-origin', 0.02) ? { origin: 'http://evil.example' } : {}),
    ...(often('chunked', 0.015) ? { 'transfer-encoding': 'chunked' } : {}),
    ...(often('large-body', 0.015) ? { 'content-length': '70000' } : {}),
  };
}

function addressOf({ dice, plain, often }: Formed) {
  const { line, id, query = '' } = plain;
  const [ownMethod = '', template = ''] = line.split(' ');
  const isNowhere = often('unknown-path', 0.03);
  const isOther = often('wrong-method', 0.03);
  const badId = often('bad-id', 0.05, id !== undefined);
  const named = template.replace('{id}', badId ? dice.pick(BAD_IDS) : (id ?? ''));
  const more = often('long-address', 0.01) ? `${query === '' ? '?' : '&'}${LONG}` : '';
  return {
    method: isOther ? otherMethod(dice, template) : ownMethod,
    path: `${isNowhere ? dice.pick(NOWHERE) : named}${query}${more}`,
    isOwn: !isNowhere && !isOther,
  };
}

const LONG = `x=${'x'.repeat(2_500)}`;

function tokenHeaders({ dice, plain, often }: Formed): {
  readonly role: Role | null;
  readonly headers: Headers;
} {
  const { role } = plain;
  if (often('no-token', 0.03)) return { role: null, headers: {} };
  if (!often('strange-token', 0.03)) return { role, headers: {} };
  const strange = ['Bearer nobody', 'Basic YTpi', 'Bearer', `bearer ${tokenOf(role)}`];
  return { role, headers: { authorization: dice.pick(strange) } };
}

const typeHeaders = ({ dice, often }: Formed, isBare: boolean): Headers =>
  often('not-json-type', 0.02, isBare)
    ? { 'content-type': dice.pick(['text/plain', 'application/xml', 'application/jsonx']) }
    : {};

const keyHeaders = ({ plain: { key }, often }: Formed): Headers =>
  key === undefined || often('no-key', 0.03) ? {} : { 'idempotency-key': key };

/** One that the address does not take. */
const otherMethod = (dice: Dice, template: string): string =>
  dice.pick(METHODS.filter((one) => ADDRESSES[template]?.includes(one) !== true));

function saidOf({ dice, plain: { body }, often }: Formed, isBare: boolean): Said {
  if (body === undefined) return {};
  if (often('not-json', 0.02, isBare))
    return { text: dice.pick(['{', '[1,', '{"a":1,}', 'null null', '{"symbol": BTC}', '\u0000']) };
  if (often('wrong-shape', 0.03, isBare))
    return {
      text: dice.pick([
        '[]',
        '"text"',
        'null',
        JSON.stringify({ ...body, surprise: 1 }),
        '{"__proto__": {"role": "admin"}, "surprise": true}',
      ]),
    };
  return { body };
}
