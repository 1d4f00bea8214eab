/** Histories for the checkers: entries and state from the real engine, the venue's side written by hand. */
import type { Entry } from '../../../src/core/state/entry.js';
import type { Input } from '../../../src/core/state/input.js';
import type { ClientOrderId, ExecId, VenueOrderId } from '../../../src/core/order/order.js';
import type { TruthEntry, VenueArrival } from '../../../src/core/order/truth.js';
import type { OrderEntry } from '../../../src/core/order/venue-message.js';
import {
  type EpochMicros,
  type Lots,
  type Side,
  type Ticks,
  plus,
} from '../../../src/core/ground/units.js';
import type { Checker, CheckerFactory } from '../../../src/sim/audit/checker.js';
import { ExecutionNumbers, OrderNumbers } from '../../../src/sim/audit/numbering.js';
import { EngineRig, START } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

export type Fed =
  | { readonly entry: Entry; readonly at?: EpochMicros }
  | { readonly input: Input }
  | { readonly truth: TruthEntry }
  | { readonly arrival: VenueArrival }
  | { readonly departure: OrderEntry };

export const rig = new EngineRig().order({ slices: 2, duration: inSeconds(20) });
rig.accept();
rig.trade(300, 300);
rig.run(10);
const [first] = rig.children();
export const id = first!.clientOrderId;
export const { terms } = first!;

type Judged = Pick<EngineRig, 'config' | 'state' | 'now'> & {
  readonly shown?: { readonly bid: Ticks; readonly ask: Ticks };
};

/** What a checker says of a history; ids only; an empty detail counts as none. */
export function judge(
  factory: CheckerFactory,
  history: readonly Fed[],
  of: Judged = rig,
  endAt: EpochMicros = of.now,
): readonly string[] {
  const found: string[] = [];
  const checker = factory({
    config: of.config,
    orders: new OrderNumbers(),
    executions: new ExecutionNumbers(),
    ownOf: (at) => at,
    isClockWrong: false,
    shown: () => of.shown ?? null,
    isForeign: () => false,
    check: (ok) => ok,
    broken: ({ id: broken, detail }) => found.push(detail === '' ? '' : broken),
  });
  for (const fed of history) feed(checker, fed, of);
  checker.onEnd?.(endAt, of.state);
  return found;
}

function feed(checker: Checker, fed: Fed, of: Judged): void {
  if ('entry' in fed) checker.onEntry?.(fed.entry, fed.at ?? of.now, of.state);
  else if ('input' in fed) checker.onInput?.(fed.input);
  else if ('truth' in fed) checker.onTruth?.(fed.truth, of.state);
  else if ('departure' in fed) checker.onDeparture?.(fed.departure, of.state);
  else checker.onArrival?.(fed.arrival, of.state);
}

export const entriesOf = (of: EngineRig = rig): readonly Fed[] =>
  of.blocks.flatMap(({ input, entries }) => entries.map((one) => ({ entry: one, at: input.at })));

export const entry = <K extends Entry['kind']>(
  kind: K,
  changes: Partial<Extract<Entry, { kind: K }>> = {},
  n = 0,
): Fed => ({
  entry: { ...rig.entries(kind)[n]!, ...changes } as Entry,
});

let seq = 0;
const stamp = () => ({ seq: (seq += 1), at: START, clientOrderId: id });
export const accepted = (quantity = terms.quantity, side: Side = terms.side): Fed => ({
  truth: {
    kind: 'accepted',
    ...stamp(),
    venueOrderId: 'v1' as VenueOrderId,
    terms: { ...terms, quantity, side },
    ahead: null,
  },
});
export const executed = (
  quantity: number,
  leaves: number,
  price = 600_000,
  side: Side = terms.side,
): Fed => ({
  truth: {
    kind: 'executed',
    ...stamp(),
    execId: 'x0-300' as ExecId,
    venueOrderId: 'v1' as VenueOrderId,
    symbol: terms.symbol,
    side,
    price: price as Ticks,
    quantity: quantity as Lots,
    cumQty: (terms.quantity - leaves) as Lots,
    leaves: leaves as Lots,
    liquidity: 'taker',
    cause: 'taker',
    fee: { asset: 'USDT', amount: '0.01' },
    tapeRow: null,
    aheadBefore: null,
    aheadAfter: null,
  },
});
export const ended = (kind: 'canceled' | 'expired'): Fed => ({
  truth: { kind, ...stamp(), venueOrderId: 'v1' as VenueOrderId, reason: '', cumQty: 0 as Lots },
});
export const arrival = (sentAt: EpochMicros = START, clientOrderId: ClientOrderId = id): Fed => ({
  arrival: {
    kind: 'submit',
    seq: (seq += 1),
    at: plus(sentAt, inSeconds(1)),
    clientOrderId,
    terms,
    sentAt,
    validUntil: null,
  },
});

export const departure = (
  sentAt: EpochMicros = START,
  validUntil: EpochMicros | null = null,
): Fed => ({ departure: { kind: 'submit', clientOrderId: id, terms, sentAt, validUntil } });
