/** What a scenario itself asks for: its orders, and the orders that its signals bring, each with its place in the file. */
import type { Path } from './problem.js';
import type { Scenario, ScenarioOrder } from './schema.js';

export interface AskedOrder {
  readonly order: ScenarioOrder;
  readonly path: Path;
}

/** Each signal as if it were new: which of them repeat another the core says. */
export const askedOrders = ({
  orders,
  signals,
}: Pick<Scenario, 'orders' | 'signals'>): readonly AskedOrder[] => [
  ...orders.map((order, index) => ({ order, path: ['orders', index] })),
  ...signals.map((order, index) => ({ order, path: ['signals', index] })),
];
