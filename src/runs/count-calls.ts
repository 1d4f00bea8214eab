/**
 * Counts what goes over the wire to the broker, per kind of call: requests that the last guard let leave, answered or
 * not. Stands between core and broker and changes nothing.
 */
import type { BrokerCommand } from '../core/state/command.js';
import type { Broker } from '../core/ports.js';
import type { CallCounts } from '../report/schema/report.js';

type Call = keyof CallCounts;

const CALL_OF: Readonly<Record<BrokerCommand['kind'], Call>> = {
  submit: 'submit',
  replace: 'submit',
  cancel: 'cancel',
  'read-order': 'query',
  'read-executions': 'query',
  'read-history': 'query',
  'read-open-orders': 'openOrders',
  'read-positions': 'positions',
};

export class CallCounter {
  readonly #counts = { submit: 0, cancel: 0, query: 0, openOrders: 0, positions: 0 };

  counts(): CallCounts {
    return { ...this.#counts };
  }

  readonly wrap = (broker: Broker): Broker => ({
    reports$: broker.reports$,
    send: (command, mayLeave) => {
      // Submits and replaces may still be vetoed; everything else leaves.
      if (command.kind !== 'submit' && command.kind !== 'replace') this.#count(command);
      broker.send(command, (effect, now) => {
        const veto = mayLeave(effect, now);
        if (veto === null) this.#count(effect);
        return veto;
      });
    },
  });

  #count(command: BrokerCommand): void {
    this.#counts[CALL_OF[command.kind]] += 1;
  }
}
