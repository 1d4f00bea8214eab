/**
 * What no client can survive with what it can see, and so no campaign draws. A run that plays one all the same must end with the
 * engine knowing that something is wrong: `noticed` is the alert that says so; null where only a look at positions or at all open
 * orders could tell, which is not built yet.
 */
import type { Micros } from '../../core/ground/units.js';
import { DEFAULT_VENUE_POLICY } from '../../core/state/config.js';
import type { FaultSpec } from './fault-set.js';

export interface VenueFacts {
  readonly idempotency: 'forever' | 'open-only';
  /** How long the client was told that queries may not know an order. */
  readonly visibilityLag: Micros;
}

interface Excluded {
  readonly kind: string;
  readonly says: string;
  readonly noticed: string | null;
  readonly applies: (spec: FaultSpec, venue: VenueFacts, among: readonly FaultSpec[]) => boolean;
}

const repeatsSubmits = ({ values }: FaultSpec): boolean =>
  ((values['paths'] as readonly string[] | undefined) ?? ['submit']).includes('submit');

/** Each can refuse one copy of a request and let the other pass. */
const REFUSES: ReadonlySet<string> = new Set([
  'filters-changed',
  'halt',
  'reject',
  'clock-refused',
  'clock-skew',
  'clock-drift',
  'clock-jump',
]);

/** Each sets the times of a venue back; one of them is given. */
const SETS_BACK = ['behind', 'grid', 'jitter'];

/** The times of a venue then may go back. */
const setsTimesBack = ({ kind, values }: FaultSpec): boolean =>
  kind === 'venue-stamps' || (kind === 'leap-second' && values['venue'] === 'repeats');

/** Kinds that keep reports from coming for good. */
const LOSES_REPORTS = new Set([
  'frame-lost',
  'stream-disconnect',
  'stream-half-open',
  'stream-expired',
  'stream-unconfirmed',
  'stream-displaced',
]);

/** Kinds that do so on the paths they are given, all when left out. */
const LOSES_ON_PATHS = new Set(['outage', 'bad-number']);

const losesReports = ({ kind, values }: FaultSpec): boolean => {
  const paths = values['paths'] as readonly string[] | undefined;
  return (
    LOSES_REPORTS.has(kind) || (LOSES_ON_PATHS.has(kind) && paths?.includes('stream') !== false)
  );
};

export const EXCLUDED: readonly Excluded[] = [
  {
    kind: 'false-end',
    says: 'the venue tells an end, and no fill, of an order that works on: what is left of it is sent again, and both may fill',
    noticed: 'fill-after-verdict',
    applies: ({ values }) => values['says'] !== 'filled',
  },
  {
    kind: 'false-end',
    says: 'an order that is said to be filled and is not, when a kill switch asks for the cancel of what works: nobody cancels what is filled',
    noticed: 'fill-contradiction',
    applies: (_spec, _venue, among) => among.some(({ kind }) => kind === 'kill-switch'),
  },
  {
    kind: 'request-repeated',
    says: 'a submit delivered twice where ids may be used again: when the first fills before the second comes, both trade',
    noticed: 'second-venue-order',
    applies: (spec, { idempotency }) => idempotency === 'open-only' && repeatsSubmits(spec),
  },
  {
    kind: 'request-repeated',
    says: 'a submit delivered twice, refused for good the first time and taken the second: the refusal named this order',
    noticed: null,
    applies: (spec, _venue, among) =>
      repeatsSubmits(spec) && among.some(({ kind }) => REFUSES.has(kind)),
  },
  {
    kind: 'order-hidden',
    says: 'queries do not know an order for longer than the client was told they may',
    noticed: 'fill-without-price',
    applies: ({ values }, { visibilityLag }) => (values['lag'] as number) > visibilityLag,
  },
  {
    kind: 'stale-answer',
    says: 'answers are further behind than the client was told they may be',
    noticed: 'fill-without-price',
    applies: ({ values }, { visibilityLag }) => (values['age'] as number) > visibilityLag,
  },
  {
    kind: 'venue-stamps',
    says: 'an order that the venue says exists seems to have been created before we first sent it: it is not taken for ours',
    noticed: 'id-taken',
    applies: ({ values }) =>
      SETS_BACK.some(
        (name) =>
          ((values[name] as number | undefined) ?? 0) > DEFAULT_VENUE_POLICY.clockUncertainty,
      ),
  },
  {
    kind: 'trade-busted',
    says: 'an execution undone where the times of the venue are wrong: a total stated before it cannot be told from one stated after it',
    noticed: 'bust',
    applies: (_spec, _venue, among) => among.some(setsTimesBack),
  },
  {
    kind: 'trade-busted',
    says: 'an execution undone behind the end of its order, and the report of it lost: nobody asks about the order any more',
    noticed: null,
    applies: (_spec, _venue, among) => among.some(losesReports),
  },
];

export const isExcluded = (
  spec: FaultSpec,
  venue: VenueFacts,
  among: readonly FaultSpec[],
): boolean =>
  EXCLUDED.some(({ kind, applies }) => kind === spec.kind && applies(spec, venue, among));
