/**
 * What one field of a scenario says about another: orders against the instrument's grid, times against the clock, a
 * cancel against the orders, expectations against the report. What needs the market itself is checked in `to-plan.ts`.
 */
import { parsePrice, parseQuantity } from '../../core/ground/instrument.js';
import { validateRequest } from '../../core/plan/validate.js';
import type { EpochMicros, Micros } from '../../core/ground/units.js';
import { WANDER_TICKS_MAX } from '../../sim/market/walk-book.js';
import { type Expectation, isProblem, parseExpectation } from '../../report/many/expectation.js';
import { formatDuration } from './duration.js';
import { instrumentOf } from './instrument.js';
import { requestOf } from './order-request.js';
import type { Path } from './problem.js';
import type { Scenario } from './schema.js';

/** A problem before it has a place. `column`: offset inside the scalar at `path`. */
export interface Found {
  readonly path: Path;
  readonly what: string;
  readonly why?: string;
  readonly fix?: string;
  readonly column?: number;
}

export function crossChecks(scenario: Scenario): readonly Found[] {
  return [
    ...instrumentProblems(scenario),
    ...orderProblems(scenario),
    ...marketProblems(scenario),
    ...accountProblems(scenario),
    ...operatorProblems(scenario),
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
  const { minQuantity, adv } = scenario.instrument;
  const instrument = instrumentOf(scenario);
  const onGrid = (
    key: 'minQuantity' | 'adv',
    text: string | null | undefined,
  ): readonly Found[] => {
    if (text === null || text === undefined || typeof parseQuantity(instrument, text) === 'number')
      return [];
    const grid = `the lot size of ${instrument.lotSize}`;
    return [{ path: ['instrument', key], what: `"${text}" is not a multiple of ${grid}` }];
  };
  return [...onGrid('minQuantity', minQuantity), ...onGrid('adv', adv)];
}

/** What the core itself would refuse, found before anything runs (TWAP-4). */
function orderProblems(scenario: Scenario): readonly Found[] {
  const instrument = instrumentOf(scenario);
  const keys = new Map<string, number>();
  return scenario.orders.flatMap((order, index): readonly Found[] => {
    const request = requestOf(order, index, instrument);
    const validated = validateRequest(request, instrument);
    const problems = validated.ok ? [] : validated.problems;
    const found = problems.map(({ field, text }) => ({
      path: ['orders', index, ...(field === '' ? [] : [FIELD_KEYS.get(field) ?? field])],
      what: text,
    }));
    const same = keys.get(request.idempotencyKey);
    keys.set(request.idempotencyKey, index);
    if (same === undefined || order.idempotencyKey === undefined) return found;
    const what = `the key of order ${same} again`;
    return [...found, { path: ['orders', index, 'idempotencyKey'], what }];
  });
}

const FIELD_KEYS: ReadonlyMap<string, string> = new Map([['strategyId', 'strategy']]);

function marketProblems({ market, instrument, ...scenario }: Scenario): readonly Found[] {
  const { synthetic } = market;
  if (synthetic === undefined) return [];
  const path = ['market', 'synthetic', 'startPrice'];
  const price = parsePrice(instrumentOf({ market, instrument, ...scenario }), synthetic.startPrice);
  if (typeof price === 'string') {
    return [{ path, what: `"${synthetic.startPrice}" is off the grid of ${instrument.tickSize}` }];
  }
  const least = WANDER_TICKS_MAX + 2 * synthetic.levelsPerSide + 1;
  if (price > least) return [];
  const why = 'a generated mid wanders and must stay above zero';
  return [{ path, what: `${price} ticks are too few: more than ${least} are needed`, why }];
}

function accountProblems(scenario: Scenario): readonly Found[] {
  const instrument = instrumentOf(scenario);
  return Object.entries(scenario.venue.account.positions).flatMap(([symbol, quantity]) => {
    const path = ['venue', 'account', 'positions', symbol];
    if (symbol !== instrument.symbol) {
      const what = `there is no instrument ${symbol} in this scenario`;
      return [{ path, what, fix: `name ${instrument.symbol}` }];
    }
    if (typeof parseQuantity(instrument, quantity) === 'number') return [];
    return [{ path, what: `"${quantity}" is off the grid of ${instrument.lotSize}` }];
  });
}

function operatorProblems({ operator, orders }: Scenario): readonly Found[] {
  return operator.flatMap(({ do: action, order }, index) => {
    const cancels = action === 'cancel-parent' || action === 'cancel-slices';
    if (!cancels || order < orders.length) return [];
    const what = `there is no order ${order}: the scenario has ${orders.length}, counted from 0`;
    return [{ path: ['operator', index, 'order'], what }];
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
            what: `${formatDuration(at)} is not before the end: the run lasts ${formatDuration(length)}`,
          },
        ];
  const starts = scenario.orders.flatMap(({ start: asked }, index): readonly Found[] => {
    if (asked === undefined || start === null) return [];
    const path = ['orders', index, 'start'];
    return asked < start
      ? [{ path, what: 'is before the run starts' }]
      : late(path, (asked - start) as Micros);
  });
  const faults = scenario.faults.flatMap(({ values }, index) => {
    const at = values['at'];
    return typeof at === 'number' ? late(['faults', index, 'at'], at as Micros) : [];
  });
  return [
    ...scenario.orders.flatMap(({ at }, index) => late(['orders', index, 'at'], at)),
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
