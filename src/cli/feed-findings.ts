/** Whether a live feed has the markets of a scenario: they are traded there as configured, its streams come, and every book opens. */
import { MICROS_PER_MS } from '../core/ground/units.js';
import { listingsOf } from '../runs/scenario/listings.js';
import { textOf } from './error-text.js';
import { UsageError, exitCodeOf } from './failure.js';
import type { Finding } from './finding.js';
import { requireScenario, scenarioAsked } from './broker-findings.js';
import { urlOf } from './paper-asked.js';
import type { Settings } from './settings.js';
import type { World } from './world.js';

export interface FeedFlags {
  readonly feed?: string;
  readonly scenario?: string;
  readonly url?: string;
}

const FEED = 'binance';
const NAME = `${FEED} feed`;
const OPEN_WITHIN_MS = 15_000;

/** None where no feed is asked for. Errors: `UsageError` for flags that make no sense. */
export async function feedFindings(
  world: World,
  settings: Settings,
  { feed, scenario, url: given }: FeedFlags,
): Promise<readonly Finding[]> {
  if (feed === undefined) return [];
  if (feed !== FEED) throw new UsageError(`--feed ${feed}\n  fix: ${FEED}, which needs no key`);
  const asked = {
    scenario: requireScenario(scenario),
    url: given === undefined ? null : urlOf(given),
  };
  try {
    return [await opened(world, settings, asked)];
  } catch (error) {
    if (exitCodeOf(error) === null) throw error;
    return [{ name: NAME, state: 'bad', text: textOf(error) }];
  }
}

async function opened(
  world: World,
  settings: Settings,
  { scenario, url }: { readonly scenario: string; readonly url: string | null },
): Promise<Finding> {
  const loaded = await scenarioAsked(world, settings, scenario);
  const instruments = listingsOf(loaded.scenario).map(({ instrument }) => instrument);
  const symbols = instruments.map(({ symbol }) => symbol).join(', ');
  const { openLiveMarkets } = await import('../runs/venue/live-markets.js');
  const told: string[] = [];
  const live = await openLiveMarkets({
    ...{ instruments, url, kept: new Map() },
    signal: AbortSignal.timeout(OPEN_WITHIN_MS),
    tell: (text) => told.push(text),
  });
  if (live === null) {
    const why = [`no book of ${symbols} within ${OPEN_WITHIN_MS / 1_000} s`, ...told].join('; ');
    return { name: NAME, state: 'bad', text: why };
  }
  live.close();
  const apart = Math.round(live.offset / MICROS_PER_MS);
  const text = `${url ?? 'public streams'}: ${symbols} as configured, books are open, its clock is ${apart} ms from ours`;
  return { name: NAME, state: 'ok', text };
}
