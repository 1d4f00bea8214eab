/**
 * FIL-4: what an error of Alpaca's says, by HTTP status, code and, where one code stands for many causes, its words. What stands in no
 * row says nothing: the outcome of an effect is unknown, a read failed for reasons nobody knows. Pure.
 *
 * Sources: alpacahq/alpaca-docs (orders.yaml; error table of options trading), alpacahq/alpaca-py#260 (id taken), #225; docs/alpaca.md
 * has the table in words.
 */
import type { EffectKind, ErrorClasses, VenueError } from '../../core/order/error-classes.js';
import type { ReadFailureClass } from '../../core/order/outcome.js';
import { numbersAsText } from '../rest/exact-json.js';
import { type Fields, fieldsOf } from '../rest/fields.js';

/** What a row says of an effect that it is about. */
type Verdict = 'refused' | 'exists' | 'gone';
/** What a row says of a read. */
type ReadVerdict = Exclude<ReadFailureClass, 'ambiguous'> | 'absent' | 'flat';

interface ErrorRow {
  readonly name: string;
  readonly status: number;
  /** Left out = any, or none. */
  readonly code?: string;
  /** Left out = any words. */
  readonly says?: RegExp;
  readonly effects: Readonly<Partial<Record<EffectKind, Verdict>>>;
  readonly read?: ReadVerdict;
}

const OF_ORDERS = { submit: 'refused', replace: 'refused' } as const;
const OF_ALL = { ...OF_ORDERS, cancel: 'refused' } as const;

/** What Alpaca does not take of an order: each is a check before the order is one. */
const TERMS =
  /sub-penny|cannot be sold short|fractional orders must be|stop price must be|invalid (crypto )?time_in_force|cost basis must be >=/i;

/** The first that fits counts. */
export const ERROR_ROWS: readonly ErrorRow[] = [
  {
    name: 'unauthorized',
    status: 401,
    says: /not authorized|unauthorized/i,
    effects: OF_ALL,
    read: 'permanent',
  },
  { name: 'forbidden', status: 403, code: '40310000', effects: OF_ORDERS },
  { name: 'day-trader', status: 403, code: '40310100', effects: OF_ORDERS },
  {
    name: 'id-taken',
    status: 422,
    says: /client_order_id must be unique/i,
    effects: { submit: 'exists', replace: 'exists' },
  },
  { name: 'invalid', status: 422, code: '40010001', effects: OF_ALL, read: 'permanent' },
  {
    name: 'not-tradable',
    status: 422,
    code: '42210000',
    says: /^asset .*(not found|not active|not tradable)/i,
    effects: { submit: 'gone', replace: 'gone' },
  },
  {
    name: 'terms',
    status: 422,
    code: '42210000',
    says: TERMS,
    effects: OF_ORDERS,
  },
  {
    name: 'over',
    status: 422,
    code: '42210000',
    says: /order is already in "?\w+"? state|not cancelable/i,
    effects: { cancel: 'refused', replace: 'refused' },
  },
  {
    name: 'not-replaceable',
    status: 422,
    code: '42210000',
    says: /cannot replace order in "?\w+"? status|order parameters are not changed|qty must be > filled_qty/i,
    effects: { replace: 'refused' },
  },
  {
    name: 'order-not-found',
    status: 404,
    code: '40410000',
    says: /order not found/i,
    effects: { cancel: 'refused', replace: 'refused' },
    read: 'absent',
  },
  {
    name: 'no-position',
    status: 404,
    code: '40410000',
    says: /position does not exist/i,
    effects: {},
    read: 'flat',
  },
];

const codeOf = ({ status, code, name }: ErrorRow): string => `${code ?? status}/${name}`;

/** What the adapter refuses itself, since Alpaca has no words for it; nothing is sent. */
export const REFUSED_HERE = ['post-only-not-supported', 'unknown-symbol'] as const;
export type RefusedHere = (typeof REFUSED_HERE)[number];

const refusing = (effect: EffectKind): ReadonlySet<string> =>
  new Set([
    ...REFUSED_HERE,
    ...ERROR_ROWS.filter(({ effects }) => effects[effect] !== undefined).map(codeOf),
  ]);

const rowsWhere = (fits: (row: ErrorRow) => boolean): ReadonlySet<string> =>
  new Set(ERROR_ROWS.filter(fits).map(codeOf));

export const ALPACA_ERRORS: ErrorClasses = {
  refused: {
    submit: refusing('submit'),
    cancel: refusing('cancel'),
    replace: refusing('replace'),
  },
  // Orders are kept for ever.
  archived: new Set(),
  gone: rowsWhere(({ effects }) => effects.submit === 'gone'),
  // No request is refused for its time.
  clock: new Set(),
  flat: rowsWhere(({ read }) => read === 'flat'),
  reads: new Map(
    ERROR_ROWS.flatMap((row) => (row.read === 'permanent' ? [[codeOf(row), 'permanent']] : [])),
  ),
};

export interface ClassifiedError extends VenueError {
  /** The client order id is taken. */
  readonly isTaken: boolean;
  /** What was asked for is not there. */
  readonly isAbsent: boolean;
}

/** `asked`: the effect it came in answer to; null = a read. */
export function classified(
  status: number,
  body: string,
  asked: EffectKind | null,
): ClassifiedError {
  const said = saidIn(body);
  const text = textOf(said['message']);
  const code = textOf(said['code']);
  const row = ERROR_ROWS.find(
    (one) =>
      one.status === status &&
      (one.code === undefined || one.code === code) &&
      (one.says === undefined || one.says.test(text)) &&
      (asked === null ? one.read !== undefined : one.effects[asked] !== undefined),
  );
  return {
    code: row === undefined ? `${status}/${code === '' ? 'unknown' : code}` : codeOf(row),
    text,
    isTaken: row !== undefined && asked !== null && row.effects[asked] === 'exists',
    isAbsent: row?.read === 'absent' && asked === null,
  };
}

/** Nothing for a body that is no error of Alpaca's. */
function saidIn(body: string): Fields {
  try {
    return fieldsOf(numbersAsText(body), 'an error');
  } catch {
    return {};
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
