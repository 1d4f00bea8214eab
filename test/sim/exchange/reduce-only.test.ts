/** Orders that may only reduce a position: refused where there is nothing to reduce, ended where they would go beyond it. */
import { describe, expect, it } from 'vitest';
import { BOOK, OPTIONS, Rig, type Row } from './venue-rig.js';

const REDUCES = { reduceOnly: true } as const;
const future = () => ({
  account: {
    ...OPTIONS.account,
    ...{ cash: '100', shorting: false, derivatives: new Set(['TEST']), marginLeverage: 5 },
  },
});
const endOf = ({ venue }: Rig, id: string): unknown => {
  const end = venue.truth.entries.find(
    (entry) => entry.kind === 'expired' && (entry.clientOrderId as string) === id,
  );
  return end?.kind === 'expired' ? end.reason : null;
};
const rig = (more: readonly Row[] = []): Rig => new Rig([...BOOK, ...more], future());

describe('reduce-only', () => {
  it('F19: without a position of the other side it is refused', () => {
    const flat = rig();
    expect(flat.market(1, 'a', 5, REDUCES)).toMatchObject({ code: 'reduce-only' });
    flat.market(1, 'b', 5);
    expect(flat.market(1, 'c', 5, REDUCES)).toMatchObject({ code: 'reduce-only' });
  });

  it('F19: one that takes has the position, and ends there', () => {
    const long = rig();
    long.market(1, 'open', 5);
    long.market(1, 'close', 8, { ...REDUCES, side: 'sell' });
    expect([long.status('close'), endOf(long, 'close')]).toEqual(['expired 5/8', 'reduce-only']);
    expect(long.venue.position('TEST')).toBe(0);
  });

  it('F19: one that rests has what is left of the position when it comes to it', () => {
    const short = rig([[10, 'sold', 98, 100]]);
    short.market(1, 'open', 6, { side: 'sell' });
    short.buy(1, 'rests', 99, 6, REDUCES);
    short.market(1, 'half', 4);
    short.to(10);
    expect([short.status('rests'), endOf(short, 'rests')]).toEqual(['expired 2/6', 'reduce-only']);
    expect(short.venue.position('TEST')).toBe(0);
  });

  it('F19: one that finds no position any more ends without an execution', () => {
    const short = rig([[10, 'sold', 98, 100]]);
    short.market(1, 'open', 6, { side: 'sell' });
    short.buy(1, 'rests', 99, 6, REDUCES);
    short.market(1, 'all', 6);
    short.to(10);
    expect([short.status('rests'), endOf(short, 'rests')]).toEqual(['expired 0/6', 'reduce-only']);
  });

  it('F19: a stop, and one that replaces it, only reduce as well', () => {
    const long = rig([[10, 'sold', 98, 1]]);
    long.market(1, 'open', 5);
    long.stop(1, 'stop', 98, 9, { ...REDUCES, side: 'sell' });
    long.to(10);
    expect(long.venue.position('TEST')).toBe(0);
    expect(long.status('stop')).toBe('expired 5/9');
  });
});
