/**
 * The list of runs as a reader asks for it: filtered, sorted, in pages, or gathered into campaigns. What it knows of a run is
 * kept in memory, since a run never changes; a request looks at a bounded number of runs.
 */
import type { Page } from '../store/results-store.js';
import type { RunSummary } from '../store/stored-run.js';
import type { RunListing } from './run-listing.js';
import type { RunReader } from './run-reader.js';

/** Runs that one request looks at. By time a next page goes on behind them; any other order is of the newest this many. */
export const LOOKED_AT_MAX = 1_000;
const KEPT_MAX = 5_000;

export const VERDICTS = ['good', 'incomplete', 'wrong', 'unknown'] as const;
export const SORTS = ['newest', 'scenario', 'verdict', 'filled', 'cost', '-cost'] as const;

export interface RunFilter {
  /** A part of its name, in any case. */
  readonly scenario?: string | undefined;
  readonly symbol?: string | undefined;
  readonly verdict?: (typeof VERDICTS)[number] | undefined;
  /** Only runs with an expectation that failed. */
  readonly failed?: boolean | undefined;
  readonly campaign?: string | undefined;
}

export interface RunsAsked extends RunFilter {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly sort?: (typeof SORTS)[number] | undefined;
}

export class RunCatalog {
  readonly #reader: RunReader;
  readonly #lookedAtMax: number;
  readonly #kept = new Map<string, RunListing>();

  constructor(reader: RunReader, lookedAtMax = LOOKED_AT_MAX) {
    this.#reader = reader;
    this.#lookedAtMax = lookedAtMax;
  }

  list(asked: RunsAsked): Page<RunListing> {
    const { sort = 'newest' } = asked;
    return sort === 'newest' ? this.#byTime(asked) : this.#sorted(asked, sort);
  }

  /** The newest runs that fit, of the newest `LOOKED_AT_MAX`. */
  all(filter: RunFilter): readonly RunListing[] {
    return this.#newest(this.#lookedAtMax, filter).items;
  }

  /** Of how many runs a list is, where there are more that were not looked at; null where it is of all. */
  partOf({ sort = 'newest', cursor, limit: _, ...filter }: RunsAsked): number | null {
    if (sort === 'newest' && isEmpty(filter)) return null;
    const looked = { limit: this.#lookedAtMax, ...(sort === 'newest' ? { cursor } : {}) };
    return this.#reader.list(looked).nextCursor === null ? null : this.#lookedAtMax;
  }

  listing(run: RunSummary): RunListing {
    const kept = this.#kept.get(run.runId);
    if (kept?.journalHash === run.journalHash) return kept;
    const listing = this.#reader.listing(run);
    if (this.#kept.size >= KEPT_MAX) this.#kept.clear();
    this.#kept.set(run.runId, listing);
    return listing;
  }

  #newest(limit: number, filter: RunFilter, cursor?: string): Page<RunListing> {
    const { items, nextCursor } = this.#reader.list({ limit, cursor });
    return { items: items.map((run) => this.listing(run)).filter(fits(filter)), nextCursor };
  }

  /** A page may be short, or empty, and still have a next one: so many runs were looked at. */
  #byTime({ limit, cursor, ...filter }: RunsAsked): Page<RunListing> {
    const looked = isEmpty(filter) ? limit : this.#lookedAtMax;
    const { items, nextCursor } = this.#newest(looked, filter, cursor);
    return items.length > limit ? cut(items, 0, limit) : { items, nextCursor };
  }

  #sorted({ limit, cursor, ...filter }: RunsAsked, sort: Sort): Page<RunListing> {
    const items = this.all(filter).toSorted(ORDERS[sort]);
    const before = cursor === undefined ? -1 : items.findIndex((run) => cursorOf(run) === cursor);
    // A cursor of a run that is gone ends the list: to begin again would never end.
    const isGone = cursor !== undefined && before === -1;
    return isGone ? { items: [], nextCursor: null } : cut(items, before + 1, limit);
  }
}

type Sort = Exclude<(typeof SORTS)[number], 'newest'>;

const cursorOf = ({ startedAtMicros, runId }: RunSummary): string => `${startedAtMicros}.${runId}`;

function cut(all: readonly RunListing[], from: number, limit: number): Page<RunListing> {
  const items = all.slice(from, from + limit);
  const last = items.at(-1);
  const more = from + limit < all.length && last !== undefined;
  return { items, nextCursor: more ? cursorOf(last) : null };
}

const isEmpty = ({ scenario, symbol, verdict, failed, campaign }: RunFilter): boolean =>
  [scenario, symbol, verdict, campaign].every((value) => value === undefined) && failed !== true;

const fits =
  ({ scenario, symbol, verdict, failed, campaign }: RunFilter) =>
  (run: RunListing): boolean =>
    (scenario === undefined || run.scenario.toLowerCase().includes(scenario.toLowerCase())) &&
    (symbol === undefined || run.symbols.includes(symbol.toUpperCase())) &&
    (verdict === undefined || VERDICT_FITS[verdict](run)) &&
    (failed !== true || (run.verdict?.expectationsFailed ?? 0) > 0) &&
    (campaign === undefined || run.campaign === campaign);

const VERDICT_FITS: Readonly<Record<(typeof VERDICTS)[number], (run: RunListing) => boolean>> = {
  good: ({ verdict }) => verdict?.level === 'good',
  incomplete: ({ verdict }) => verdict?.complete === false,
  wrong: ({ verdict }) => verdict?.knewTruth === false,
  unknown: ({ verdict }) => (verdict?.knewTruth ?? null) === null,
};

type Comparison = (a: RunListing, b: RunListing) => number;

/** Ascending, what was not measured last. Equal runs stay the newest first. */
const by =
  (key: (run: RunListing) => number | null, direction: 1 | -1 = 1): Comparison =>
  (a, b) => {
    const [first, second] = [key(a), key(b)];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return direction * (first - second);
  };

const LEVEL_RANKS = { bad: 0, warn: 1, unknown: 2, good: 3 } as const;

const ORDERS: Readonly<Record<Sort, Comparison>> = {
  scenario: (a, b) => (a.scenario < b.scenario ? -1 : Number(a.scenario > b.scenario)),
  // The worst first.
  verdict: by(({ verdict }) => (verdict === null ? null : LEVEL_RANKS[verdict.level])),
  filled: by(({ figures }) => figures.filledShare),
  cost: by(({ figures }) => figures.filledCostBps),
  '-cost': by(({ figures }) => figures.filledCostBps, -1),
};
