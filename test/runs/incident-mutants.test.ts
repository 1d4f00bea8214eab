/**
 * Incident replays catch what they are about: an engine made to do what the programs of those days did (to send again what was
 * not answered, never to ask) comes out of them otherwise. What breaks it stands between the core and the wire.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seconds } from '../../src/core/ground/units.js';
import { LifeFiles } from '../../src/runs/crash/life-files.js';
import type { CrashPlan } from '../../src/runs/crash/lives.js';
import { prepareScenario } from '../../src/runs/execute-run.js';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { loadScenario } from '../../src/runs/scenario/load.js';
import {
  type SimulationOptions,
  type SimulationPlan,
  type SimulationResult,
  simulate,
} from '../../src/runs/simulation.js';
import { planOf } from '../../src/runs/to-plan.js';
import { WRONG_CLIENTS, type WrongClient } from './wrong-clients.js';

async function planned(name: string): Promise<SimulationPlan> {
  const loaded = loadScenario(join(PACKAGE_ROOT, 'scenarios/incidents', `${name}.yaml`));
  const { tapesOf } = await prepareScenario(loaded);
  const { seed } = loaded.scenario;
  return planOf(loaded, { tapes: tapesOf(seed), seed, strategies: [] });
}

const broken = (wrapBroker?: WrongClient): SimulationOptions =>
  wrapBroker === undefined ? {} : { wrapBroker };

const resultOf = async (name: string, wrong?: WrongClient): Promise<SimulationResult> =>
  simulate(await planned(name), broken(wrong));

/** Its process is stopped behind the last thing that it does, and another begins. */
async function begunAgain(name: string, wrong?: WrongClient): Promise<SimulationResult> {
  const downFrom = () => seconds(5);
  let last = 0;
  const counts = (): boolean => {
    last += 1;
    return false;
  };
  onFiles(await planned(name), { atPoint: counts, downFrom });
  let at = 0;
  return onFiles(await planned(name), { atPoint: () => (at += 1) === last, downFrom }, wrong);
}

function onFiles(
  plan: SimulationPlan,
  crash: Omit<CrashPlan, 'files'>,
  wrong?: WrongClient,
): SimulationResult {
  const files = new LifeFiles();
  try {
    return simulate(plan, { crash: { ...crash, files }, ...broken(wrong) });
  } finally {
    files.remove();
  }
}

type Figure = (result: SimulationResult) => number;

/** Orders that the venue took. */
const taken: Figure = ({ ledger }) =>
  ledger.entries.filter(({ kind }) => kind === 'accepted').length;

/** Submits that came to the venue. */
const submits: Figure = ({ calls }) => calls.get('submit') ?? 0;

/** Ids under which the venue took more than one order; the engine sends less later where it hears of it. */
const takenTwice: Figure = ({ ledger }) => {
  const ids = ledger.entries.flatMap((entry) =>
    entry.kind === 'accepted' ? [entry.clientOrderId] : [],
  );
  return ids.length - new Set(ids).size;
};

const unknownFills: Figure = ({ audit }) =>
  audit.fills.filter(({ owed, detectedAt }) => owed && detectedAt === null).length;

const unpricedFills: Figure = ({ audit }) =>
  audit.fills.filter(({ owed, pricedAt }) => owed && pricedAt === null).length;

const falseFills: Figure = ({ audit }) => audit.phantom + audit.doubled;

/** Lots that were ordered and not bought. */
const unfilled: Figure = ({ state }) =>
  [...state.parents.entries()].reduce(
    (sum, [, { request, filled }]) => sum + request.quantity - filled,
    0,
  );

const executions: Figure = ({ audit }) => audit.fills.length;

/** Lots that the venue executed in all. */
const executed: Figure = ({ ledger }) =>
  ledger.executions.reduce((sum, { quantity }) => sum + quantity, 0);

/** What went wrong, which figure shows it, and by which mistake it comes. */
const MISTAKES: readonly (readonly [
  string,
  Figure,
  keyof typeof WRONG_CLIENTS,
  readonly string[],
])[] = [
  [
    'SCH-4: orders are at the venue twice',
    takenTwice,
    'sendsAgain',
    [
      'catalyst-317-timeout-resend',
      'hummingbot-601-not-found-after-create',
      'freqtrade-4403-not-found-retries',
      'ccxt-2599-after-timeout',
      'binance-open-only-id-reuse',
    ],
  ],
  [
    'SCH-4: more orders are at the venue than there should be',
    taken,
    'sendsAgainUnderNewId',
    ['kalshi-135-new-id-per-retry'],
  ],
  [
    'SCH-4: more is sent than there should be',
    submits,
    'insistsOnRejected',
    ['binance-bot-742-rejected-for-ever'],
  ],
  [
    'FIL-4: fills are missed',
    unknownFills,
    'neverAsks',
    [
      'alpaca-js-173-silent-stream',
      'ib-249-disconnect-at-open',
      'knight-parent-never-filled',
      'tradestation-101-one-frame-lost',
      'tradestation-95-most-frames-lost',
      'hummingbot-3001-ghost-order',
      'laptop-sleep',
      'dydx-3094-parent-not-decremented',
    ],
  ],
  [
    'FIL-4: fills have no price',
    unpricedFills,
    'neverAsksForExecutions',
    ['ccxt-2037-market-price-0'],
  ],
  [
    'ORD-3: fills are booked more than once',
    falseFills,
    'knowsNoExecutionIds',
    ['alpaca-61-replayed-fill-x3', 'lean-2204-fill-told-twice', 'nautilus-3493-inferred-then-real'],
  ],
  [
    'ORD-3: fills are booked too large',
    falseFills,
    'takesTotalsForParts',
    ['lean-4014-cumulative'],
  ],
  [
    'FIL-4: fills before the answer have no price',
    unpricedFills,
    'knowsAnsweredOrdersOnly',
    ['longbridge-94-filled-before-new', 'polymarket-274-update-before-ack'],
  ],
  [
    'ORD-4: fills that came too early for it have no price',
    unpricedFills,
    'notesBeforeItApplies',
    ['nautilus-4522-dedup-before-apply'],
  ],
  [
    'FIL-4: fills after a confirmed cancel are missed',
    unknownFills,
    'believesCancels',
    ['alpaca-204-cancel-live', 'pending-cancel-all-day'],
  ],
  [
    'FIL-4: fills of orders that were not found are missed',
    unknownFills,
    'believesNotFound',
    ['nautilus-4411-wrong-endpoint-404'],
  ],
  [
    'FIL-4: fills behind an answer without fields are missed',
    unknownFills,
    'believesBlanks',
    ['ccxt-19928-all-null'],
  ],
  [
    'FIL-4: fills during a change of their order have no price',
    unpricedFills,
    'takesFillsForTheAnswer',
    ['tradestation-84-fill-during-modify'],
  ],
  [
    'FIL-4: fills of an order that was called rejected are missed',
    unknownFills,
    'believesRejections',
    ['python-binance-285-rejected-then-filled'],
  ],
  ['S1: more is bought than was ordered', executed, 'replacesInFull', ['alpaca-165-replace-qty']],
  [
    'REC-9 F:PRC3: fills are missed behind a restart',
    unknownFills,
    'asksNothingWhenBegunAgain',
    [
      'bytex-30-as-if-flat',
      'nautilus-3176-duplicates-on-restart',
      'hummingbot-493-order-lost',
      'disk-full-mid-fill',
    ],
  ],
  [
    'ORD-3: fills are booked again behind a restart',
    falseFills,
    'booksAgainWhenBegunAgain',
    ['nautilus-3046-fills-from-cache', 'two-writers', 'freqtrade-6353-database-locked'],
  ],
  [
    'REC-5 F:incident P: an order on the second page is not seen',
    taken,
    'readsOnePage',
    ['page-50-hidden-orders'],
  ],
  ['F:SUB8: orders never leave', unfilled, 'neverAsksTheTime', ['skew-1021-burst']],
  [
    'RSK-1: what rests fills on after the kill switch',
    executions,
    'neverCancels',
    ['killswitch-resting-orders'],
  ],
];

const CASES = MISTAKES.flatMap(([what, figure, mistake, names]) =>
  names.map((name) => ({ what, figure, mistake, name })),
);

describe('an engine that does what the program of the incident did', () => {
  it.each(CASES)('$what in $name where it $mistake', async ({ figure, mistake, name }) => {
    const [own, wrong] = [await resultOf(name), await resultOf(name, WRONG_CLIENTS[mistake])];
    expect(figure(wrong)).toBeGreaterThan(figure(own));
  });

  it('ORD-3 F:incident J: fills are booked again in quantdinger-231-stale-baseline where it booksAgainWhenBegunAgain', async () => {
    const name = 'quantdinger-231-stale-baseline';
    const own = await begunAgain(name);
    expect(own.calls.get('query-history')).toBe(1);
    expect(falseFills(own)).toBe(0);
    const wrong = await begunAgain(name, WRONG_CLIENTS.booksAgainWhenBegunAgain);
    expect(falseFills(wrong)).toBeGreaterThan(0);
  });
});
