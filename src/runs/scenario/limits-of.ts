/** Limits as a scenario says them, on the grids of its instruments; and what is wrong with them. */
import { type Instrument, parseQuantity } from '../../core/ground/instrument.js';
import { invariant } from '../../core/ground/invariant.js';
import type { Lots } from '../../core/ground/units.js';
import type { Limits } from '../../core/state/limits.js';
import type { LimitsField } from './limits-schema.js';
import { listingOf } from './listings.js';
import type { Found, Path } from './problem.js';
import type { Scenario } from './schema.js';

/** By its name; of none given: the first. */
export type Listed = (symbol: string | undefined) => Instrument | undefined;

const listedIn =
  (scenario: Scenario): Listed =>
  (symbol) =>
    listingOf(scenario, symbol)?.instrument;

export const limitsOfScenario = (scenario: Scenario, limits: LimitsField): Limits =>
  limitsOf(listedIn(scenario), limits);

/** Of limits in which nothing is wrong. */
export function limitsOf(listed: Listed, { perSymbol, total }: LimitsField): Limits {
  return {
    perSymbol: perSymbol.map((own) => {
      const instrument = listed(own.symbol);
      invariant(instrument !== undefined, `unchecked symbol: ${own.symbol}`);
      return {
        symbol: instrument.symbol,
        orderQuantity: lotsOf(instrument, own.orderQuantity),
        orderValue: own.orderValue ?? null,
        position: lotsOf(instrument, own.position),
        advShareBps: own.advShareBps ?? null,
        openOrders: own.openOrders ?? null,
        openValue: own.openValue ?? null,
        ordersPerMinute: own.ordersPerMinute ?? null,
        collarBps: own.collarBps ?? null,
      };
    }),
    total: {
      positionValue: total.positionValue ?? null,
      openOrders: total.openOrders ?? null,
      openValue: total.openValue ?? null,
      ordersPerMinute: total.ordersPerMinute ?? null,
    },
  };
}

function lotsOf(instrument: Instrument, text: string | undefined): Lots | null {
  if (text === undefined) return null;
  const quantity = parseQuantity(instrument, text);
  invariant(typeof quantity === 'number', `unchecked quantity: ${text}`);
  return quantity;
}

export function limitsProblems(scenario: Scenario): readonly Found[] {
  const { limits } = scenario.execution;
  const listed = listedIn(scenario);
  return [
    ...(limits === undefined ? [] : problemsOfLimits(listed, limits, ['execution', 'limits'])),
    ...scenario.operator.flatMap((command, index) =>
      command.limits === undefined
        ? []
        : problemsOfLimits(listed, command.limits, ['operator', index, 'limits']),
    ),
    ...scenario.operator.flatMap((command, index): readonly Found[] =>
      (command.do === 'limits') === (command.limits !== undefined)
        ? []
        : [
            {
              path: ['operator', index, 'limits'],
              what: 'stands with "do: limits", and only there',
            },
          ],
    ),
  ];
}

export function problemsOfLimits(
  listed: Listed,
  { perSymbol }: LimitsField,
  path: Path,
): readonly Found[] {
  const seen = new Set<string>();
  return perSymbol.flatMap((own, index): readonly Found[] => {
    const at = [...path, 'perSymbol', index];
    const instrument = listed(own.symbol);
    if (instrument === undefined)
      return [{ path: [...at, 'symbol'], what: `there is no instrument ${own.symbol}` }];
    const again = seen.has(instrument.symbol);
    seen.add(instrument.symbol);
    return [
      ...(again ? [{ path: at, what: `${instrument.symbol} is limited twice` }] : []),
      ...(['orderQuantity', 'position'] as const).flatMap((key): readonly Found[] => {
        const text = own[key];
        return text === undefined || typeof parseQuantity(instrument, text) === 'number'
          ? []
          : [
              {
                path: [...at, key],
                what: `"${text}" is not a multiple of the lot size of ${instrument.lotSize}`,
              },
            ];
      }),
    ];
  });
}

/** What the scenario says the account holds. What it is lent because its orders need it is no position of anybody's. */
export const positionsOf = (scenario: Scenario): ReadonlyMap<string, Lots> =>
  new Map(
    Object.entries(scenario.venue.account.positions ?? {}).flatMap(([symbol, text]) => {
      const instrument = listingOf(scenario, symbol)?.instrument;
      const lots = instrument === undefined ? null : lotsOf(instrument, text);
      return lots === null ? [] : [[symbol, lots] as const];
    }),
  );
