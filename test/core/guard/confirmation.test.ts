/** ORD-6: large orders by hand are asked about, once, for that very order; larger ones take a second factor. */
import { describe, expect, it } from 'vitest';
import type { RawOrderRequest } from '../../../src/core/order/order-request.js';
import { EngineRig } from '../../support/engine-rig.js';
import { INSTRUMENT } from '../../support/simulation-plan.js';

/** 0.1 BTC is worth 6,000 here. */
const HAND = {
  algo: 'direct',
  slices: null,
  duration: null,
  source: 'manual',
  quantity: '0.1',
} as const;
type Factor = NonNullable<RawOrderRequest['operator']>['secondFactor'];

function ask(
  rig: EngineRig,
  more: Partial<RawOrderRequest> = {},
  said: { readonly token?: string | null; readonly factor?: Factor } = {},
): EngineRig {
  const operator = { confirmation: said.token ?? null, secondFactor: said.factor ?? 'absent' };
  return rig.order({ ...HAND, operator, ...more });
}
const tokenOf = (rig: EngineRig): string =>
  rig.entries('confirmation-required').at(-1)?.token ?? 'none';
const codes = (rig: EngineRig): readonly string[] =>
  rig.entries('order-refused').map(({ code }) => code);

describe('orders by hand', () => {
  it('ORD-6: above 5,000 it is asked about, with both figures; confirmed, it is taken', () => {
    const rig = ask(new EngineRig());
    expect(rig.parents()).toEqual([]);
    expect(rig.entries('order-refused')[0]).toMatchObject({
      code: 'confirmation-required',
      problems: [{ text: `buy 0.1 BTC, worth 6000 USDT: confirm it with token ${tokenOf(rig)}` }],
    });
    ask(rig, {}, { token: tokenOf(rig) });
    expect(rig.parents()).toHaveLength(1);
    expect(rig.entries('large-order').map(({ answer }) => answer)).toEqual([
      'confirmation-required',
      'confirmed',
    ]);
  });

  it('ORD-6: at 5,000 and below it is not, and what no hand made never is', () => {
    expect(ask(new EngineRig(), { quantity: '0.083' }).parents()).toHaveLength(1);
    const scenario = new EngineRig().order({ ...HAND, source: 'scenario', quantity: '5' });
    expect(scenario.parents()).toHaveLength(1);
    expect(scenario.entries('large-order')).toEqual([]);
  });

  it('ORD-6: a token works once, for that order, and for five minutes', () => {
    const rig = ask(new EngineRig());
    const token = tokenOf(rig);
    ask(rig, { quantity: '0.12' }, { token });
    expect(rig.parents()).toEqual([]);
    ask(rig, {}, { token });
    ask(rig, { idempotencyKey: 'again' }, { token });
    expect(rig.parents()).toHaveLength(1);
    const late = ask(new EngineRig());
    late.run(300);
    ask(late, {}, { token: tokenOf(late) });
    expect(late.parents()).toEqual([]);
  });

  it.each<Factor>(['absent', 'failed'])(
    'ORD-6: above 10,000 a second factor that is %s is not enough, and the token is kept',
    (factor) => {
      const rig = ask(new EngineRig(), { quantity: '0.2' });
      const token = tokenOf(rig);
      ask(rig, { quantity: '0.2' }, { token, factor });
      expect(codes(rig)).toEqual(['confirmation-required', 'second-factor-required']);
      ask(rig, { quantity: '0.2' }, { token, factor: 'verified' });
      expect(rig.parents()).toHaveLength(1);
    },
  );

  it('ORD-6: above 1,000 units where lots are whole; without a price it counts as large', () => {
    const whole = { ...INSTRUMENT, lotSize: '1', minNotional: '0' };
    const config = { instruments: new Map([[whole.symbol, whole]]) as never };
    const rig = new EngineRig({ config });
    rig.quote = { bid: 9, ask: 11 };
    expect(ask(rig, { quantity: '1000' }).parents()).toHaveLength(1);
    ask(rig, { quantity: '1001', idempotencyKey: 'more' });
    expect(codes(rig)).toEqual(['confirmation-required']);
    const blind = new EngineRig();
    blind.quote = null;
    expect(codes(ask(blind, { quantity: '0.001' }))).toEqual(['confirmation-required']);
  });

  it('ORD-6: many that nobody confirms are forgotten, oldest first', () => {
    const rig = new EngineRig();
    for (let n = 0; n < 105; n += 1) ask(rig, { idempotencyKey: `k${n}` });
    expect(rig.state.confirmations).toHaveLength(100);
  });
});
