/** The figures of a running engine in the text format of Prometheus. Pure. */
import { namedReconciliationMetrics } from '../../core/engine/reconciliation-metrics.js';
import { MICROS_PER_SECOND } from '../../core/ground/units.js';
import { isLoose } from '../../core/state/orphan.js';
import type { EngineDesk } from '../../runs/desk/engine-desk.js';
import { standingOf } from '../../runs/paper/standing.js';
import { whyNotReady } from './health.js';

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

interface Family {
  readonly name: string;
  readonly help: string;
  readonly kind: 'gauge' | 'counter';
  /** Labels, written out, and the figure. */
  readonly samples: readonly (readonly [labels: string, value: number])[];
}

const one = (value: number | boolean): Family['samples'] => [['', Number(value)]];

const label = (name: string, value: string): string =>
  `{${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"}`;

const counted = (name: string, counts: ReadonlyMap<string, number>): Family['samples'] =>
  [...counts].map(([value, count]) => [label(name, value), count] as const);

function orderFamilies({ state, book, host }: EngineDesk): readonly Family[] {
  const { working, unknown } = standingOf(state);
  const byStatus = new Map<string, number>();
  for (const [, { status }] of state.parents.entries())
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  return [
    gauge('squall_orders', 'Orders by status', counted('status', byStatus)),
    gauge('squall_orders_working', 'Orders at the venue', one(working)),
    gauge('squall_orders_unknown', 'Orders without an answer', one(unknown)),
    counter('squall_orders_refused_total', 'Orders that were not taken', one(book.ordersRefused)),
    counter('squall_effects_total', 'Commands released by this process', one(host.effects)),
    counter('squall_inputs_total', 'Inputs taken by this process', one(host.inputs)),
  ];
}

function accountFamilies(desk: EngineDesk): readonly Family[] {
  const { state, book, isUp } = desk;
  const { killSwitch, breaker, orphans = [], quarantine } = state;
  const raised = new Map<string, number>();
  for (const { code, state: told } of book.alerts)
    if (told !== 'cleared') raised.set(code, (raised.get(code) ?? 0) + 1);
  return [
    gauge('squall_ready', 'Whether it takes orders', one(whyNotReady(desk) === null)),
    gauge('squall_venue_up', 'Whether the venue is reached', one(isUp)),
    gauge('squall_gate_shut', 'Whether it is reconciling', one(state.gate?.state === 'shut')),
    gauge('squall_kill_switch_engaged', 'RSK-1', one(killSwitch.engaged)),
    gauge('squall_breaker_closed', 'RSK-2', one(breaker.state === 'closed')),
    gauge('squall_orphans', 'Orders nobody here placed', one(orphans.filter(isLoose).length)),
    gauge('squall_quarantines', 'Symbols in quarantine by a ruling', one(quarantine.length)),
    gauge(
      'squall_alerts_raised',
      'Alerts by code, until they are cleared',
      counted('code', raised),
    ),
    gauge('squall_quote_age_seconds', 'Since the feed last delivered anything', quoteAges(desk)),
  ];
}

/** REC-8, under the names it demands. */
const reconciliationFamilies = ({ book }: EngineDesk): readonly Family[] =>
  namedReconciliationMetrics(book.reconciled).map(({ name, help, type, value }) => ({
    name,
    help,
    kind: type,
    samples: value === null ? [] : one(value),
  }));

function quoteAges(desk: EngineDesk): Family['samples'] {
  const ages: [string, number][] = [];
  for (const symbol of desk.config.instruments.keys()) {
    const { aliveAt } = desk.quoteOf(symbol);
    if (aliveAt !== null)
      ages.push([label('symbol', symbol), (desk.now - aliveAt) / MICROS_PER_SECOND]);
  }
  return ages;
}

const gauge = (name: string, help: string, samples: Family['samples']): Family => ({
  name,
  help,
  kind: 'gauge',
  samples,
});
const counter = (name: string, help: string, samples: Family['samples']): Family => ({
  name,
  help,
  kind: 'counter',
  samples,
});

/** `requests`: answered by status. */
export function metricsText(desk: EngineDesk, requests: ReadonlyMap<string, number>): string {
  const families = [
    ...orderFamilies(desk),
    ...accountFamilies(desk),
    ...reconciliationFamilies(desk),
    counter('squall_http_requests_total', 'Requests by status', counted('status', requests)),
  ];
  return families
    .map(({ name, help, kind, samples }) =>
      [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} ${kind}`,
        ...samples.map(([labels, value]) => `${name}${labels} ${value}`),
        '',
      ].join('\n'),
    )
    .join('');
}
