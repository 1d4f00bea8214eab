/** Runs held against each other whose journals are written by hand: resends, orders in another's place, other plans, other keys. */
import { describe, expect, it } from 'vitest';
import { lots, ticks } from '../../../src/core/ground/units.js';
import type { Entry } from '../../../src/core/state/entry.js';
import { diverge } from '../../../src/report/divergence/diverge.js';
import { observe } from '../../../src/report/divergence/observe.js';
import type { ParentDivergence } from '../../../src/report/schema/divergence.js';
import {
  HandMadeJournal,
  INSTRUMENT,
  at,
  childId,
  parentId,
  termsOf,
} from '../support/hand-made-journal.js';

const INSTRUMENTS = new Map([[INSTRUMENT.symbol, INSTRUMENT]]);
const ARRIVAL = 200_010;

const begun = (request: { idempotencyKey?: string } = {}, slices = 2): HandMadeJournal =>
  new HandMadeJournal().received(0, 'p', {
    request: { quantity: lots(20), ...request },
    plan: { slices, baseQuantity: lots(20 / slices) },
    arrivalMidTwice: ARRIVAL,
  });

const sent = (journal: HandMadeJournal, slice: number, quantity = 10, ask = 100_010) =>
  journal.sent(1_000 * slice, `c${slice}`, {
    parent: 'p',
    slice,
    terms: { quantity: lots(quantity) },
    quote: [ask - 10, ask],
  });

const filled = (journal: HandMadeJournal, ms: number, slice: number, quantity = 10) =>
  journal.filled(ms, `c${slice}`, {
    parent: 'p',
    id: `c${slice}-${ms}`,
    price: 100_010,
    quantity,
  });

const resent = (journal: HandMadeJournal, ms: number, slice: number, attempt: number) =>
  journal.step(ms, { kind: 'started' }, {
    kind: 'submit-intent',
    clientOrderId: childId(`c${slice}`),
    command: {
      kind: 'submit',
      clientOrderId: childId(`c${slice}`),
      parentId: parentId('p'),
      attempt,
      terms: termsOf({ quantity: lots(10) }),
      validUntil: null,
    },
    quoteAliveAt: null,
    deadline: at(30_000),
    nextAt: at(30_000),
  } satisfies Entry);

function held(a: HandMadeJournal, b: HandMadeJournal): ParentDivergence {
  const { parents, alone } = diverge(
    observe(a.blocks, INSTRUMENTS),
    observe(b.blocks, INSTRUMENTS),
  );
  expect(alone).toEqual([]);
  return parents[0]!;
}

const named = ({ causes }: ParentDivergence['costBps'] | ParentDivergence['delayMicros']) =>
  Object.fromEntries(
    causes.filter(({ value }) => value !== 0).map(({ cause, value }) => [cause, value]),
  );

/** Both slices at once, filled after 100 ms each. */
const plain = (request: { idempotencyKey?: string } = {}): HandMadeJournal => {
  const journal = begun(request);
  filled(sent(journal, 0), 100, 0);
  return filled(sent(journal, 1), 1_100, 1);
};

describe('runs by hand', () => {
  it('LIV-5: an attempt that nobody heard of is a resend, not latency', () => {
    const journal = begun();
    resent(sent(journal, 0), 2_000, 0, 2);
    filled(journal, 2_100, 0);
    journal.sent(3_000, 'c1', {
      parent: 'p',
      slice: 1,
      terms: { quantity: lots(10) },
      quote: [100_000, 100_010],
    });
    filled(journal, 3_100, 1);
    // 2 s for one of two slices.
    expect(named(held(plain(), journal).delayMicros)).toEqual({ resends: 1_000_000 });
  });

  it('LIV-5: an attempt that was proven not to have left is none', () => {
    const journal = begun();
    sent(journal, 0).step(
      500,
      { kind: 'started' },
      {
        kind: 'intent-withdrawn',
        clientOrderId: childId('c0'),
        attempt: 1,
        reason: 'vetoed',
        veto: null,
        retryAt: null,
      },
    );
    filled(resent(journal, 800, 0, 2), 900, 0);
    filled(sent(journal, 1), 1_100, 1);
    expect(named(held(plain(), journal).delayMicros)).toEqual({ schedule: 400_000 });
  });

  it('LIV-5: an order in another’s place takes its rest, before what other slices missed', () => {
    const journal = begun({}, 2);
    sent(journal, 0);
    sent(journal, 1);
    journal.step(1_500, { kind: 'started' }, ...successor('c1', 'c2', 100_110));
    // All of slice 1 by its second order, 100 ticks higher; slice 0 never.
    journal.step(1_600, { kind: 'started' }, ...filledAs('c2', 100_110));
    const { slices, delayMicros } = held(plain(), journal);
    expect(slices[1]).toMatchObject({ b: { orders: 2, filledQuantity: '0.01' } });
    // Due at 1 s, in its place at 1.5 s, filled at 1.6 s: of slice 0 no lot filled.
    expect(named(delayMicros)).toEqual({ partials: 500_000 });
  });

  it('LIV-5: with another number of slices no price is told to be of the market', () => {
    const journal = begun({}, 1);
    filled(sent(journal, 0, 20, 100_050), 100, 0, 20);
    const { costBps, first } = held(plain(), journal);
    expect(named(costBps)).toHaveProperty('plan');
    expect(named(costBps)).not.toHaveProperty('market');
    expect(first.event).toMatchObject({ slice: 1, in: 'released', b: 'never released' });
  });

  it('LIV-5: orders of other keys answer each other by their turn', () => {
    const { first } = held(
      plain({ idempotencyKey: 'monday' }),
      plain({ idempotencyKey: 'friday' }),
    );
    expect(first).toEqual({ event: null, amount: null, time: null });
  });

  it('LIV-5: of an order that is alone it is said what the other run refused at receipt', () => {
    const refusing = new HandMadeJournal().step(
      0,
      { kind: 'started' },
      {
        kind: 'order-refused',
        parentId: null,
        code: 'limit',
        problems: [],
      },
    );
    const [a, b] = [plain(), refusing].map(({ blocks }) => observe(blocks, INSTRUMENTS));
    expect(diverge(a!, b!).alone[0]!.why).toBe(
      'B has no such order of demo, or fewer of them; it refused 1 at receipt (limit)',
    );
  });
});

/** An order that was put in the place of another, on a quote with that ask. */
const successor = (of: string, name: string, ask: number): readonly Entry[] => [
  {
    kind: 'slice-released',
    parentId: parentId('p'),
    slice: 1,
    childKind: 'slice',
    clientOrderId: childId(name),
    terms: termsOf({ quantity: lots(10) }),
    bid: ticks(ask - 10),
    ask: ticks(ask),
    dryRun: false,
    replaces: { order: childId(of), total: lots(10), attempt: 1 },
  },
  {
    kind: 'replace-intent',
    clientOrderId: childId(name),
    command: {
      kind: 'replace',
      clientOrderId: childId(of),
      newClientOrderId: childId(name),
      venueOrderId: null,
      symbol: INSTRUMENT.symbol,
      quantity: lots(10),
      limitPrice: null,
      attempt: 1,
    },
    reduces: false,
    validUntil: null,
    deadline: at(30_000),
    nextAt: at(30_000),
  },
];

/** What a journal writes of an order of ten lots that fills whole. */
const filledAs = (name: string, price: number): readonly Entry[] => {
  const journal = new HandMadeJournal();
  journal.sent(0, name, {
    parent: 'p',
    slice: 1,
    terms: { quantity: lots(10) },
    quote: null,
  });
  journal.filled(0, name, { parent: 'p', id: `${name}-fill`, price, quantity: 10 });
  return journal.blocks.at(-1)!.entries;
};
