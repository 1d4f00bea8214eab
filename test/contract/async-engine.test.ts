/**
 * The engine on a broker that answers through promises in shuffled order. Goal: nothing synchronous has leaked into core
 * or host: however the answers fall, a run ends with the same fills, and nothing is sent twice, overfilled or left open.
 */
import { Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { EngineHost } from '../../src/core/host/engine-host.js';
import type { JournalBlock } from '../../src/core/state/journal-block.js';
import { isParentTerminal } from '../../src/core/order/parent.js';
import type { QuoteView } from '../../src/core/order/outcome.js';
import type { FeedInput } from '../../src/core/ports.js';
import type { Entry } from '../../src/core/state/entry.js';
import {
  type EpochMicros,
  type Lots,
  type Ticks,
  plus,
  seconds,
} from '../../src/core/ground/units.js';
import { VirtualClock } from '../../src/sim/clock/virtual-clock.js';
import { RandomStreams } from '../../src/sim/random/random.js';
import { configOf } from '../support/engine-config.js';
import { START } from '../support/engine-rig.js';
import { inSeconds, order } from '../support/simulation-plan.js';
import { AsyncBroker } from './async-broker.js';
import { ScriptedVenue } from './scripted-venue.js';

interface Played {
  readonly fills: readonly string[];
  readonly statuses: readonly string[];
  readonly submits: number;
  readonly invariants: readonly string[];
}

/** Two parents, a taker and one that rests and is canceled at its deadline, with replies lost as `lose` says. */
async function play(seed: number, lose: (k: number) => boolean): Promise<Played> {
  const clock = new VirtualClock(START);
  let effects = 0;
  const broker = new AsyncBroker({
    clock,
    random: new RandomStreams(seed).of('shuffle'),
    timeout: seconds(5),
    fateOf: (command) => ({
      heldTurns: 0,
      replyLost: command.kind === 'submit' && lose((effects += 1)),
    }),
  });
  const venue = new ScriptedVenue(broker);
  broker.connect(venue);
  const blocks: JournalBlock[] = [];
  const host = new EngineHost({
    config: configOf(),
    clock,
    broker,
    feed: {
      events$: new Subject<FeedInput>(),
      send: () => undefined,
      quoteOf: (symbol) => quoteAt(symbol, clock.now()),
      watch: () => undefined,
    },
    journal: { append: () => undefined },
    riskStore: { engaged: () => false },
    onBlock: (block) => blocks.push(block),
  });
  const shape = { slices: 3, duration: inSeconds(30) };
  host.take({ kind: 'order-request', request: order(shape) });
  host.take({
    kind: 'order-request',
    request: order({
      ...shape,
      idempotencyKey: '1',
      type: 'limit',
      limitPrice: { peg: 'bid', offsetTicks: 0 },
      timeInForce: 'gtc',
      fillTimeout: inSeconds(4),
    }),
  });
  await runUntil(clock, plus(START, seconds(120)), broker);
  expect(host.failure).toBeNull();
  const entries = blocks.flatMap((block) => block.entries);
  return {
    fills: fillsOf(entries, host),
    statuses: [...host.state.parents.entries()].map(([, { status }]) => status),
    submits: venue.arrivals.filter(({ kind }) => kind === 'submit').length,
    invariants: brokenIn(entries, host, venue),
  };
}

const quoteAt = (symbol: string, now: EpochMicros): QuoteView => ({
  symbol,
  aliveAt: now,
  quote: {
    bid: 599_990 as Ticks,
    bidQuantity: 1 as Lots,
    ask: 600_010 as Ticks,
    askQuantity: 1 as Lots,
    venueTime: now,
    deliveredAt: now,
  },
});

/** Every timer in turn, and between two of them every promise there is. */
async function runUntil(clock: VirtualClock, end: EpochMicros, broker: AsyncBroker): Promise<void> {
  for (;;) {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    await broker.settled();
    const next = clock.peekTime();
    if (next === null || next > end) return;
    clock.runOne();
  }
}

const fillsOf = (entries: readonly Entry[], host: EngineHost): readonly string[] =>
  entries
    .flatMap((entry) => {
      if (entry.kind !== 'fill-booked') return [];
      const child = host.state.children.get(entry.clientOrderId);
      const { quantity, price } = entry.row.execution;
      return [`${child?.parentId} ${child?.slice} ${quantity} @ ${price}`];
    })
    .sort();

function brokenIn(
  entries: readonly Entry[],
  host: EngineHost,
  venue: ScriptedVenue,
): readonly string[] {
  const broken: string[] = [];
  const ids = entries.flatMap((entry) =>
    entry.kind === 'slice-released' ? [entry.clientOrderId] : [],
  );
  if (new Set(ids).size !== ids.length) broken.push('S17');
  for (const [, { status, filled, request }] of host.state.parents.entries()) {
    if (!isParentTerminal(status)) broken.push(`L5 ${status}`);
    if (filled > request.quantity) broken.push('S1');
  }
  for (const [id, { belief }] of host.state.children.entries()) {
    const truth = venue.executionsOf(id).reduce((sum, { quantity }) => sum + quantity, 0);
    if (belief.filled !== truth) broken.push(`L2 ${belief.filled} of ${truth}`);
  }
  if (venue.openOrders().orders.length > 0) broken.push('L4');
  return broken;
}

const SEEDS = 40;

describe('the engine on the asynchronous broker', () => {
  it('SIM-1 F:PRC11: ends with the same fills and statuses however the answers are shuffled, and breaks no invariant', async () => {
    const first = await play(1, () => false);
    expect(first.statuses).toEqual(['filled', 'failed']);
    expect(first.fills).toHaveLength(3);
    expect(first.submits).toBe(6);
    for (let seed = 2; seed <= SEEDS; seed += 1) {
      expect(await play(seed, () => false), `seed ${seed}`).toEqual(first);
    }
    expect(first.invariants).toEqual([]);
  });

  it('S3 F:SUB2: and the same fills when acknowledgements are lost on top', async () => {
    const clean = await play(1, () => false);
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const lossy = await play(seed, (k) => (k + seed) % 2 === 0);
      expect(lossy.fills, `seed ${seed}`).toEqual(clean.fills);
      expect(lossy.invariants, `seed ${seed}`).toEqual([]);
      expect(lossy.submits, `seed ${seed}`).toBe(6);
    }
  });
});
