/** Faults of the book as the client sees it: quotes and depth altered alike while they are in force, and nothing else. */
import { describe, expect, it } from 'vitest';
import { epochMicros, millis, plus } from '../../../src/core/ground/units.js';
import type { FaultSpec } from '../../../src/sim/fault/fault-set.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { LinkRig, START } from '../link/link-rig.js';

const symbol = 'BTCUSDT';
const at = (ms: number) => plus(START, millis(ms));
const WINDOW = { at: millis(100), for: millis(100) };
const spec = (kind: string, values: FaultValues): FaultSpec => ({ kind, values });

/** A quote of 1,000 x 7 to 1,020 x 9 standing from the start. */
function standing(fault: FaultSpec): LinkRig {
  const rig = new LinkRig([fault]);
  rig.quotes.quote(START, 0, 1_000, 7, 1_020, 9);
  return rig;
}

/** Bid x size to ask x size as a read at `ms` finds it. */
function quoteAt(rig: LinkRig, ms: number): string | null {
  const quote = rig.board.latest(at(ms));
  if (quote === null) return null;
  return `${quote.bid}x${quote.bidQuantity} ${quote.ask}x${quote.askQuantity}`;
}

/** What a depth read says that is asked at `ms` and heard 60 ms later: bids 9,990 and 9,980, asks 10,010 and 10,020, 5 each. */
function depthAt(fault: FaultSpec, ms: number): string {
  const rig = new LinkRig([fault]);
  rig.readAt(ms, { kind: 'read-depth', readId: 1, symbol, levels: 2 });
  rig.run();
  const [seen] = rig.seen;
  if (seen?.input.kind !== 'answer' || seen.input.answer.kind !== 'depth')
    return seen?.input.kind === 'answer' ? seen.input.answer.kind : 'nothing';
  const { bids, asks } = seen.input.answer;
  const side = (levels: typeof bids): string =>
    levels.map(({ price, quantity }) => `${price}x${quantity}`).join(',');
  return `${side(bids)} ${side(asks)}`;
}

const AS_IT_IS = '1000x7 1020x9';

describe.each([
  [
    'F:MD4 flash-move',
    spec('flash-move', { ...WINDOW, percent: 10 }),
    '1101x7 1121x9',
    '10990x5,10980x5 11010x5,11020x5',
  ],
  [
    'F:MD4 flash-move down',
    spec('flash-move', { ...WINDOW, percent: 0.5, direction: 'down' }),
    '995x7 1015x9',
    '9940x5,9930x5 9960x5,9970x5',
  ],
  [
    'F:MD5 drought',
    spec('drought', { ...WINDOW, keeps: 0.1 }),
    '1000x1 1020x1',
    '9990x1,9980x1 10010x1,10020x1',
  ],
  ['F:MD5 drought of asks', spec('drought', { ...WINDOW, side: 'ask' }), null, '9990x5,9980x5 '],
  ['F:MD5 drought of all', spec('drought', WINDOW), null, ' '],
  [
    'F:MD6 crossed-book',
    spec('crossed-book', { ...WINDOW, ticks: 3 }),
    '1023x7 1020x9',
    '10013x5,10003x5 10010x5,10020x5',
  ],
  [
    'F:MD6 crossed-book, locked',
    spec('crossed-book', { ...WINDOW, ticks: 0 }),
    '1020x7 1020x9',
    '10010x5,10000x5 10010x5,10020x5',
  ],
  ['F:MD7 depth-gap that is noticed', spec('depth-gap', WINDOW), null, 'failed'],
] as const)('%s', (_title, fault, quote, depth) => {
  it('quotes are read so in the window and not before or after it', () => {
    const rig = standing(fault);
    expect([99, 100, 199, 200].map((ms) => quoteAt(rig, ms))).toEqual([
      AS_IT_IS,
      quote,
      quote,
      AS_IT_IS,
    ]);
    expect(rig.faults.activations(at(300)).get(fault.kind)).toBe(2);
    expect(rig.faults.record(at(300)).windows).toMatchObject([
      { symbol, paths: ['feed', 'query'], from: at(100), to: at(200), acts: 2 },
    ]);
  });

  it('depth arrives so in the window and not outside it', () => {
    const asItIs = '9990x5,9980x5 10010x5,10020x5';
    expect([39, 40, 139, 140].map((ms) => depthAt(fault, ms))).toEqual([
      asItIs,
      depth,
      depth,
      asItIs,
    ]);
  });

  it('the feed lives on, and another instrument is as it was', () => {
    const rig = standing(fault);
    expect(rig.board.aliveAt(at(150))).toBe(at(5));
    const other = { ...fault, values: { ...fault.values, symbol: 'ETHUSDT' } };
    expect(quoteAt(standing(other), 150)).toBe(AS_IT_IS);
    expect(depthAt(other, 60)).toBe('9990x5,9980x5 10010x5,10020x5');
  });

  it('hangs on what happens', () => {
    const anchored = {
      ...fault,
      values: { ...fault.values, at: { after: 'query-sent', plus: millis(60) } },
    };
    expect(depthAt(anchored, 500)).toBe(depth);
  });
});

describe('F:MD4 flash-move', () => {
  it('F:MD4: stays to the end where no length is given', () => {
    const rig = standing(spec('flash-move', { at: millis(100), percent: 100 }));
    expect([99, 100, 9_999_999].map((ms) => quoteAt(rig, ms))).toEqual([
      AS_IT_IS,
      '2010x7 2030x9',
      '2010x7 2030x9',
    ]);
    expect(rig.faults.record(epochMicros(START + 500_000)).windows[0]?.to).toBe(at(500));
  });

  it('F:MD4: no price below one tick: a bid that would be has gone', () => {
    const rig = new LinkRig([spec('flash-move', { ...WINDOW, percent: 99, direction: 'down' })]);
    rig.quotes.quote(START, 0, 10, 7, 1_000, 9);
    expect(quoteAt(rig, 150)).toBeNull();
  });
});

describe('F:MD7 depth-gap that is missed', () => {
  it('F:MD7: bids stay where they were first seen, asks move on, until the end', () => {
    const rig = standing(spec('depth-gap', { ...WINDOW, client: 'misses' }));
    expect(quoteAt(rig, 110)).toBe(AS_IT_IS);
    rig.quotes.quote(at(115), 0, 980, 4, 990, 2);
    expect(quoteAt(rig, 120)).toBe('1000x4 990x2');
    expect(quoteAt(rig, 200)).toBe('980x4 990x2');
  });
});
