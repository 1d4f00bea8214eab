/**
 * What a venue does to orders, cancels and replaces, on the wire (hooks 1 to 10 of docs/venue-faults.md): each adapter meets it over its
 * vendor's own client, the engine decides, and what it must make of it is asserted. Whatever happened, the client's journal ends as the
 * venue's ledger does.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { venueOrderIdOf } from '../../../src/core/order/belief.js';
import type { Entry } from '../../../src/core/state/entry.js';
import { DEAF, type ScenarioLines, resting, twap } from './scenario-text.js';
import {
  type WireSession,
  alertsOf,
  askedAbout,
  blockWith,
  entriesOf,
  idsOf,
  wireSession,
} from './wire-session.js';
import { type ByVenue, isAsAtSpot, onlyAt } from './by-venue.js';

describe.each(['alpaca', 'binance', 'binance-usdm'] as const)('an order at %s', (dialect) => {
  beforeEach(({ task, skip }) => skip(isAsAtSpot(dialect, task.name)));
  const traded = async (lines: ScenarioLines): Promise<WireSession> => {
    const session = await wireSession(dialect, lines);
    expect(session.findings).toEqual([]);
    return session;
  };
  const only = <T>(of: ByVenue<T>): T => onlyAt(dialect, of);

  it('F:SUB2 F:SUB11 SCH-4 FIL-4: hook 1, accepted and the reply lost in every shape: unknown, looked up, never sent again', async () => {
    const session = await traded({
      faults: [
        'kind: ack-lost, nth: 1, shape: timeout',
        'kind: ack-lost, nth: 1, shape: reset',
        'kind: ack-lost, nth: 1, shape: 5xx',
        'kind: garbled-reply, nth: 1, shape: truncated, paths: [submit]',
        'kind: garbled-reply, nth: 1, shape: unparsable, paths: [submit]',
        DEAF,
      ],
      orders: twap(6),
    });
    // Before the first one times out it was found.
    const shapes = entriesOf(session, 'outcome-unknown').map(({ shape }) => shape);
    expect(shapes).toEqual(['reset', '5xx', 'truncated', 'unparsable']);
    const ids = idsOf(session);
    expect(ids).toHaveLength(6);
    for (const id of ids.slice(0, 5)) {
      const asked = askedAbout(session, id);
      expect(asked.slice(0, 2)).toEqual(['submit', 'query-order']);
      expect(asked.filter((kind) => kind === 'submit')).toHaveLength(1);
    }
  });

  it('F:SUB2 SCH-4: hook 2, the stream tells of an order before it would be sent again: it is not', async () => {
    const session = await traded({
      faults: ['kind: ack-lost, nth: 1, shape: 5xx', 'kind: order-hidden, nth: 1, lag: 20s'],
      orders: twap(2),
    });
    expect(idsOf(session).map((id) => askedAbout(session, id)[0])).toEqual(['submit', 'submit']);
    expect(entriesOf(session, 'submit-intent')).toHaveLength(2);
  });

  it('F:SUB9 SCH-4: hook 2, sent again and it was there: the id is taken, and the order is looked up and kept', async () => {
    const session = await traded({
      faults: ['kind: ack-lost, nth: 1, shape: 5xx', 'kind: order-hidden, nth: 1, lag: 24s', DEAF],
      orders: [resting('30s')],
    });
    const [id = ''] = idsOf(session);
    expect(entriesOf(session, 'submit-settled').map(({ as }) => as)).toEqual([
      'exists',
      'accepted',
    ]);
    expect(askedAbout(session, id).filter((kind) => kind === 'submit')).toHaveLength(2);
    const accepted = session.truth.entries.filter(({ kind }) => kind === 'accepted');
    expect(accepted).toHaveLength(1);
    expect(session.state.children.get(id as never)?.belief.status).toBe('canceled');
  });

  it('F:QRY1 SCH-4: hook 3, not found right after it was taken is not absent', async () => {
    const session = await traded({
      faults: ['kind: ack-lost, nth: 2, shape: 5xx', 'kind: order-hidden, nth: 2, lag: 8s', DEAF],
      orders: twap(3),
    });
    const [, hidden = ''] = idsOf(session);
    const notFound = entriesOf(session, 'lookup-not-found');
    expect(notFound.length).toBeGreaterThan(2);
    expect(notFound.every(({ clientOrderId }) => clientOrderId === hidden)).toBe(true);
    expect(entriesOf(session, 'absence-proven')).toEqual([]);
    // Alpaca keeps ids for ever: there the same id again is a question.
    const submits = askedAbout(session, hidden).filter((kind) => kind === 'submit');
    expect(submits).toHaveLength(only({ alpaca: 2, binance: 1 }));
    expect(session.truth.entries.filter(({ kind }) => kind === 'accepted')).toHaveLength(3);
  });

  it('F:SUB1 F:SUB9 SCH-4 TWAP-5: hook 4, a new order has a new id, and one is sent again only after its absence was proven', async () => {
    const session = await traded({
      faults: ['kind: request-lost, nth: 2, paths: [submit]', DEAF],
      orders: twap(3),
    });
    const ids = idsOf(session);
    expect(new Set(ids).size).toBe(3);
    const [, lost = ''] = ids;
    const [first, again, ...more] = session.asked.filter(
      (one) => one.kind === 'submit' && one.clientOrderId === lost,
    );
    expect(more).toEqual([]);
    const waited = (again!.at - first!.at) / 1e6;
    // Binance's ids are unique among open orders alone: there the request has to be too old first, and both witnesses have been asked.
    expect(waited).toBeGreaterThan(only({ alpaca: 4, binance: 16 }));
    const proven = entriesOf(session, 'absence-proven').map(({ clientOrderId }) => clientOrderId);
    expect(proven).toEqual(only<string[]>({ alpaca: [], binance: [lost] }));
    const witnesses = new Set(
      entriesOf(session, 'lookup-not-found').flatMap(({ counts, from }) => (counts ? [from] : [])),
    );
    expect([...witnesses]).toEqual(only({ alpaca: ['order'], binance: ['order', 'executions'] }));
  });

  it('F:QRY2 F:QRY7 F:SUB6 FIL-7: hook 5, answers and positions are behind, and an order that was taken is refused afterwards: fills decide', async () => {
    const session = await traded({
      faults: [
        'kind: refused-afterwards, nth: 1, delay: 200ms',
        'kind: stale-answer, probability: 1, age: 4s',
        'kind: positions-off, probability: 1, age: 8s',
        DEAF,
      ],
      orders: [
        ...twap(3, ', type: limit, limitPrice: { peg: bid }'),
        "at: 40s, side: buy, quantity: '0.1', algo: direct, type: market",
      ],
      execution: ['positionCheck: { settle: 1s, again: 2s }'],
    });
    const results = entriesOf(session, 'fill-result').map(({ result }) => result);
    expect(results.map(({ reason }) => reason)).toContain('rejected');
    expect(results.reduce((sum, { filled }) => sum + filled, 0)).toBe(400);
    // What is behind is asked for again, and books nothing.
    const compared = entriesOf(session, 'position-compared');
    expect(compared[0]!.told).toBeLessThan(compared[0]!.expected);
    expect(compared.at(-1)!.told).toBe(compared.at(-1)!.expected);
  });

  it('F:FIL2 F:SUB10 ORD-3: hook 6, a fill comes before the reply to its submit: it is booked by the id that was meant', async () => {
    const session = await traded({
      faults: ['kind: slow-reply, nth: 1, from: 2s, to: 3s, paths: [submit]'],
      orders: twap(2),
    });
    const [id = ''] = idsOf(session);
    const isOf = (kind: Entry['kind']) => (entry: Entry) =>
      entry.kind === kind && 'clientOrderId' in entry && entry.clientOrderId === id;
    const booked = blockWith(session, isOf('fill-booked'));
    const replied = session.blocks.find(
      ({ input }) => input.kind === 'outcome' && input.clientOrderId === id,
    );
    expect(replied!.input.at - booked.input.at).toBeGreaterThan(1_500_000);
    expect(blockWith(session, isOf('submit-settled')).input.kind).toBe('execution-report');
    expect(session.state.children.get(id as never)?.belief.filled).toBe(100);
  });

  it('F:FIL3 F:CAN2 ORD-3: hook 7, a cancel is confirmed and the order fills on: what it fills is booked, and no more is sent than is left', async () => {
    const session = await traded({
      faults: ['kind: cancel-pretended, probability: 1, delay: 8s'],
      orders: [
        "at: 1s, side: buy, quantity: '4', duration: 40s, slices: 2, type: limit, limitPrice: { peg: bid }, fillTimeout: 5s, completion: catch-up",
      ],
    });
    const confirmed = blockWith(session, ({ kind }) => kind === 'cancel-settled').input.at;
    const after = session.blocks.filter(
      ({ input, entries }) =>
        input.at > confirmed && entries.some(({ kind }) => kind === 'fill-booked'),
    );
    expect(after.length).toBeGreaterThan(0);
    const [parent] = [...session.state.parents.entries()].map(([, one]) => one);
    expect(parent).toMatchObject({ filled: 4_000, status: 'filled' });
  });

  it('F:CAN4 SCH-5: hook 8, a cancel that stays pending: asked for three times, then said aloud, and followed all the while', async () => {
    const session = await traded({
      faults: ['kind: cancel-pretended, probability: 1, delay: 28s, says: pending-cancel'],
      orders: [resting('5s')],
    });
    const [id = ''] = idsOf(session);
    const asked = askedAbout(session, id);
    expect(asked.filter((kind) => kind === 'cancel')).toHaveLength(3);
    expect(asked.slice(asked.lastIndexOf('cancel')).length).toBeGreaterThan(3);
    expect(alertsOf(session).filter((alert) => alert.startsWith('cancel-stuck'))).toEqual([
      'cancel-stuck raised',
      'cancel-stuck cleared',
    ]);
  });

  const amended = (to: string, at = '5s'): Pick<ScenarioLines, 'orders' | 'operator'> => ({
    orders: [
      "at: 1s, side: buy, quantity: '0.5', duration: 20s, slices: 1, type: limit, limitPrice: { peg: bid, offsetTicks: -300 }, fillTimeout: 20s",
    ],
    operator: [`at: ${at}, do: amend, order: 0, limitPrice: '${to}'`],
  });

  it('ORD-3: hook 9, a replace makes an order with an id of its own, which is followed', async () => {
    const session = await traded(amended('61900'));
    const [first, second] = [...session.state.children.entries()].map(([, child]) => child);
    expect(venueOrderIdOf(second!.belief)).not.toBe(venueOrderIdOf(first!.belief));
    expect([first?.belief.filled, second?.belief.filled]).toEqual([0, 500]);
    const routes = session.http.map(({ method, url }) => `${method} ${url.pathname}`);
    expect(
      routes.some((route) =>
        only({
          alpaca: /^PATCH \/v2\/orders\/[0-9a-f-]{36}$/,
          binance: /^POST \/api\/v3\/order\/cancelReplace$/,
          'binance-usdm': /^DELETE \/fapi\/v1\/order$/,
        }).test(route),
      ),
    ).toBe(true);
  });

  it('F:SUB6 ORD-3: hook 9, a replace that was taken is refused afterwards: neither order is counted on', async () => {
    const session = await traded({
      ...amended('61780'),
      faults: ['kind: refused-afterwards, nth: 2, delay: 1s'],
    });
    const ends = entriesOf(session, 'fill-result').map(({ result }) => result.reason);
    expect(ends).toEqual([only({ alpaca: 'replaced', binance: 'canceled' }), 'rejected']);
    const [parent] = [...session.state.parents.entries()].map(([, one]) => one);
    expect(parent).toMatchObject({ filled: 0, exposed: 0 });
  });

  it('F:SUB11 ORD-3 SCH-4: hook 9, an error, and yet it was replaced: both are looked up, and whichever lives decides', async () => {
    const session = await traded({
      ...amended('61780'),
      faults: ['kind: garbled-reply, nth: 2, shape: unparsable, paths: [submit]', DEAF],
    });
    const [unknown] = entriesOf(session, 'outcome-unknown');
    expect(unknown).toMatchObject({ effect: 'replace', shape: 'unparsable' });
    const [first, second] = [...session.state.children.entries()].map(([, child]) => child);
    for (const child of [first, second])
      expect(askedAbout(session, child!.clientOrderId)).toContain('query-order');
    expect(second?.submit.attempts).toBe(1);
    expect(session.truth.entries.filter(({ kind }) => kind === 'accepted')).toHaveLength(2);
  });
});

describe('an order', () => {
  it('F:CAN3 ORD-3: hook 9, at alpaca the old order fills before the replace comes: no second one is worked', async () => {
    // In one market or another somebody sells at our bid while the replace is on its way.
    for (const seed of [4, 3, 5, 6, 7, 8, 9, 10]) {
      const session = await wireSession('alpaca', {
        seed,
        faults: ['kind: late-arrival, nth: 2, delay: 4s, paths: [submit]'],
        orders: [
          "at: 1s, side: buy, quantity: '0.1', duration: 20s, slices: 1, type: limit, limitPrice: { peg: bid }, fillTimeout: 20s",
        ],
        operator: ["at: 1600ms, do: amend, order: 0, limitPrice: '61780'"],
      });
      expect(session.findings).toEqual([]);
      if (session.http.find(({ method }) => method === 'PATCH')?.status !== 422) continue;
      const [parent] = [...session.state.parents.entries()].map(([, one]) => one);
      expect(parent).toMatchObject({ filled: 100, exposed: 100 });
      return;
    }
    throw new Error('in none of the markets the old order filled before the replace came');
  });

  const replaced = (faults: readonly string[]): Promise<WireSession> =>
    wireSession('binance', {
      faults,
      orders: [
        "at: 1s, side: buy, quantity: '0.5', duration: 20s, slices: 1, type: limit, limitPrice: { peg: bid, offsetTicks: -300 }, fillTimeout: 20s",
      ],
      operator: ["at: 5s, do: amend, order: 0, limitPrice: '61780'"],
    });
  const statusOfReplace = ({ http }: WireSession): number | undefined =>
    http.find(({ url }) => url.pathname.endsWith('cancelReplace'))?.status;

  it('F:CAN7 ORD-3: hook 10, at binance half of a replace is done (409, -2021): the old order is over, the new one never was', async () => {
    const session = await replaced(['kind: reject, nth: 2, code: insufficient-balance']);
    expect(session.findings).toEqual([]);
    expect(statusOfReplace(session)).toBe(409);
    const settled = entriesOf(session, 'submit-settled').at(-1);
    expect(settled).toMatchObject({ as: 'rejected', code: '-2010' });
    expect(alertsOf(session)).toContain('replace-refused raised');
    const [parent] = [...session.state.parents.entries()].map(([, one]) => one);
    expect(parent).toMatchObject({ filled: 0, exposed: 0 });
  });

  it('F:CAN7 SCH-4: hook 10, at binance the reply to a replace is lost, and the stream tells of its first half alone: the new order is found', async () => {
    const session = await replaced([
      'kind: ack-lost, nth: 2, shape: 5xx',
      'kind: frame-lost, nth: 3',
    ]);
    expect(session.findings).toEqual([]);
    expect(statusOfReplace(session)).toBeGreaterThanOrEqual(500);
    expect(entriesOf(session, 'absence-proven')).toEqual([]);
    const [, second] = [...session.state.children.entries()].map(([, child]) => child);
    expect(second?.belief.status).toBe('canceled');
    expect(askedAbout(session, second!.clientOrderId).at(-1)).toBe('cancel');
  });
});
