/**
 * The simulated venue of a plan as a dialect needs it: for each account what it can ask, hear and see. No client of ours stands before it:
 * nobody gives up on a reply but its client.
 */
import { InvariantError, invariant } from '../../../core/ground/invariant.js';
import { type Lots, type Micros, seconds } from '../../../core/ground/units.js';
import type { MarketFeed } from '../../../core/ports.js';
import type { SimulationPlan } from '../../../runs/simulation-plan.js';
import type { OpenedAccount, PacedAccount } from '../../../runs/venue/paced-account.js';
import { type Pace, PacedVenue } from '../../../runs/venue/paced-venue.js';
import type { WireVenue } from './wire-venue.js';

/** In real time: longer than any client waits. */
const NEVER_ANSWERED: Micros = seconds(600);

/** With the one account of its plan. */
export function pacedWire(plan: SimulationPlan, pace: Pace): WireVenue {
  const [only] = pacedWires(plan, pace, [{ options: plan.venue.account, seed: plan.seed }]);
  invariant(only !== undefined, 'a venue without an account');
  return only.venue;
}

/** Each account and the venue as it sees it, over the same markets and one time. */
export function pacedWires<A extends OpenedAccount>(
  plan: SimulationPlan,
  pace: Pace,
  accounts: readonly A[],
): readonly { readonly of: A; readonly venue: WireVenue }[] {
  const requestTimeout = (NEVER_ANSWERED * pace.speed) as Micros;
  const venue = new PacedVenue({ ...plan, requestTimeout }, pace, accounts);
  return accounts.flatMap((of, place) => {
    const account = venue.accounts[place];
    return account === undefined ? [] : [{ of, venue: wireOf(plan, venue, account) }];
  });
}

function wireOf(plan: SimulationPlan, venue: PacedVenue, account: PacedAccount): WireVenue {
  const { exchange, feed, broker, truth } = account;
  return {
    instruments: plan.markets.map(({ instrument }) => instrument),
    now: () => venue.now(),
    catchUp: () => venue.catchUp(),
    ask: (request, heard) => account.ask(request, heard),
    askVolume: volumeThrough(feed),
    reports$: broker.reports$,
    streamEnd: () => account.streamEnd(),
    quoteOf: (symbol) => feed.quoteOf(symbol),
    depth: (symbol, levels) => exchange.depth(symbol, levels),
    tapeOf: (symbol) => {
      const market = plan.markets.find(({ instrument }) => instrument.symbol === symbol);
      if (market === undefined) throw new InvariantError(`no market of ${symbol}`);
      return market.tape;
    },
    cash: () => exchange.cash(),
    positions: () => exchange.positions(),
    futures: () => exchange.futures(),
    fundings: () => exchange.fundings,
    feesCharged: () => exchange.feesCharged(),
    truth,
    faultRecord: () => account.faultRecord(),
    faultStates: () => venue.faultStates(),
    turnFault: (place, on) => venue.turnFault(place, on),
  };
}

/** Volume is read by the number of the asking; its answers are told among others. */
function volumeThrough(feed: MarketFeed): WireVenue['askVolume'] {
  const waiting = new Map<number, (averageDailyVolume: Lots | null) => void>();
  let asked = 0;
  feed.events$.subscribe((input) => {
    if (input.kind !== 'answer') return;
    const { answer, readId } = input;
    waiting.get(readId)?.(answer.kind === 'volume' ? answer.averageDailyVolume : null);
    waiting.delete(readId);
  });
  return (symbol, heard) => {
    asked += 1;
    waiting.set(asked, heard);
    feed.send({ kind: 'read-volume', readId: asked, symbol });
  };
}
