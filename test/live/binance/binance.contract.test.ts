/** The broker contract on the adapter and the venue that speaks Binance, with ccxt and a socket between them. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReadAnswer } from '../../../src/core/order/outcome.js';
import type { BrokerRead } from '../../../src/core/state/command.js';
import { brokerContract } from '../../contract/broker-contract.js';
import { Heard, readOrder, submitOf } from '../../contract/broker-rig.js';
import { INSTRUMENT } from '../../support/simulation-plan.js';
import { idOf } from './sample.js';
import { ServedRig } from './served-rig.js';

let rig: ServedRig;
beforeAll(async () => {
  rig = await ServedRig.open();
});
afterAll(() => rig.end());

brokerContract('Binance adapter before the venue that speaks Binance', () => rig.begin());

describe('beyond the contract', () => {
  const { symbol } = INSTRUMENT;
  let heard: Heard;
  beforeEach(() => {
    heard = new Heard(rig.begin().broker);
  });
  afterEach(() => rig.close());
  const answerTo = async (read: BrokerRead): Promise<ReadAnswer | undefined> => {
    rig.broker.send(read, () => null);
    await rig.settle();
    return heard.answersTo(read)[0];
  };
  const { readId } = readOrder(idOf(''), symbol);

  it('LIV-2: an execution is the same by the order stream and by REST, to its commission', async () => {
    const submit = submitOf(rig.marketable);
    rig.broker.send(submit, () => null);
    await rig.settle();
    const { clientOrderId } = submit;
    const told = heard.inputs.flatMap((input) =>
      input.kind === 'execution-report' && input.report.execution !== null
        ? [input.report.execution]
        : [],
    );
    const answer = await answerTo({ kind: 'read-executions', readId, clientOrderId, symbol });
    expect(answer).toEqual({ kind: 'executions', executions: told });
    expect(told).toMatchObject([{ quantity: 2, liquidity: 'taker', fee: { asset: 'USDT' } }]);
  });

  it('LIV-2: an order that the venue does not know has no executions, whatever else was traded', async () => {
    const clientOrderId = idOf('0'.repeat(24));
    const answer = await answerTo({
      kind: 'read-executions',
      readId: readId + 1,
      clientOrderId,
      symbol,
    });
    expect(answer).toEqual({ kind: 'executions', executions: [] });
  });

  it('LIV-2: positions are what is held, and the venue’s time is ours', async () => {
    const positions = await answerTo({ kind: 'read-positions', readId: readId + 2 });
    const held = 10_000 + rig.executed();
    expect(positions).toEqual({ kind: 'positions', positions: [{ symbol, quantity: held }] });
    const time = await answerTo({ kind: 'read-time', readId: readId + 3 });
    expect(time).toMatchObject({ kind: 'time' });
  });

  it('LIV-2: best prices, book and volume of the market', async () => {
    const { feed } = rig.connected;
    const quoted = new Promise<void>((left) => {
      feed.watch(symbol, { low: 0, high: 0 }, left);
    });
    const answers = new Promise<readonly ReadAnswer[]>((done) => {
      const said: ReadAnswer[] = [];
      feed.events$.subscribe((input) => {
        if (input.kind === 'answer') said.push(input.answer);
        if (said.length === 2) done(said);
      });
    });
    feed.send({ kind: 'read-depth', readId, symbol, levels: 5 });
    feed.send({ kind: 'read-volume', readId: readId + 1, symbol });
    await quoted;
    const { quote } = feed.quoteOf(symbol);
    expect(quote!.bid).toBeLessThan(quote!.ask);
    const [depth, volume] = [...(await answers)].sort((a, b) => (a.kind < b.kind ? -1 : 1));
    expect(depth).toMatchObject({ kind: 'depth', bids: { length: 5 }, asks: { length: 5 } });
    // The recording is two minutes long; of the days before it the venue knows the average, in lots.
    expect(volume).toEqual({ kind: 'volume', averageDailyVolume: 25_000_000 });
  });
});
