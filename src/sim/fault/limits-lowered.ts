/**
 * Limits are lowered below what is held, and set back after a while: nothing may be added to a position then, however
 * small, while what lowers one passes.
 *
 * Unrealistic: to nothing at once; other limits than that of the position stay as they are configured.
 */
import type { Lots } from '../../core/ground/units.js';
import type { Limits, SymbolLimits } from '../../core/state/limits.js';
import { faultKind } from './fault-kind.js';
import { OperatorSpan, spanParameters } from './operator-span.js';
import { optional, symbol } from './parameter.js';

const parameters = {
  ...spanParameters,
  symbol: optional(symbol('of which instrument; the first when left out')),
};

const UNLIMITED: Limits = {
  perSymbol: [],
  total: { positionValue: null, openOrders: null, openValue: null, ordersPerMinute: null },
};

const unlimited = (of: string): SymbolLimits => ({
  symbol: of,
  orderQuantity: null,
  orderValue: null,
  position: null,
  advShareBps: null,
  openOrders: null,
  openValue: null,
  ordersPerMinute: null,
  collarBps: null,
});

function lowered({ perSymbol, total }: Limits, of: string): Limits {
  const own = perSymbol.find((one) => one.symbol === of) ?? unlimited(of);
  const others = perSymbol.filter((one) => one !== own);
  return { perSymbol: [...others, { ...own, position: 0 as Lots }], total };
}

export const limitsLowered = faultKind({
  kind: 'limits-lowered',
  ids: ['RSK4'],
  holds: [],
  seam: 'semantic',
  text: 'The limit of a position is lowered below what is held, for a while.',
  scope: 'one instrument: `symbol`, or the first of the scenario',
  acts: 'at the client, as an operator does',
  counts: 'each time it is lowered',
  parameters,
  exactlyOne: [],
  build: (values, context) =>
    new OperatorSpan(values, context, {
      reason: 'fault limits-lowered',
      begin: ({ limits }) => ({
        do: 'limits',
        limits: lowered(limits ?? UNLIMITED, values.symbol ?? context.firstSymbol),
      }),
      end: ({ limits }) => ({ do: 'limits', limits: limits ?? UNLIMITED }),
    }),
});
