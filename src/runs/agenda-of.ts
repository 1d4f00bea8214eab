/** What a scenario has somebody do, at the times of a run that begins at `start`: orders, signals, operator commands. Pure; nothing is checked here. */
import { EVERY_STRATEGY } from '../core/guard/quarantine.js';
import { type Instrument, parsePrice, parseQuantity } from '../core/ground/instrument.js';
import { InvariantError, invariant } from '../core/ground/invariant.js';
import { type EpochMicros, plus } from '../core/ground/units.js';
import type { Agenda, ScheduledCommand, ScheduledOrder, ScheduledSignal } from './assembly.js';
import { limitsOfScenario } from './scenario/limits-of.js';
import { listingOf } from './scenario/listings.js';
import { orderIndexOf, requestOf, signalOf } from './scenario/order-request.js';
import type { Scenario } from './scenario/schema.js';

export function agendaOf(scenario: Scenario, start: EpochMicros): Omit<Agenda, 'strategies'> {
  const orders = scenario.orders.map((order, index): ScheduledOrder => ({
    at: plus(start, order.at),
    request: requestOf(order, index, listedInstrument(scenario, order.symbol)),
    ...(order.operator?.confirmed === true ? { confirms: true } : {}),
  }));
  return {
    orders,
    ...(scenario.signals.length === 0 ? {} : { signals: signalsOf(scenario, start) }),
    operator: scenario.operator.map((command) => commandOf(command, scenario, start)),
  };
}

const signalsOf = (scenario: Scenario, start: EpochMicros): readonly ScheduledSignal[] =>
  scenario.signals.map((signal) => ({
    at: plus(start, signal.at),
    signal: signalOf(signal, listedInstrument(scenario, signal.symbol)),
  }));

function listedInstrument(scenario: Scenario, symbol: string | undefined): Instrument {
  const listing = listingOf(scenario, symbol);
  if (listing === undefined) throw new InvariantError(`unchecked symbol: ${symbol}`);
  return listing.instrument;
}

function commandOf(
  {
    at,
    do: action,
    order,
    cancelWorking,
    symbol,
    strategy,
    engine,
    limits,
    quantity,
    limitPrice,
    alert,
    orphan,
    role,
    reason,
  }: Scenario['operator'][number],
  scenario: Scenario,
  start: EpochMicros,
): ScheduledCommand {
  const when = { at: plus(start, at), role, reason };
  switch (action) {
    case 'kill-on':
      return { ...when, command: { do: action, cancelWorking } };
    case 'amend':
      return { ...when, command: amendOf(scenario, { order, quantity, limitPrice }) };
    case 'cancel-parent':
    case 'cancel-slices':
      return { ...when, command: { do: action, orderIndex: orderIndexOf(scenario, order) ?? -1 } };
    case 'orphan-adopt':
      return {
        ...when,
        command: { do: action, orphanIndex: orphan, strategyId: strategy ?? 'default' },
      };
    case 'orphan-cancel':
    case 'orphan-narrow':
      return { ...when, command: { do: action, orphanIndex: orphan } };
    case 'quarantine-on':
    case 'quarantine-off': {
      const { symbol: named } = listedInstrument(scenario, symbol);
      return {
        ...when,
        command: { do: action, symbol: named, strategyId: strategy ?? EVERY_STRATEGY },
      };
    }
    case 'engine':
      return { ...when, command: { do: action, engine } };
    case 'limits':
      invariant(limits !== undefined, 'unchecked limits');
      return { ...when, command: { do: action, limits: limitsOfScenario(scenario, limits) } };
    case 'acknowledge':
      invariant(alert !== undefined, 'unchecked alert');
      return { ...when, command: { do: action, code: alert, subject: null } };
    case 'force-complete':
    case 'kill-off':
    case 'breaker-trip':
    case 'breaker-reset':
      return { ...when, command: { do: action } };
  }
}

/** On the grid of the instrument of the order it means; both were checked before (`cross-checks.ts`). */
function amendOf(
  scenario: Scenario,
  {
    order,
    quantity,
    limitPrice,
  }: Pick<Scenario['operator'][number], 'order' | 'quantity' | 'limitPrice'>,
): ScheduledCommand['command'] {
  const orderIndex = orderIndexOf(scenario, order) ?? -1;
  const instrument = listedInstrument(scenario, scenario.orders[orderIndex]?.symbol);
  const lots = quantity === undefined ? null : parseQuantity(instrument, quantity);
  const ticks = limitPrice === undefined ? null : parsePrice(instrument, limitPrice);
  invariant(typeof lots !== 'string' && typeof ticks !== 'string', 'unchecked amendment');
  return { do: 'amend-parent', orderIndex, quantity: lots, limitPrice: ticks };
}
