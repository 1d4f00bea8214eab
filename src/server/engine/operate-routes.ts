/** Operating a running engine: kill switch, breaker, orphans, reconciliation, alerts, its end. Each is a command to the core, which says who may. */
import { z } from 'zod';
import type { VenueOrderId } from '../../core/order/order.js';
import type { OperatorCommand } from '../../core/state/input.js';
import { orphanOf } from '../../core/state/evolve-orphan.js';
import { breakerView, killSwitchView, orphanView, reconciliationView } from './account-view.js';
import { carryOut, reasonIn } from './carry-out.js';
import { reasonBody } from './order-routes.js';
import { type Answer, type Asked, type Route, route } from './route.js';

const reason = z.string().min(1).max(200);
const withReason = z.strictObject({ reason });
const DONE = [200, 403, 409, 415, 422, 503] as const;

/** Commands that say nothing but why, and what is shown once they are carried out. */
function simple(line: {
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  readonly role: Route['role'];
  readonly command: OperatorCommand;
  readonly show: (asked: Asked) => unknown;
  readonly status?: number;
}): Route {
  const { method, path, summary, role, command, show, status = 200 } = line;
  const say = { method, path, summary, role } as const;
  const answer = async (asked: Asked, why: string): Promise<Answer> => {
    await carryOut(asked, { command, reason: why });
    return { status, body: show(asked) };
  };
  return method === 'DELETE'
    ? route({
        ...say,
        statuses: [200, 403, 409, 503],
        handle: (asked) => answer(asked, reasonIn(asked)),
      })
    : route({
        ...say,
        body: withReason,
        statuses: [status, 403, 409, 415, 422, 503],
        handle: (asked) => answer(asked, asked.body.reason),
      });
}

const killBody = z.strictObject({ reason, cancelWorking: z.boolean().default(true) });
const adoptBody = z.strictObject({
  strategyId: z.string().min(1).max(64),
  reason: z.string().min(1).max(200).default('none given'),
});
const acknowledgeBody = z.strictObject({
  code: z.string().min(1).max(64),
  subject: z.string().max(128).nullable().default(null),
  reason,
});
const stopBody = z.strictObject({ onStop: z.enum(['leave', 'cancel']).default('leave'), reason });
const engineBody = z.strictObject({ engine: z.enum(['robust', 'plain']), reason });

function ofOrphan(what: 'cancel' | 'narrow', summary: string): Route {
  return route({
    method: 'POST',
    path: `/api/v1/orphans/{id}/${what}`,
    summary,
    role: 'operator',
    body: reasonBody,
    bodyOptional: true,
    statuses: [200, 403, 404, 409, 415, 422, 503],
    handle: (asked) =>
      onOrphan(asked, asked.body.reason, (venueOrderId) => ({
        do: `orphan-${what}`,
        venueOrderId,
      })),
  });
}

async function onOrphan(
  asked: Asked,
  why: string,
  commandOn: (venueOrderId: VenueOrderId) => OperatorCommand,
): Promise<Answer> {
  const { desk, param } = asked;
  const id = param('id') as VenueOrderId;
  const unknown = orphanOf(desk.state, id) === null ? 'no-such-orphan' : null;
  await carryOut(asked, { command: commandOn(id), reason: why, unknown });
  const orphan = orphanOf(desk.state, id);
  return { status: 200, body: orphan === null ? null : orphanView(desk, orphan) };
}

export const OPERATE_ROUTES: readonly Route[] = [
  route({
    method: 'POST',
    path: '/api/v1/kill-switch',
    summary: 'Engage the kill switch: nothing that creates an order leaves (RSK-1)',
    role: 'operator',
    body: killBody,
    statuses: DONE,
    handle: async (asked): Promise<Answer> => {
      const { reason: why, cancelWorking } = asked.body;
      await carryOut(asked, { command: { do: 'kill-on', cancelWorking }, reason: why });
      return { status: 200, body: killSwitchView(asked.desk) };
    },
  }),
  simple({
    method: 'DELETE',
    path: '/api/v1/kill-switch',
    summary: 'Disengage it: ?reason=',
    role: 'operator',
    command: { do: 'kill-off' },
    show: ({ desk }) => killSwitchView(desk),
  }),
  simple({
    method: 'POST',
    path: '/api/v1/breaker',
    summary: 'Trip the circuit breaker (RSK-2)',
    role: 'operator',
    command: { do: 'breaker-trip' },
    show: ({ desk }) => breakerView(desk),
  }),
  simple({
    method: 'DELETE',
    path: '/api/v1/breaker',
    summary: 'Close it: ?reason=',
    role: 'operator',
    command: { do: 'breaker-reset' },
    show: ({ desk }) => breakerView(desk),
  }),
  simple({
    method: 'POST',
    path: '/api/v1/reconciliation/run',
    summary: 'Read open orders and history of the venue now (REC-5)',
    role: 'operator',
    command: { do: 'reconcile' },
    show: ({ desk }) => reconciliationView(desk),
    status: 202,
  }),
  simple({
    method: 'POST',
    path: '/api/v1/reconciliation/force-complete',
    summary: 'Open the gate although not all is cleared up (REC-3)',
    role: 'admin',
    command: { do: 'force-complete' },
    show: ({ desk }) => reconciliationView(desk),
  }),
  route({
    method: 'POST',
    path: '/api/v1/orphans/{id}/adopt',
    summary: 'Take an order nobody here placed into a strategy (REC-7)',
    role: 'operator',
    body: adoptBody,
    statuses: [200, 403, 404, 409, 415, 422, 503],
    handle: (asked) => {
      const { strategyId, reason: why } = asked.body;
      return onOrphan(asked, why, (venueOrderId) => ({
        do: 'orphan-adopt',
        venueOrderId,
        strategyId,
      }));
    },
  }),
  ofOrphan('cancel', 'Cancel an order nobody here placed (REC-7)'),
  ofOrphan('narrow', 'Let other strategies into its symbol again (REC-7)'),
  route({
    method: 'POST',
    path: '/api/v1/alerts/acknowledge',
    summary: 'Say that an alert is known; it stays raised until its condition ends (ALR-1)',
    role: 'operator',
    body: acknowledgeBody,
    statuses: DONE,
    handle: async (asked): Promise<Answer> => {
      const { reason: why, ...what } = asked.body;
      await carryOut(asked, { command: { do: 'acknowledge', ...what }, reason: why });
      return { status: 200, body: { acknowledged: asked.desk.state.acknowledged ?? [] } };
    },
  }),
  route({
    method: 'PUT',
    path: '/api/v1/config/fill-engine',
    summary: 'Choose who follows the orders to come (FIL-12)',
    role: 'admin',
    body: engineBody,
    statuses: DONE,
    handle: async (asked): Promise<Answer> => {
      const { reason: why, engine } = asked.body;
      await carryOut(asked, { command: { do: 'engine', engine }, reason: why });
      return { status: 200, body: { engine } };
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/stop',
    summary: 'End the process; onStop says what becomes of working orders',
    role: 'operator',
    body: stopBody,
    statuses: [202, 403, 409, 415, 422, 503],
    handle: async (asked): Promise<Answer> => {
      const { reason: why, onStop } = asked.body;
      await carryOut(asked, { command: { do: 'stop', onStop }, reason: why });
      return { status: 202, body: { stopping: true, onStop } };
    },
  }),
];
