/** FIL-13: what a commission in a third asset was worth as its fill was heard of. */
import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../src/core/order/execution-report.js';
import { venueNanos } from '../../../src/core/order/order.js';
import type { EpochMicros, Lots } from '../../../src/core/ground/units.js';
import { EngineRig, executionOf } from '../../support/engine-rig.js';
import { INSTRUMENT, inSeconds } from '../../support/simulation-plan.js';

/** Its mid is 600.00 while the board shows 599,990 to 600,010 ticks. */
const BNB = { ...INSTRUMENT, symbol: 'BNBUSDT', baseAsset: 'BNB', tickSize: '0.001' };
const BOTH = new Map([INSTRUMENT, BNB].map((one) => [one.symbol, one]));
const FEE = { asset: 'BNB', amount: '0.05' };

function working(instruments = BOTH): EngineRig {
  const rig = new EngineRig({ config: { instruments } });
  rig.order({ slices: null, algo: 'direct', duration: null });
  rig.accept();
  return rig;
}

function told(rig: EngineRig, changes: Partial<Execution> = {}): Execution {
  const execution = { ...executionOf('e1', 600, rig.now), fee: FEE, ...changes };
  const filled = { status: 'filled', cumQty: 600 as Lots, leaves: 0 as Lots } as const;
  rig.report({ execType: 'trade', ...filled, execution });
  return execution;
}

const booked = (rig: EngineRig) =>
  rig.entries('fill-booked').map(({ feeQuote, feeEstimated }) => [feeQuote, feeEstimated]);

describe('a commission in a third asset', () => {
  it('FIL-13: is worth the mid of what trades it, and the result says so', () => {
    const rig = working();
    told(rig);
    expect(booked(rig)).toEqual([['30', false]]);
    expect(rig.child().result).toMatchObject({ feesQuote: '30', feesEstimated: false });
  });

  it('FIL-13: keeps that worth when it is told again at another price', () => {
    const rig = working();
    const execution = told(rig);
    rig.quote = { bid: 1_000, ask: 1_002 };
    told(rig, execution);
    expect(rig.entries('fill-amended')).toEqual([]);
    expect(rig.child().result).toMatchObject({ feesQuote: '30' });
  });

  it('FIL-13: told later than its fill, it is worth what is shown then', () => {
    const rig = working();
    const first = told(rig, { fee: null });
    rig.run(2);
    rig.answer('read-executions', {
      kind: 'executions',
      executions: [{ ...first, fee: FEE }],
    });
    expect(rig.entries('fill-amended').map(({ feeQuote }) => feeQuote)).toEqual(['30']);
    expect(rig.child().result).toMatchObject({ feesQuote: '30', feesEstimated: false });
  });

  it.each([
    ['a minute and more after the fill', (rig: EngineRig) => ({ venueTime: before(rig, 61) })],
    ['while nothing is shown', (rig: EngineRig) => ((rig.quote = null), {})],
    ['while the board is silent', (rig: EngineRig) => ((rig.quoteAge = inSeconds(61)), {})],
    ['in an asset that nothing trades', () => ({ fee: { asset: 'XYZ', amount: '0.05' } })],
  ])('FIL-13: heard of %s: estimated, and says so', (_, changes) => {
    const rig = working();
    told(rig, changes(rig));
    expect(booked(rig).map(([, estimated]) => estimated)).toEqual([true]);
    expect(rig.child().result).toMatchObject({ feesEstimated: true });
  });

  it('FIL-13: where one instrument is listed no quote is put beside a fill', () => {
    const rig = working(new Map([[INSTRUMENT.symbol, INSTRUMENT]]));
    told(rig);
    expect(rig.blocks.at(-1)!.input.quotes).toBeUndefined();
    expect(booked(rig).map(([, estimated]) => estimated)).toEqual([true]);
  });
});

const before = (rig: EngineRig, seconds: number) =>
  venueNanos((rig.now - inSeconds(seconds)) as EpochMicros);
