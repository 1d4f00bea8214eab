/**
 * LIV-4: whether a broker can be traded with as configured: its keys are taken, its instruments are those of the scenario, its streams come
 * up, and its clock is ours. Nothing is ordered.
 */
import { LANE_WAKE } from '../core/ground/clock.js';
import { MICROS_PER_MS, type Micros, plus, seconds } from '../core/ground/units.js';
import type { Connection } from '../live/connection.js';
import { venueDayTexts } from '../runs/paper/venue-hours.js';
import type { RealVenue } from '../runs/paper/venue-policy.js';
import { listingsOf } from '../runs/scenario/listings.js';
import type { LoadedScenario } from '../runs/scenario/load.js';
import { textOf } from './error-text.js';
import { UsageError, exitCodeOf } from './failure.js';
import type { Finding } from './finding.js';
import { loadScenarios } from './load-scenarios.js';
import { checkFutures, connectReal } from './open-venue.js';
import { realVenueOf, urlOf } from './paper-asked.js';
import type { Settings } from './settings.js';
import type { World } from './world.js';

export interface BrokerFlags {
  readonly broker?: string;
  readonly scenario?: string;
  readonly url?: string;
}

const TIME_LIMIT: Micros = seconds(10);

/** None where no broker is asked for. Errors: `UsageError` for flags that make no sense. */
export async function brokerFindings(
  world: World,
  settings: Settings,
  { broker: named, scenario, url }: BrokerFlags,
): Promise<readonly Finding[]> {
  if (named === undefined) return [];
  const broker = realVenueOf(named);
  const asked = {
    broker,
    scenario: requireScenario(scenario),
    url: url === undefined ? null : urlOf(url),
  };
  try {
    return [{ name: broker, state: 'ok', text: await reached(world, settings, asked) }];
  } catch (error) {
    if (exitCodeOf(error) === null) throw error;
    return [{ name: broker, state: 'bad', text: textOf(error) }];
  }
}

/** Errors: `UsageError`. */
export function requireScenario(named: string | undefined): string {
  if (named !== undefined) return named;
  throw new UsageError(
    '--scenario is missing: whose instruments are asked for\n  fix: --scenario my-first.yaml',
  );
}

/** Errors: `UsageError`, `ScenarioError`. */
export async function scenarioAsked(
  world: World,
  settings: Settings,
  named: string,
): Promise<LoadedScenario> {
  const { scenarios } = await loadScenarios(world, [named], settings.loadOptions);
  const [loaded] = scenarios;
  if (loaded === undefined) throw new UsageError(`${named} names no scenario`);
  return loaded;
}

async function reached(
  world: World,
  settings: Settings,
  asked: {
    readonly broker: RealVenue;
    readonly scenario: string;
    readonly url: string | null;
  },
): Promise<string> {
  const { scenario, broker, url } = asked;
  const loaded = await scenarioAsked(world, settings, scenario);
  checkFutures(loaded, broker);
  const instruments = listingsOf(loaded.scenario).map(({ instrument }) => instrument);
  const { requestTimeout } = loaded.scenario.venue;
  const mode = settings.get('mode') === 'live' ? 'live' : 'paper';
  const { connection, where } = await connectReal({
    ...{ world, mode, broker, url, instruments, requestTimeout },
  });
  try {
    const apart = await clockApart(connection);
    const symbols = instruments.map(({ symbol }) => symbol).join(', ');
    const hours = hoursText(connection);
    return `${where}: keys are taken, ${symbols} as configured, streams are up, ${apart}${hours}`;
  } finally {
    connection.close();
  }
}

/** Nothing of a venue that has no sessions. */
function hoursText({ venueDays }: Pick<Connection, 'venueDays'>): string {
  if (venueDays === undefined) return '';
  const days = venueDayTexts(venueDays);
  return days.length === 0
    ? ', its calendar for the next ten days is the one here'
    : `; ${days.join('; ')}`;
}

/** How far its clock is from ours, to within the time an answer takes. */
function clockApart({ broker, clock }: Connection): Promise<string> {
  return new Promise((done) => {
    const late = clock.schedule(plus(clock.now(), TIME_LIMIT), LANE_WAKE, () =>
      done('its clock was not told'),
    );
    broker.reports$.subscribe((input) => {
      if (input.kind !== 'answer') return;
      clock.cancel(late);
      const { answer } = input;
      done(
        answer.kind === 'time'
          ? `its clock is ${Math.round((answer.venueTime - clock.now()) / MICROS_PER_MS)} ms from ours`
          : 'its clock was not told',
      );
    });
    broker.send({ kind: 'read-time', readId: 1 }, () => null);
  });
}
