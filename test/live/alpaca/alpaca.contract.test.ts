/**
 * Alpaca's adapter before the simulated venue that speaks as Alpaca does, over HTTP and WebSocket: the contract of every broker, and what
 * both ends have to agree on.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lots, ticks } from '../../../src/core/ground/units.js';
import type { Execution } from '../../../src/core/order/execution-report.js';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import type { BrokerCommand, BrokerRead } from '../../../src/core/state/command.js';
import { brokerContract } from '../../contract/broker-contract.js';
import { Heard, cancelOf, readOrder, replaceOf, submitOf } from '../../contract/broker-rig.js';
import { type ServedRig, servedRig } from './served-rig.js';

brokerContract('Alpaca over HTTP, simulated venue', servedRig, [
  {
    test: 'F:CAN6: a cancel may overtake its submit: not found, and the order lives',
    reason: 'Alpaca takes cancels by its own ids: one of an order that is not found does not leave',
  },
]);

describe('Alpaca’s adapter at the simulated venue', () => {
  let rig: ServedRig;
  let heard: Heard;
  beforeEach(async () => {
    rig = await servedRig();
    heard = new Heard(rig.broker);
  });
  afterEach(() => rig.close());

  const done = async (command: BrokerCommand): Promise<void> => {
    rig.broker.send(command, () => null);
    await rig.settle();
  };
  const answerTo = async (read: BrokerRead): Promise<ReadAnswer | undefined> => {
    await done(read);
    return heard.answersTo(read)[0];
  };
  const streamed = (): readonly Execution[] =>
    heard.inputs.flatMap((input) =>
      input.kind === 'execution-report' && input.report.execution !== null
        ? [input.report.execution]
        : [],
    );
  /** Takes all there is at the best price, and rests with 500 lots. */
  const partly = (): ReturnType<typeof submitOf> =>
    submitOf({ ...rig.resting, quantity: lots(1_500), limitPrice: ticks(10_000) });

  it('F:CAN6: a cancel of what is not found yet does not leave, and the order lives', async () => {
    const submit = submitOf(rig.resting);
    const cancel = cancelOf(submit.clientOrderId, rig.resting.symbol);
    rig.holdNextSubmit();
    rig.broker.send(submit, () => null);
    rig.broker.send(cancel, () => null);
    await rig.settle();
    expect(rig.arrivals().map(({ kind }) => kind)).toEqual(['submit']);
    expect(heard.outcomesOf(cancel)).toMatchObject([{ code: '40410000/order-not-found' }]);
    expect(heard.outcomesOf(submit).map(({ kind }) => kind)).toEqual(['accepted']);
  });

  it('ORD-4: an execution has one id on the stream and in the activities', async () => {
    const submit = partly();
    await done(submit);
    const { clientOrderId } = submit;
    const read = {
      ...readOrder(clientOrderId, rig.resting.symbol),
      kind: 'read-executions',
    } as BrokerRead;
    const told = await answerTo(read);
    expect(streamed()).toHaveLength(1);
    expect(told).toEqual({ kind: 'executions', executions: streamed() });
  });

  it('ORD-3: a replacement of a partly filled order is told by itself, by every path', async () => {
    const submit = partly();
    await done(submit);
    const replace = { ...replaceOf(submit, 1_800), limitPrice: ticks(9_000) };
    await done(replace);
    expect(heard.outcomesOf(replace)).toMatchObject([{ kind: 'accepted' }]);
    const { symbol } = rig.resting;
    expect(await answerTo(readOrder(submit.clientOrderId, symbol))).toMatchObject({
      order: { status: 'replaced', quantity: 1_500, cumQty: 1_000 },
    });
    const own = { quantity: 800, cumQty: 0, status: 'accepted', limitPrice: 9_000, avgPrice: null };
    expect(await answerTo(readOrder(replace.newClientOrderId, symbol))).toMatchObject({
      order: own,
    });
    const { readId } = readOrder(submit.clientOrderId, symbol);
    const open = { kind: 'read-open-orders', readId, limit: 500, cursor: null } as const;
    expect(await answerTo(open)).toMatchObject({ kind: 'open-orders', orders: [own] });

    const again = { ...replaceOf(submit, 2_000), clientOrderId: replace.newClientOrderId };
    await done({ ...again, limitPrice: ticks(10_001) });
    expect(streamed().map(({ quantity }) => quantity)).toEqual([1_000, 1_000]);
    expect(await answerTo(readOrder(again.newClientOrderId, symbol))).toMatchObject({
      order: { quantity: 1_000, cumQty: 1_000, status: 'filled' },
    });
  });

  it('LIV-2: positions, time, quotes, depth and volume', async () => {
    await done(submitOf(rig.marketable));
    const { readId } = readOrder(submitOf(rig.marketable).clientOrderId, '');
    const { symbol, quantity } = rig.marketable;
    expect(await answerTo({ kind: 'read-positions', readId })).toEqual({
      kind: 'positions',
      positions: [{ symbol, quantity }],
    });
    const time = await answerTo({ kind: 'read-time', readId: readId + 1 });
    const apart = time?.kind === 'time' ? Math.abs(time.venueTime - Date.now() * 1_000) : Infinity;
    expect(apart).toBeLessThan(2_000_000);
    const { feed } = rig.connection;
    await rig.until(() => feed.quoteOf(symbol).quote !== null);
    expect(feed.quoteOf(symbol).quote).toMatchObject({ bid: 9_999, ask: 10_000 });
    const answers: ReadAnswer[] = [];
    feed.events$.subscribe((input) => input.kind === 'answer' && answers.push(input.answer));
    feed.send({ kind: 'read-depth', readId: 1, symbol, levels: 5 });
    await rig.until(() => answers.length === 1);
    feed.send({ kind: 'read-volume', readId: 2, symbol });
    await rig.until(() => answers.length === 2);
    expect(answers).toMatchObject([
      { kind: 'depth', bids: [{ price: 9_999 }], asks: [{ price: 10_000 }, { price: 10_001 }] },
      { kind: 'volume' },
    ]);
  });
});
