/** F9: when a stop triggers, and what it may not fill against. */
import { describe, expect, it } from 'vitest';
import { ticks } from '../../../src/core/ground/units.js';
import { BOOK, FILL, OPTIONS, Rig, type Row } from '../exchange/venue-rig.js';

describe('F9 stops', () => {
  it('F9: a buy stop triggers on a print at or through it and takes after the market of that instant', () => {
    // The print at 101 is no fill for us; what it took is gone: 10 - 4 at 101.
    const rig = new Rig([...BOOK, [10, 'sold', 100, 1], [20, 'bought', 101, 4]]);
    rig.stop(1, 's', 101, 8);
    expect(rig.to(19).status('s')).toBe('accepted 0/8');
    rig.to(20);
    expect(rig.fills).toEqual(['s: 6@101 taker at 20', 's: 2@102 taker at 20']);
    expect(rig.reports.map(({ execType }) => execType)).toEqual([
      'accepted',
      'triggered',
      'trade',
      'trade',
    ]);
  });

  it('F9: a sell stop triggers on a falling price, whoever the aggressor', () => {
    const rig = new Rig([...BOOK, [10, 'bought', 98, 1]]);
    rig.stop(1, 's', 99, 3, { side: 'sell' });
    rig.to(10);
    expect(rig.fills).toEqual(['s: 3@99 taker at 10']);
  });

  it('F9: it cannot fill against the trade that triggered it, and sees the rows of the instant', () => {
    const rig = new Rig([
      ...BOOK,
      [10, 'bought', 101, 10],
      [10, 'ask', 101, 0],
      [10, 'ask', 102, 1],
    ]);
    rig.stop(1, 's', 101, 5);
    rig.to(10);
    expect(rig.fills).toEqual(['s: 1@102 taker at 10']);
    expect(rig.reason('s')).toBe('no-liquidity');
  });

  it('F9: triggered stops arrive before our own arrivals of the instant, by trigger, then acceptance', () => {
    // late was accepted first but triggers on the second print; b and c on the first, in order of acceptance.
    const rows: Row[] = [...BOOK, [10, 'bought', 100, 1], [10, 'bought', 101, 1]];
    const rig = new Rig(rows);
    rig.stop(1, 'late', 101, 1);
    rig.stop(1, 'b', 100, 1);
    rig.stop(1, 'c', 100, 1);
    rig.market(10, 'm', 1);
    expect(rig.fills.map((line) => line.split(':')[0])).toEqual(['b', 'c', 'late', 'm']);
  });

  it('F9: a stop-limit rests at its limit once triggered', () => {
    // Triggered by 101; takes nothing beyond its limit 100 and rests there; crossed later.
    const rig = new Rig([...BOOK, [10, 'bought', 101, 1], [200, 'ask', 100, 2]]);
    rig.stop(1, 's', 101, 5, { type: 'stop-limit', limitPrice: ticks(100) });
    rig.to(200);
    expect(rig.fills).toEqual(['s: 2@100 crossed at 200']);
  });

  it('F9: already through on arrival: judged by the last eligible print, triggers at once', () => {
    const rig = new Rig([...BOOK, [10, 'bought', 101, 4]]);
    rig.stop(11, 's', 101, 2);
    expect(rig.fills).toEqual(['s: 2@101 taker at 11']);
  });

  it('F9: without any print before it a stop waits, whatever the book shows', () => {
    const rig = new Rig(BOOK);
    rig.stop(1, 's', 99, 2);
    expect(rig.status('s')).toBe('accepted 0/2');
  });

  it('F9: a venue that rejects stops already through says so', () => {
    const rig = new Rig([...BOOK, [10, 'bought', 101, 4]], {
      profile: { ...OPTIONS.profile, stopAlreadyThrough: 'reject' },
    });
    expect(rig.stop(11, 's', 101, 2)).toMatchObject({
      kind: 'rejected',
      code: 'stop-already-through',
    });
  });

  it('F9: prints in a gap trigger nothing', () => {
    const rig = new Rig([...BOOK, [10, 'gap'], [20, 'bought', 105, 4]]);
    rig.stop(1, 's', 101, 2);
    expect(rig.to(20).status('s')).toBe('accepted 0/2');
  });

  it('F9: a waiting stop can be canceled and replaced; one that has triggered is not armed again', () => {
    const rig = new Rig([...BOOK, [10, 'bought', 101, 1]]);
    rig.stop(1, 'a', 101, 5);
    rig.cancel(2, 'a');
    rig.stop(3, 'b', 101, 5, { type: 'stop-limit', limitPrice: ticks(98) });
    rig.replace(11, 'b', { id: 'b2', quantity: 4 });
    rig.to(12);
    expect(rig.status('a')).toBe('canceled 0/5');
    const triggers = rig.reports.filter(({ execType }) => execType === 'triggered');
    expect(triggers.map(({ clientOrderId }) => clientOrderId)).toEqual(['b']);
    expect(rig.status('b2')).toBe('accepted 0/4');
  });

  it('F5, F9: a waiting stop whose quantity falls keeps its place in the order of acceptance', () => {
    const rig = new Rig([...BOOK, [10, 'bought', 101, 1]]);
    rig.stop(1, 'a', 101, 3);
    rig.stop(2, 'b', 101, 1);
    rig.replace(3, 'a', { id: 'a2', quantity: 2 });
    rig.to(10);
    expect(rig.fills).toEqual(['a2: 2@101 taker at 10', 'b: 1@101 taker at 10']);
  });

  it('F9: trigger quote looks at the best available price after the market of an instant', () => {
    // 101 is sold out by a print at 10: the best ask is 102 then, and the stop at 102 triggers.
    const rig = new Rig([...BOOK, [10, 'bought', 101, 10]], {
      fill: { ...FILL, stopTrigger: 'quote' },
    });
    rig.stop(1, 's', 102, 2);
    rig.to(10);
    expect(rig.fills).toEqual(['s: 2@102 taker at 10']);
  });

  it('F9: trigger quote: a print that is not eligible is no market, our own taking shows later', () => {
    // The taker empties 101, so the best ask is 102, at the stop. The ineligible print of 10 is no occasion to look.
    const rig = new Rig([...BOOK, [10, 'ineligible', 101, 1], [20, 'bid', 97, 11]], {
      fill: { ...FILL, stopTrigger: 'quote' },
    });
    rig.stop(1, 's', 102, 2);
    rig.buy(2, 'm', 101, 10);
    expect(rig.to(19).status('s')).toBe('accepted 0/2');
    expect(rig.to(20).status('s')).toBe('filled 2/2');
  });

  it('F5, F9: a replaced stop that is already through is refused as a new one, and the old one waits on', () => {
    // As above the taker makes the quote 102. A larger total is a new arrival; a smaller one keeps its place.
    const rig = new Rig([...BOOK, [20, 'bid', 97, 11]], {
      fill: { ...FILL, stopTrigger: 'quote' },
      profile: { ...OPTIONS.profile, stopAlreadyThrough: 'reject' },
    });
    rig.stop(1, 's', 102, 2);
    rig.buy(2, 'm', 101, 10);
    expect(rig.replace(3, 's', { id: 's3', quantity: 3 })).toMatchObject({
      code: 'stop-already-through',
    });
    expect(rig.status('s')).toBe('accepted 0/2');
    expect(rig.replace(4, 's', { id: 's1', quantity: 1 })).toMatchObject({ kind: 'accepted' });
    expect(rig.to(20).status('s1')).toBe('filled 1/1');
  });

  it('F9, F4: a post-only stop-limit that is through and would take is refused, untriggered', () => {
    const rig = new Rig([...BOOK, [10, 'bought', 101, 1]]);
    rig.to(10);
    const terms = { type: 'stop-limit', limitPrice: ticks(102), postOnly: true } as const;
    expect(rig.stop(11, 's', 101, 2, terms)).toMatchObject({ code: 'post-only-would-take' });
    expect(rig.venue.truth.entries.map(({ kind }) => kind)).toEqual(['rejected']);
  });

  it('F9: trigger mark is refused by name', () => {
    expect(() => new Rig(BOOK, { fill: { ...FILL, stopTrigger: 'mark' } })).toThrow(/mark/);
  });
});
