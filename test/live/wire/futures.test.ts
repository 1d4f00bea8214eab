/**
 * Whole sessions at Binance's futures over sockets of this machine: what an account of them does that none of spot can. Whatever happened, the
 * client's journal ends as the venue's ledger does.
 */
import { describe, expect, it } from 'vitest';
import { type WireSession, alertsOf, entriesOf, wireSession } from './wire-session.js';

const positionsOf = ({ blocks }: WireSession): readonly number[] =>
  blocks.flatMap(({ input }) =>
    input.kind === 'answer' && input.answer.kind === 'positions'
      ? [input.answer.positions[0]?.quantity ?? 0]
      : [],
  );

describe('a session at Binance USD-M', () => {
  it('LIV-2 LIV-3 S3 S4 S15: goes short through lost acknowledgements and a cut stream, and ends as the ledger', async () => {
    const session = await wireSession('binance-usdm', {
      account: "cash: '1000000'",
      faults: [
        'kind: ack-lost, nth: 1, shape: reset',
        'kind: ack-lost, nth: 4, shape: 5xx',
        'kind: ack-lost, nth: 9, shape: reset',
        'kind: stream-disconnect, at: { after: submit-sent, nth: 2, plus: 1s }, for: 6s',
        'kind: frame-repeated, probability: 0.3, times: 2',
      ],
      orders: [
        "at: 1s, side: sell, quantity: '0.8', duration: 40s, slices: 8, completion: catch-up",
        "at: 50s, side: buy, quantity: '0.3', duration: 10s, slices: 2, completion: catch-up",
      ],
      execution: ['positionCheck: {}'],
    });
    expect(session.findings).toEqual([]);
    expect(entriesOf(session, 'stream').map(({ status }) => status)).toEqual(['down', 'up']);
    const lost = session.blocks.filter(
      ({ input }) => input.kind === 'outcome' && input.outcome.kind === 'unknown',
    );
    expect(lost.length).toBeGreaterThan(1);
    const signed = session.truth.executions.map(({ side, quantity }) =>
      side === 'buy' ? quantity : -quantity,
    );
    expect(signed.reduce((sum, quantity) => sum + quantity, 0)).toBe(-500);
    expect(Math.min(...positionsOf(session))).toBeLessThan(0);
  });

  it('F19 FIL-7 LIV-2 LIV-3: is liquidated for a funding: somebody is told, its parent stops, and what is held is taken over', async () => {
    const session = await wireSession('binance-usdm', {
      account: "cash: '1950', leverage: 20",
      clock: "start: '2023-12-31T23:59:30Z', duration: 200s",
      venue: 'fundingBps: 800',
      execution: ['positionCheck: {}'],
      orders: [
        "at: 0s, side: buy, quantity: '0.6', duration: 60s, slices: 6",
        // Behind each of them it is asked what is held.
        "at: 40s, side: buy, quantity: '0.01', algo: direct",
        "at: 125s, side: buy, quantity: '0.01', algo: direct",
      ],
    });
    const [closed, ...more] = session.truth.liquidations!;
    expect([closed?.side, more]).toEqual(['sell', []]);
    const stops = entriesOf(session, 'parent-stopped').map(({ code }) => code);
    expect(stops).toEqual(['LIQUIDATED']);
    expect(alertsOf(session)).toEqual([
      'liquidation raised',
      'position-differs raised',
      'position-differs cleared',
      'position-adjusted raised',
    ]);
    const adjusted = entriesOf(session, 'position-adjustment').map(({ by }) => by);
    expect(adjusted).toEqual([-closed!.quantity]);
    expect(session.findings).toEqual([]);
  });
});
