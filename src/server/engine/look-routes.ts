/** Looking at a running engine: how it is, what belongs to no order, and who asked for what. Any token may. */
import { standingOf } from '../../runs/paper/standing.js';
import {
  alertView,
  breakerView,
  killSwitchView,
  modeOf,
  orphanView,
  positionViews,
  reconciliationView,
} from './account-view.js';
import { healthOf, whyNotReady } from './health.js';
import { METRICS_TYPE, metricsText } from './metrics.js';
import { pageAsked } from './page-asked.js';
import { type Answer, type Asked, type Route, ok, route } from './route.js';

function look(path: string, summary: string, show: (asked: Asked) => unknown): Route {
  const handle = (asked: Asked): Answer => ok(show(asked));
  return route({ method: 'GET', path, summary, role: 'viewer', statuses: [200], handle });
}

export const LOOK_ROUTES: readonly Route[] = [
  look('/api/v1/status', 'The engine on one screen', statusOf),
  look('/api/v1/kill-switch', 'The kill switch', ({ desk }) => killSwitchView(desk)),
  look('/api/v1/breaker', 'The circuit breaker', ({ desk }) => breakerView(desk)),
  look('/api/v1/positions', 'Positions and what is open', ({ desk }) => ({
    items: positionViews(desk),
  })),
  look('/api/v1/reconciliation/status', 'What the gate waits for', ({ desk }) =>
    reconciliationView(desk),
  ),
  look('/api/v1/orphans', 'Orders nobody here placed (REC-7)', ({ desk }) => ({
    items: (desk.state.orphans ?? []).map((orphan) => orphanView(desk, orphan)),
  })),
  look(
    '/api/v1/alerts',
    'Alerts, the one that changed last first; ?raised=1',
    ({ desk, query }) => ({
      items: desk.book.alerts
        .filter(({ state }) => query['raised'] !== '1' || state !== 'cleared')
        .map(alertView)
        .reverse(),
    }),
  ),
  route({
    method: 'GET',
    path: '/api/v1/audit',
    summary:
      'Who asked for what and what came of it, the newest first: ?limit=; all of it is in the journal',
    role: 'viewer',
    statuses: [200, 400],
    handle: ({ desk, query }) => {
      const { limit } = pageAsked(query);
      const lines = desk.book.audit.slice(-limit).reverse();
      return ok({ items: lines.map(({ at, ...line }) => ({ atMicros: at, ...line })) });
    },
  }),
  route({
    method: 'GET',
    path: '/health',
    summary: 'How the engine is, with causes',
    role: 'viewer',
    statuses: [200, 503],
    handle: ({ desk }) => {
      const health = healthOf(desk);
      return { status: health.status === 'unhealthy' ? 503 : 200, body: health };
    },
  }),
  route({
    method: 'GET',
    path: '/ready',
    summary: 'Whether it takes orders',
    role: 'viewer',
    statuses: [200, 503],
    handle: ({ desk }) => {
      const why = whyNotReady(desk);
      return { status: why === null ? 200 : 503, body: { ready: why === null, why } };
    },
  }),
  route({
    method: 'GET',
    path: '/metrics',
    summary: 'Figures in the text format of Prometheus',
    role: 'viewer',
    statuses: [200],
    handle: ({ desk, requests }) => ({
      status: 200,
      body: metricsText(desk, requests),
      type: METRICS_TYPE,
    }),
  }),
];

function statusOf({ desk }: Pick<Asked, 'desk'>) {
  const { orders, over, working, unknown } = standingOf(desk.state);
  const raised = desk.book.alerts.filter(({ state }) => state !== 'cleared').length;
  return {
    ...modeOf(desk),
    ready: whyNotReady(desk) === null,
    health: healthOf(desk),
    atMicros: desk.now,
    orders: { given: orders, over, working, unknown },
    killSwitch: killSwitchView(desk),
    breaker: breakerView(desk),
    reconciliation: reconciliationView(desk),
    positions: positionViews(desk),
    alertsRaised: raised,
  };
}
