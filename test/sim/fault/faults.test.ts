/** Each kind of fault on a link with constant latencies: what the client hears of it and when, and what the venue saw. */
import { describe, expect, it } from 'vitest';
import type { CancelCommand } from '../../../src/core/state/command.js';
import { millis, plus, seconds } from '../../../src/core/ground/units.js';
import type { FaultSpec } from '../../../src/sim/fault/fault-set.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { cancelOf, submitOf } from '../../contract/broker-rig.js';
import { MARKETABLE, RESTING } from '../../contract/scripted-venue.js';
import { LinkRig, START } from '../link/link-rig.js';

const symbol = 'BTCUSDT';
const spec = (kind: string, values: FaultValues): FaultSpec => ({ kind, values });
const at = (ms: number): ReturnType<typeof plus> => plus(START, millis(ms));
const cancelOfNothing = (): CancelCommand => cancelOf(submitOf(RESTING).clientOrderId, symbol);
const counted = (rig: LinkRig, kind: string): number | undefined =>
  rig.faults.activations(rig.clock.now()).get(kind);

describe('F:MD2 outage', () => {
  const down = (from: number, length: number, paths?: readonly string[]): FaultSpec =>
    spec('outage', {
      at: millis(from),
      for: millis(length),
      ...(paths === undefined ? {} : { paths }),
    });

  it.each([
    ['a request that leaves in it', down(0, 1)],
    ['a request that arrives in it', down(20, 1)],
  ])('F:MD2 F:SUB1: loses %s before the venue; the client times out', (_title, outage) => {
    const rig = new LinkRig([outage]);
    rig.sendAt(0, submitOf(MARKETABLE));
    expect(rig.run().trace()).toEqual(['5000 submit unknown: timeout']);
    expect(rig.venue.arrivals).toEqual([]);
    expect(counted(rig, 'outage')).toBe(1);
  });

  it('loses an answer that arrives in it, and the order lives', () => {
    const rig = new LinkRig([down(30, 1, ['submit'])]);
    rig.sendAt(0, submitOf(MARKETABLE));
    expect(rig.run().trace()).toEqual([
      '27 report accepted',
      '27 report trade',
      '5000 submit unknown: timeout',
    ]);
  });

  it('F:MD2: loses an answer that leaves in it, though it is over when that would arrive', () => {
    // Refused by the other fault, at the door, before the outage has a say on what arrives there.
    const rig = new LinkRig([spec('reject', { at: millis(0), code: 'halted' }), down(20, 5)]);
    rig.sendAt(0, submitOf(MARKETABLE));
    expect(rig.run().trace()).toEqual(['5000 submit unknown: timeout']);
    expect(counted(rig, 'outage')).toBe(1);
  });

  it('F:MD2 F:STR1: loses stream reports for good', () => {
    const rig = new LinkRig([down(27, 1, ['stream'])]);
    rig.sendAt(0, submitOf(MARKETABLE));
    expect(rig.run().trace()).toEqual(['30 submit accepted']);
    expect(counted(rig, 'outage')).toBe(2);
  });

  it('touches only its paths, and nothing outside its time', () => {
    const rig = new LinkRig([down(0, 100, ['cancel', 'query'])]);
    rig.sendAt(0, submitOf(RESTING));
    rig.sendAt(0, cancelOfNothing());
    rig.sendAt(0, { kind: 'read-positions', readId: 1 });
    rig.sendAt(100, { kind: 'read-positions', readId: 2 });
    expect(rig.run().trace()).toEqual([
      '27 report accepted',
      '30 submit accepted',
      '160 answer positions',
      '5000 cancel unknown: timeout',
      '5000 answer failed',
    ]);
  });

  it('loses the feed: the last quote stays and grows old', () => {
    const rig = new LinkRig([down(100, 100)]);
    for (const ms of [90, 110, 150]) rig.quotes.quote(at(ms), 0, ms, 1, ms + 1, 1);
    expect(rig.board.latest(at(180))?.bid).toBe(90);
    expect(rig.board.aliveAt(at(180))).toBe(at(95));
    expect(counted(rig, 'outage')).toBe(1);
  });
});

describe('F:SUB2 ack-lost', () => {
  it.each([
    ['timeout', '5000 submit unknown: timeout'],
    ['5xx', '30 submit unknown: 5xx'],
    ['reset', '30 submit unknown: reset'],
  ])('the venue accepted, the client sees %s', (shape, line) => {
    const rig = new LinkRig([spec('ack-lost', { nth: 1, shape })]);
    rig.sendAt(0, submitOf(MARKETABLE));
    expect(rig.run().trace()).toEqual(['27 report accepted', '27 report trade', line]);
    expect(counted(rig, 'ack-lost')).toBe(1);
  });

  it('nth loses exactly that acceptance; cancels and refusals do not count', () => {
    const rig = new LinkRig([spec('ack-lost', { nth: 2 })]);
    const first = submitOf(RESTING);
    rig.sendAt(0, { ...first, terms: { ...RESTING, symbol: 'NOSUCH' } });
    rig.sendAt(1, first);
    rig.sendAt(2, cancelOfNothing());
    rig.sendAt(3, submitOf(RESTING));
    rig.sendAt(4, submitOf(RESTING));
    const outcomes = rig
      .run()
      .trace()
      .filter((line) => line.includes('submit'));
    expect(outcomes).toEqual([
      '30 submit rejected',
      '31 submit accepted',
      '34 submit accepted',
      '5003 submit unknown: timeout',
    ]);
  });

  it('SIM-4: which replies are lost is a function of seed, order and attempt', () => {
    const submits = Array.from({ length: 200 }, () => submitOf(RESTING));
    const lostOf = (order: typeof submits): readonly string[] => {
      const rig = new LinkRig([spec('ack-lost', { probability: 0.25, shape: 'reset' })]);
      for (const [index, submit] of order.entries()) rig.sendAt(index, submit);
      rig.run();
      return rig.heard
        .flatMap(({ input }) =>
          input.kind === 'outcome' && input.outcome.kind === 'unknown' ? [input.clientOrderId] : [],
        )
        .toSorted();
    };
    const lost = lostOf(submits);
    expect(lost.length).toBeGreaterThan(30);
    expect(lost.length).toBeLessThan(75);
    expect(lostOf(submits.toReversed())).toEqual(lost);
  });

  it('draws each attempt of an order anew', () => {
    const rig = new LinkRig([spec('ack-lost', { probability: 0.5, shape: 'reset' })]);
    const submit = submitOf(RESTING);
    // Each is a new order to this venue, with the same name to the fault.
    for (let ms = 0; ms < 100; ms += 1) rig.sendAt(ms, submit);
    rig.venue.submit = (request) => ({
      kind: 'accepted',
      venueOrderId: request.clientOrderId as never,
      status: null,
      cumQty: null,
      venueTime: null,
    });
    rig.run();
    expect(counted(rig, 'ack-lost')).toBeGreaterThan(30);
    expect(counted(rig, 'ack-lost')).toBeLessThan(70);
  });

  it('loses none at 0 and all at 1', () => {
    for (const [probability, kind] of [
      [0, 'accepted'],
      [1, 'unknown: timeout'],
    ] as const) {
      const rig = new LinkRig([spec('ack-lost', { probability })]);
      for (let ms = 0; ms < 20; ms += 1) rig.sendAt(ms, submitOf(RESTING));
      const outcomes = rig
        .run()
        .trace()
        .filter((line) => line.includes('submit'));
      expect(outcomes).toHaveLength(20);
      expect(outcomes.every((line) => line.endsWith(kind))).toBe(true);
    }
  });
});

describe('F:SUB5 reject', () => {
  it('at: refuses the first submit from then on, before the book', () => {
    const rig = new LinkRig([spec('reject', { at: millis(50), code: '-1013' })]);
    for (const ms of [0, 40, 60]) rig.sendAt(ms, submitOf(RESTING));
    rig.sendAt(41, cancelOfNothing());
    rig.run();
    const kinds = rig.heard.flatMap(({ input }) =>
      input.kind === 'outcome' && input.effect === 'submit' ? [input.outcome] : [],
    );
    expect(kinds).toMatchObject([
      { kind: 'accepted' },
      { kind: 'rejected', code: '-1013' },
      { kind: 'accepted' },
    ]);
    expect(rig.venue.arrivals.filter(({ kind }) => kind === 'submit')).toHaveLength(2);
    expect(counted(rig, 'reject')).toBe(1);
  });

  it('probability: refuses about that share, each attempt drawn anew', () => {
    const rig = new LinkRig([spec('reject', { probability: 0.5 })]);
    const submit = submitOf(RESTING);
    for (let ms = 0; ms < 100; ms += 1) rig.sendAt(ms, submit);
    rig.run();
    expect(counted(rig, 'reject')).toBeGreaterThan(30);
    expect(counted(rig, 'reject')).toBeLessThan(70);
  });
});

describe('F:SUB7 rate-limit', () => {
  const refusals = (rig: LinkRig): readonly (readonly [number, number])[] =>
    rig.heard.flatMap(({ ms, input }) => {
      if (input.kind === 'outcome' && input.outcome.kind === 'not-sent') {
        expect(input.outcome.reason).toBe('rate-limited');
        return [[ms, (input.outcome.retryAfter ?? -1) / 1_000] as const];
      }
      if (input.kind === 'answer' && input.answer.kind === 'failed') {
        expect(input.answer.failure).toBe('rate-limited');
        return [[ms, (input.answer.retryAfter ?? -1) / 1_000] as const];
      }
      return [];
    });

  it('SCH-4: at: refuses everything for the time it names, and says how much is left', () => {
    const rig = new LinkRig([spec('rate-limit', { at: millis(100), retryAfter: millis(200) })]);
    rig.sendAt(79, submitOf(RESTING));
    rig.sendAt(80, submitOf(RESTING));
    rig.sendAt(100, cancelOfNothing());
    rig.sendAt(200, { kind: 'read-positions', readId: 1 });
    rig.sendAt(280, submitOf(RESTING));
    rig.run();
    expect(refusals(rig)).toEqual([
      [110, 200],
      [125, 185],
      [260, 70],
    ]);
    expect(rig.venue.arrivals).toHaveLength(2);
    expect(counted(rig, 'rate-limit')).toBe(3);
  });

  it('perMinute: takes so many in each minute of the run', () => {
    const rig = new LinkRig([spec('rate-limit', { perMinute: 3, retryAfter: seconds(10) })]);
    for (const ms of [0, 1, 2, 3, 20_000, 59_990, 59_991]) rig.sendAt(ms, submitOf(RESTING));
    rig.run(200_000);
    // The fourth trips it, and so does each later one of that minute; the last two arrive in the next.
    expect(refusals(rig)).toEqual([
      [33, 10_000],
      [20_030, 10_000],
    ]);
  });

  it('ban: who leaves after a refusal was given and does not wait is shut out longer', () => {
    const rig = new LinkRig([
      spec('rate-limit', { at: millis(100), retryAfter: millis(200), ban: seconds(2) }),
    ]);
    rig.sendAt(90, submitOf(RESTING)); // refused at 110
    rig.sendAt(110, submitOf(RESTING)); // left in the same instant: could not know
    rig.sendAt(150, submitOf(RESTING)); // banned at 170 for 2 s
    rig.sendAt(2_149, submitOf(RESTING)); // arrives at 2169: banned again
    rig.sendAt(4_149, submitOf(RESTING)); // arrives at 4169: free
    rig.run();
    expect(refusals(rig)).toEqual([
      [120, 190],
      [140, 170],
      [180, 2_000],
      [2_179, 2_000],
    ]);
  });
});

describe('F:SUB7 rate-limit that trips again', () => {
  it('a refusal of the time before is no warning for this one', () => {
    const values = { perMinute: 1, retryAfter: seconds(1), ban: seconds(20) };
    const rig = new LinkRig([spec('rate-limit', values)]);
    // The second trips it, the third trips it again, and by then the fourth is already on its way.
    for (const ms of [0, 1, 3_000, 3_001]) rig.sendAt(ms, submitOf(RESTING));
    const retryAfters = rig
      .run()
      .heard.flatMap(({ input }) =>
        input.kind === 'outcome' && input.outcome.kind === 'not-sent'
          ? [input.outcome.retryAfter]
          : [],
      );
    expect(retryAfters).toEqual([seconds(1), seconds(1), millis(999)]);
  });
});

describe('F:MD9 halt', () => {
  const halt = (from: number, length: number, newOrders?: string): FaultSpec =>
    spec('halt', {
      at: millis(from),
      for: millis(length),
      ...(newOrders === undefined ? {} : { newOrders }),
    });

  it('is a window of the venue, refusing orders unless it says otherwise', () => {
    const rig = new LinkRig([halt(300, 50, 'queue'), halt(100, 50)]);
    expect(rig.faults.haltsOf(symbol)).toEqual([
      { from: at(100), to: at(150), newOrders: 'refuse' },
      { from: at(300), to: at(350), newOrders: 'queue' },
    ]);
    rig.run(200);
    expect(counted(rig, 'halt')).toBe(1);
  });

  it('where halts overlap the one that began first says what becomes of orders, then the other does', () => {
    const rig = new LinkRig([halt(100, 100, 'queue'), halt(150, 100), halt(160, 10)]);
    expect(rig.faults.haltsOf(symbol)).toEqual([
      { from: at(100), to: at(200), newOrders: 'queue' },
      { from: at(200), to: at(250), newOrders: 'refuse' },
    ]);
  });

  it('halts that touch keep each its own word', () => {
    const rig = new LinkRig([halt(150, 50, 'queue'), halt(100, 50)]);
    expect(rig.faults.haltsOf(symbol)).toEqual([
      { from: at(100), to: at(150), newOrders: 'refuse' },
      { from: at(150), to: at(200), newOrders: 'queue' },
    ]);
  });
});

describe('F:MD3 spread-shift', () => {
  const shift = (factor: number, shape?: string): FaultSpec =>
    spec('spread-shift', {
      at: millis(100),
      for: millis(100),
      factor,
      ...(shape === undefined ? {} : { shape }),
    });
  const quoteSeen = (rig: LinkRig, ms: number): readonly (number | undefined)[] => {
    const quote = rig.board.latest(at(ms));
    return [quote?.bid, quote?.ask];
  };
  const standing = (faults: readonly FaultSpec[], bid: number, ask: number): LinkRig => {
    const rig = new LinkRig(faults);
    rig.quotes.quote(at(0), 0, bid, 1, ask, 1);
    return rig;
  };

  it('step: the standing quote is wide from the beginning to the end', () => {
    const rig = standing([shift(8)], 1_000, 1_010);
    expect([99, 100, 199, 200].map((ms) => quoteSeen(rig, ms))).toEqual([
      [1_000, 1_010],
      [965, 1_045],
      [965, 1_045],
      [1_000, 1_010],
    ]);
    expect(counted(rig, 'spread-shift')).toBe(2);
  });

  it.each([
    [1.5, [1_000, 1_001], [999, 1_002]],
    [1.1, [1_000, 1_020], [999, 1_021]],
    [2, [1_000, 1_003], [998, 1_005]],
    [100, [5, 7], [1, 106]],
    [3, [1_000, 1_000], [1_000, 1_000]],
  ] as const)('rounds away from the mid: %d x %j is %j', (factor, [bid, ask], wide) => {
    expect(quoteSeen(standing([shift(factor)], bid, ask), 150)).toEqual(wide);
  });

  it('ramp: grows evenly', () => {
    const rig = standing([shift(11, 'ramp')], 1_000, 1_020);
    expect([100, 110, 150, 190].map((ms) => quoteSeen(rig, ms))).toEqual([
      [1_000, 1_020],
      [990, 1_030],
      [950, 1_070],
      [910, 1_110],
    ]);
  });

  it('two of them widen twice', () => {
    expect(quoteSeen(standing([shift(2), shift(3)], 1_000, 1_010), 150)).toEqual([975, 1_035]);
  });

  it('depth moves out with the quote, spacing kept', () => {
    const rig = new LinkRig([shift(3)]);
    for (const ms of [30, 60]) {
      rig.readAt(ms, { kind: 'read-depth', readId: ms, symbol, levels: 2 });
    }
    rig.run();
    const prices = rig.seen.map(({ input }) =>
      input.kind === 'answer' && input.answer.kind === 'depth'
        ? [...input.answer.bids, ...input.answer.asks].map(({ price }) => price)
        : [],
    );
    expect(prices).toEqual([
      [9_990, 9_980, 10_010, 10_020],
      [9_970, 9_960, 10_030, 10_040],
    ]);
  });
});
