/**
 * What one field of a scenario says about another: orders against the instrument's grid, times against the clock, a
 * cancel against the orders, expectations against the report. What needs the market itself is checked in `to-plan.ts`.
 */
import { lengthText } from '../../core/ground/length-text.js';
import { type Instrument, parsePrice, parseQuantity } from '../../core/ground/instrument.js';
import { validateRequest } from '../../core/plan/validate.js';
import type { AnchorSpec } from '../../sim/fault/moment.js';
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import { type Expectation, isProblem, parseExpectation } from '../../report/many/expectation.js';
import { type AskedOrder, askedOrders } from './asked-orders.js';
import { clientProblems } from './client-checks.js';
import { feeProblems } from './fees-of.js';
import { limitsProblems } from './limits-of.js';
import { listingOf, listingsOf } from './listings.js';
import { generatedMarketProblems } from './generated-market-checks.js';
import { orderIndexOf, requestOf } from './order-request.js';
import type { Found, Path } from './problem.js';
import type { Scenario } from './schema.js';

export function crossChecks(scenario: Scenario): readonly Found[] {
  const instruments = instrumentProblems(scenario);
  return [
    ...instruments,
    ...symbolProblems(scenario),
    ...outageProblems(scenario),
    // On a grid that cannot be used no order can be judged.
    ...(instruments.length > 0
      ? []
      : [
          ...askedOrders(scenario).flatMap((asked) => orderProblems(scenario, asked)),
          ...keyProblems(scenario),
        ]),
    ...generatedMarketProblems(scenario),
    ...accountProblems(scenario),
    ...feeProblems(scenario),
    ...fillProblems(scenario),
    ...operatorProblems(scenario),
    ...(instruments.length > 0 ? [] : limitsProblems(scenario)),
    ...strategyProblems(scenario),
    ...(scenario.clock.duration === undefined
      ? []
      : timeProblems(scenario, {
          start: scenario.clock.start ?? null,
          length: scenario.clock.duration,
        })),
    ...expectationsOf(scenario).problems,
  ];
}

function instrumentProblems(scenario: Scenario): readonly Found[] {
  const listings = listingsOf(scenario);
  const [first] = listings;
  const symbols = new Set<string>();
  return listings.flatMap(({ instrument, fields, path }): readonly Found[] => {
    const { symbol, quoteAsset } = instrument;
    const again = symbols.has(symbol);
    symbols.add(symbol);
    const onGrid = (key: 'minQuantity' | 'adv'): readonly Found[] => {
      const text = fields[key];
      if (text === null || text === undefined) return [];
      const what = lotProblem(instrument, text);
      return what === null ? [] : [{ path: [...path, key], what }];
    };
    return [
      ...(again ? [{ path: [...path, 'symbol'], what: `${symbol} is listed twice` }] : []),
      ...(quoteAsset === first?.instrument.quoteAsset
        ? []
        : [
            {
              path: [...path, 'quoteAsset'],
              what: `is ${quoteAsset}, the first instrument's is ${first?.instrument.quoteAsset}`,
              why: 'the account holds cash in one asset',
              fix: 'give all instruments the same quoteAsset',
            },
          ]),
      ...onGrid('minQuantity'),
      ...onGrid('adv'),
    ];
  });
}

function lotProblem(instrument: Instrument, text: string): string | null {
  const quantity = parseQuantity(instrument, text);
  if (typeof quantity === 'number') return null;
  return quantity === 'out-of-range'
    ? `"${text}" is more lots of ${instrument.lotSize} than can be counted`
    : `"${text}" is not a multiple of the lot size of ${instrument.lotSize}`;
}

/** Symbols that name none of the instruments. */
function symbolProblems(scenario: Scenario): readonly Found[] {
  const known = listingsOf(scenario).map(({ instrument }) => instrument.symbol);
  const check = (path: Path, symbol: unknown): readonly Found[] => {
    if (typeof symbol !== 'string' || known.includes(symbol)) return [];
    const what = `there is no instrument ${symbol} in this scenario`;
    return [{ path, what, fix: `name ${known.join(' or ')}` }];
  };
  return [
    ...askedOrders(scenario).flatMap(({ order, path }) => check([...path, 'symbol'], order.symbol)),
    ...scenario.strategies.flatMap(({ symbol }, index) =>
      check(['strategies', index, 'symbol'], symbol),
    ),
    ...scenario.faults.flatMap(({ values }, index) =>
      check(['faults', index, 'symbol'], values['symbol']),
    ),
    ...scenario.faults.flatMap(({ values }, index) =>
      check(['faults', index, 'at', 'symbol'], anchorOf(values)?.symbol),
    ),
    ...scenario.operator.flatMap(({ symbol }, index) =>
      check(['operator', index, 'symbol'], symbol),
    ),
  ];
}

/** What a fault hangs on; null for one at a time of the run. */
const anchorOf = ({ at }: Scenario['faults'][number]['values']): AnchorSpec | null =>
  typeof at === 'object' && at !== null ? (at as AnchorSpec) : null;

/** Orders of all instruments go over the account's connections: only a feed can be down for one of them. */
function outageProblems({ faults }: Scenario): readonly Found[] {
  return faults.flatMap(({ kind, values: { symbol, paths } }, index): readonly Found[] => {
    if (kind !== 'outage' || symbol === undefined) return [];
    if (Array.isArray(paths) && paths.every((path) => path === 'feed')) return [];
    return [
      {
        path: ['faults', index, 'symbol'],
        what: 'only the feed can be down for one instrument',
        why: 'orders of all instruments share one connection',
        fix: 'write paths: [feed], and what else is down as an outage of its own',
      },
    ];
  });
}

/** What the core itself would refuse, found before anything runs (TWAP-4). */
function orderProblems(scenario: Scenario, { order, path }: AskedOrder): readonly Found[] {
  const instrument = listingOf(scenario, order.symbol)?.instrument;
  if (instrument === undefined) return [];
  const validated = validateRequest(requestOf(order, 0, instrument), instrument);
  const problems = validated.ok ? [] : validated.problems;
  return problems.map(({ field, text }) => ({
    path: [...path, ...(field === '' ? [] : [FIELD_KEYS.get(field) ?? field])],
    what: text,
  }));
}

/** Two orders of one key: the second would be taken for the first. */
function keyProblems({ orders }: Scenario): readonly Found[] {
  const keys = new Map<string, number>();
  return orders.flatMap(({ idempotencyKey }, index): readonly Found[] => {
    const key = idempotencyKey ?? String(index);
    const same = keys.get(key);
    keys.set(key, index);
    if (same === undefined) return [];
    // An order without a key has its number as one.
    const [at, other] = idempotencyKey === undefined ? [same, index] : [index, same];
    const what = `"${key}" is the key of order ${other} too`;
    const fix = 'give it a key of its own';
    return [{ path: ['orders', at, 'idempotencyKey'], what, fix }];
  });
}

const FIELD_KEYS: ReadonlyMap<string, string> = new Map([['strategyId', 'strategy']]);

/** What the markets there are cannot serve. */
function fillProblems({ venue: { fill } }: Scenario): readonly Found[] {
  if (fill.stopTrigger !== 'mark') return [];
  const what = 'an L2 tape records no mark price';
  return [{ path: ['venue', 'fill', 'stopTrigger'], what, fix: 'write last or quote' }];
}

function accountProblems(scenario: Scenario): readonly Found[] {
  const { account, accounts = [] } = scenario.venue;
  return [
    ...positionProblems(scenario, account.positions, ['venue', 'account', 'positions']),
    ...accounts.flatMap(({ positions }, index) =>
      positionProblems(scenario, positions, ['venue', 'accounts', index, 'positions']),
    ),
    ...clientProblems(scenario),
  ];
}

function positionProblems(
  scenario: Scenario,
  positions: Readonly<Record<string, string>> = {},
  of: Path,
): readonly Found[] {
  const listings = listingsOf(scenario);
  return Object.entries(positions).flatMap(([symbol, quantity]) => {
    const path = [...of, symbol];
    const instrument = listingOf(scenario, symbol)?.instrument;
    if (instrument === undefined) {
      const what = `there is no instrument ${symbol} in this scenario`;
      const known = listings.map((listing) => listing.instrument.symbol).join(' or ');
      return [{ path, what, fix: `name ${known}` }];
    }
    const what = lotProblem(instrument, quantity);
    return what === null ? [] : [{ path, what }];
  });
}

const MEANS_AN_ORDER: ReadonlySet<string> = new Set(['cancel-parent', 'cancel-slices', 'amend']);

/** It changes something, to what the instrument has. */
function amendProblems(
  scenario: Scenario,
  index: number,
  symbol: string | undefined,
): readonly Found[] {
  const { quantity, limitPrice } = scenario.operator[index] ?? {};
  const instrument = listingOf(scenario, symbol)?.instrument;
  if (quantity === undefined && limitPrice === undefined) {
    const what = 'says neither a quantity nor a limitPrice';
    return [{ path: ['operator', index], what, fix: 'give the one that is to change, or both' }];
  }
  if (instrument === undefined) return [];
  const lots = quantity === undefined ? null : lotProblem(instrument, quantity);
  const isOff = limitPrice !== undefined && typeof parsePrice(instrument, limitPrice) !== 'number';
  const off = `"${limitPrice}" is not a multiple of the tick size of ${instrument.tickSize}`;
  return [
    ...(lots === null ? [] : [{ path: ['operator', index, 'quantity'], what: lots }]),
    ...(isOff ? [{ path: ['operator', index, 'limitPrice'], what: off }] : []),
  ];
}

function operatorProblems(scenario: Scenario): readonly Found[] {
  const { operator, orders } = scenario;
  return operator.flatMap(({ do: action, order: named, at, alert }, index): readonly Found[] => {
    if ((action === 'acknowledge') !== (alert !== undefined)) {
      const what = 'stands with "do: acknowledge", and only there';
      return [{ path: ['operator', index, 'alert'], what }];
    }
    if (!MEANS_AN_ORDER.has(action)) return [];
    const path = ['operator', index, 'order'];
    const meant = orders[orderIndexOf(scenario, named) ?? -1];
    if (meant === undefined) {
      const what =
        typeof named === 'number'
          ? `there is no order ${named}: the scenario has ${orders.length}, counted from 0`
          : `there is no order with the idempotencyKey "${named}"`;
      return [{ path, what }];
    }
    if (at < meant.at) {
      const does = action === 'amend' ? 'amended' : 'canceled';
      const what = `the order comes at ${lengthText(meant.at)}, after it is to be ${does}`;
      return [{ path: ['operator', index, 'at'], what }];
    }
    return action === 'amend' ? amendProblems(scenario, index, meant.symbol) : [];
  });
}

function strategyProblems({ strategies }: Scenario): readonly Found[] {
  const ids = new Set<string>();
  return strategies.flatMap(({ id }, index) => {
    const again = ids.has(id);
    ids.add(id);
    return again
      ? [{ path: ['strategies', index, 'id'], what: `"${id}" is the id of another one` }]
      : [];
  });
}

/** The span of a run; `start` is null while it is not known. */
export interface RunSpan {
  readonly start: EpochMicros | null;
  readonly length: Micros;
}

/** Times that lie outside the run: whoever wrote them expected something to happen. */
export function timeProblems(scenario: Scenario, { start, length }: RunSpan): readonly Found[] {
  const late = (path: Path, at: Micros): readonly Found[] =>
    at < length
      ? []
      : [
          {
            path,
            what: `${lengthText(at)} is not before the end: the run lasts ${lengthText(length)}`,
          },
        ];
  const orders = askedOrders(scenario);
  const starts = orders.flatMap(({ order: { start: asked }, path: of }): readonly Found[] => {
    if (asked === undefined || start === null) return [];
    const path = [...of, 'start'];
    return asked < start
      ? [{ path, what: 'is before the run starts' }]
      : late(path, (asked - start) as Micros);
  });
  const faults = scenario.faults.flatMap(({ values }, index) => {
    const at = values['at'];
    if (typeof at === 'number') return late(['faults', index, 'at'], at as Micros);
    const plus = anchorOf(values)?.plus;
    return plus === undefined ? [] : late(['faults', index, 'at', 'plus'], plus);
  });
  return [
    ...orders.flatMap(({ order: { at }, path }) => late([...path, 'at'], at)),
    ...starts,
    ...scenario.operator.flatMap(({ at }, index) => late(['operator', index, 'at'], at)),
    ...faults,
  ];
}

export interface ReadExpectations {
  readonly expectations: readonly Expectation[];
  readonly problems: readonly Found[];
}

export function expectationsOf({ expect }: Scenario): ReadExpectations {
  const expectations: Expectation[] = [];
  const problems: Found[] = [];
  for (const [index, text] of expect.entries()) {
    const parsed = parseExpectation(text);
    if (!isProblem(parsed)) {
      expectations.push(parsed);
      continue;
    }
    const { message, suggestion, column } = parsed;
    const fix = suggestion === null ? {} : { fix: `did you mean "${suggestion}"?` };
    problems.push({ path: ['expect', index], what: message, column: column - 1, ...fix });
  }
  return { expectations, problems };
}
