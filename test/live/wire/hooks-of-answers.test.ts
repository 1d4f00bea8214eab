/**
 * What a venue does to streams, lists, fills, limits, clocks and books, on the wire (hooks 11 to 20 of docs/venue-faults.md): each adapter meets
 * it over its vendor's own client, the engine decides, and what it must make of it is asserted. Whatever happened, the client's journal ends
 * as the venue's ledger does.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ClientOrderId } from '../../../src/core/order/order.js';
import { type ByVenue, isAsAtSpot, onlyAt } from './by-venue.js';
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

/** Two seconds after the first submit. */
const SOON = 'at: { after: submit-sent, nth: 1, plus: 2s }';

describe.each(['alpaca', 'binance', 'binance-usdm'] as const)('at %s', (dialect) => {
  beforeEach(({ task, skip }) => skip(isAsAtSpot(dialect, task.name)));
  const traded = async (lines: ScenarioLines): Promise<WireSession> => {
    const session = await wireSession(dialect, lines);
    expect(session.findings).toEqual([]);
    return session;
  };
  const only = <T>(of: ByVenue<T>): T => onlyAt(dialect, of);
  const streamsOf = (session: WireSession): readonly string[] =>
    entriesOf(session, 'stream').map(({ status }) => status);
  const sourcesOf = (session: WireSession): ReadonlySet<string> =>
    new Set(entriesOf(session, 'fill-booked').map(({ source }) => source));

  it('F:STR4 F:STR5 ORD-4: hook 11, told twice, and all of it again after a reconnect: each execution counts once', async () => {
    const session = await traded({
      faults: [
        'kind: frame-repeated, probability: 1, times: 2',
        `kind: stream-disconnect, ${SOON}, for: 4s`,
        'kind: stream-replay, at: 40s, last: 30',
      ],
      orders: twap(10),
    });
    expect(streamsOf(session)).toEqual(['down', 'up']);
    const again = session.blocks.filter(
      ({ input, entries }) =>
        input.kind === 'execution-report' &&
        input.report.execution !== null &&
        entries.every(({ kind }) => kind !== 'fill-booked'),
    );
    expect(again.length).toBeGreaterThan(10);
    const executed = session.truth.executions.length;
    expect(entriesOf(session, 'fill-booked')).toHaveLength(executed);
  });

  it('F:STR1 F:STR3 FIL-2: hook 12, a healthy socket tells nothing: looks find the fills, within seconds', async () => {
    const session = await traded({
      faults: [`kind: stream-half-open, ${SOON}, for: 60s`],
      orders: twap(5),
    });
    expect([...sourcesOf(session)]).toEqual(['stream', 'poll']);
    const booked = new Map(
      session.blocks.flatMap(({ input, entries }) =>
        entries.flatMap((entry) =>
          entry.kind === 'fill-booked'
            ? [[entry.row.execution.execId, input.at - Number(entry.row.execution.venueTime) / 1e3]]
            : [],
        ),
      ),
    );
    for (const [, late] of booked) expect(late).toBeLessThan(3_000_000);
    // Binance's stream is held against what REST has accepted, and found to be deaf.
    expect(session.notices.join()).toMatch(only({ alpaca: /^$/, binance: /it told nothing of/ }));
  });

  it('F:QRY5 REC-5: hook 13, lists come in pages that are cut by time: each open order is listed once, and followed by itself', async () => {
    const session = await traded({
      orders: [
        "at: 1s, side: buy, quantity: '1.2', duration: 6s, slices: 12, type: limit, limitPrice: { peg: bid, offsetTicks: -5000 }, fillTimeout: 12s",
        // Three of one instant.
        ...[1, 2, 3].map(() => resting('12s', '8s')),
      ],
      execution: ['openOrdersCheck: { every: 6s, pageSize: 4 }'],
    });
    const compared = entriesOf(session, 'open-orders-compared');
    const most = Math.max(...compared.map(({ listed }) => listed));
    expect(most).toBeGreaterThan(10);
    // One that ends while it is listed is asked about.
    for (const { lacking, orphans } of compared)
      expect({ lacking, orphans }).toEqual({ lacking: [], orphans: 0 });
    const pages = session.http.filter(
      ({ method, url }) => method === 'GET' && /\/(orders|openOrders)$/.test(url.pathname),
    );
    const cut = pages.filter(({ url }) => url.searchParams.has('after'));
    expect(cut.length).toBeGreaterThan(only({ alpaca: 3, binance: -1 }));
    for (const { url } of cut) expect(url.searchParams.get('direction')).toBe('asc');
    for (const id of idsOf(session)) expect(askedAbout(session, id)).toContain('query-order');
  });

  it('F:QRY6 F:FIL6 FIL-13: hook 14, filled without a price, and charged nothing yet: price and fee are those of the executions', async () => {
    const session = await traded({
      faults: [
        DEAF,
        'kind: blank-answer, probability: 0.5, lacks: all',
        'kind: fee-late, at: 0s, delay: 6s',
      ],
      orders: twap(3),
    });
    for (const { row } of entriesOf(session, 'fill-booked')) expect(row.execution.fee).toBeNull();
    // Alpaca never says with an execution what it was charged.
    const charged = entriesOf(session, 'fill-amended').filter(
      ({ row }) => row.execution.fee !== null,
    );
    const executed = session.truth.executions.length;
    expect(charged).toHaveLength(only({ alpaca: 0, binance: executed }));
    const estimated = entriesOf(session, 'fill-result').map(({ result }) => result.feesEstimated);
    expect(new Set(estimated)).toEqual(new Set([dialect === 'alpaca']));
  });

  it('F:FIL9 ORD-2: hook 15, a part of it filled, and it is over: the part counts, and the rest is asked for again', async () => {
    const session = await traded({
      faults: ['kind: ended-partly, nth: 1, part: 0.4', 'kind: ended-partly, nth: 2, part: 0.4'],
      orders: twap(3, ', type: limit, limitPrice: { peg: ask, offsetTicks: 20 }, timeInForce: ioc'),
    });
    const results = entriesOf(session, 'fill-result').map(({ result }) => result);
    expect(results.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual([
      ...['partial expired', 'partial expired', 'filled filled', 'filled filled'],
    ]);
    const [first, second] = results.map(({ filled }) => filled);
    expect(results.at(-1)?.filled).toBe(200 - first! - second!);
    const [parent] = [...session.state.parents.entries()].map(([, one]) => one);
    expect(parent).toMatchObject({ status: 'filled', filled: 300 });
  });

  it('F:SUB7 S22: hook 16, too many requests, and then a ban that another program brought about: nothing leaves before either time', async () => {
    const path = only({
      alpaca: '/v1beta3/crypto/us/latest/orderbooks?symbols=BTC/USDT',
      binance: '/api/v3/time',
      'binance-usdm': '/fapi/v1/time',
    });
    let others = 0;
    const session = await wireSession(
      dialect,
      {
        faults: ['kind: rate-limit, at: 6s, retryAfter: 10s, ban: 20s'],
        // The second one comes while nothing may be asked, its day's volume included.
        orders: [resting('45s'), resting('20s', '10s')],
      },
      ({ status, url }) => {
        if (status !== 429 || others > 0) return;
        others += 1;
        // Behind the answer, from the same address.
        setImmediate(() => void fetch(`${url.origin}${path}`));
      },
    );
    expect(session.findings).toEqual([]);
    const refused = session.http.filter(({ status }) => status === 429 || status === 418);
    const [first, other, ...again] = refused;
    const escalated = only({ alpaca: 429, binance: 418 });
    expect(new Set([first, other, ...again].map((one) => one!.status))).toEqual(
      new Set([429, escalated]),
    );
    // The ten seconds had begun when it first asked; then both orders ask at once.
    expect(again).toHaveLength(2);
    for (const { at, status } of again) {
      expect(at - first!.at).toBeGreaterThan(7_500_000);
      expect(status).toBe(escalated);
    }
    const last = Math.max(...again.map(({ at }) => at));
    const next = session.http.find(({ at }) => at > last);
    expect(next!.at - other!.at).toBeGreaterThan(19_500_000);
    const alerts = alertsOf(session).filter((alert) => alert.startsWith('rate-limited'));
    expect(alerts).toEqual(['rate-limited raised', 'rate-limited cleared']);
  });

  it('F:SUB7 S22 RSK-1: hook 16, with its budget spent, cancels leave at once out of what was kept for them', async () => {
    const session = await traded({
      orders: [
        "at: 1s, side: buy, quantity: '2.4', duration: 24s, slices: 24, type: limit, limitPrice: { peg: bid, offsetTicks: -4000 }, fillTimeout: 60s",
      ],
      operator: ['at: 20s, do: kill-on, cancelWorking: true'],
      execution: ['requestBudget: { requests: 30, per: 30s, reserved: 12 }'],
    });
    const spent = blockWith(
      session,
      (entry) => entry.kind === 'alert' && entry.code === 'request-budget',
    );
    const killed = blockWith(session, ({ kind }) => kind === 'kill-switch').input.at;
    const offset = session.asked.find(({ kind }) => kind === 'cancel')!.at - killed;
    const toVenue = (at: number): number => at + offset;
    const between = session.asked.filter(
      ({ at }) => at > toVenue(spent.input.at) + 500_000 && at < toVenue(killed) + 500_000,
    );
    expect(new Set(between.map(({ kind }) => kind))).toEqual(new Set(['cancel']));
    expect(between).toHaveLength(idsOf(session).length);
  });

  it('F:SUB8 SCH-4: hook 17, refused for its time: not sent, the venue is asked for its time, and the same order goes again', async () => {
    const session = await traded({
      faults: ['kind: clock-refused, at: { after: submit-sent, nth: 2 }, for: 5s'],
      orders: twap(3),
    });
    const [, refused = ''] = idsOf(session);
    const submits = askedAbout(session, refused).filter((kind) => kind === 'submit');
    expect(submits.length).toBeGreaterThan(1);
    const unknown = entriesOf(session, 'outcome-unknown');
    // Alpaca has no such word: what nobody has listed proves nothing, and the order is looked up.
    expect(unknown).toHaveLength(only({ alpaca: 1, binance: 0 }));
    const withdrawn = entriesOf(session, 'intent-withdrawn').map(({ reason }) => reason);
    expect(new Set(withdrawn)).toEqual(new Set(only({ alpaca: [], binance: ['clock-refused'] })));
    expect(entriesOf(session, 'clock-measured').length >= withdrawn.length).toBe(true);
  });

  it('F:MD7 SCH-3 S20: hook 18, the book has a gap: nothing is sent until it is whole again', async () => {
    const session = await traded({
      faults: [`kind: depth-gap, ${SOON}, for: 12s`],
      orders: twap(4),
      readsBook: true,
    });
    const submits = session.asked.filter(({ kind }) => kind === 'submit').map(({ at }) => at);
    expect(submits[1]! - submits[0]!).toBeGreaterThan(14_000_000);
    const why = entriesOf(session, 'slice-waiting').map(({ reason }) => reason);
    expect(new Set(why)).toEqual(new Set(['market-data']));
    const [parent] = [...session.state.parents.entries()].map(([, one]) => one);
    expect(parent).toMatchObject({ status: 'filled', filled: 400 });
  });

  it('F:STR11 REC-1: hook 19, let in and not confirmed: no stream, so that looks find the fills, until one is confirmed', async () => {
    const session = await traded({
      faults: [`kind: stream-unconfirmed, ${SOON}, for: 12s`],
      orders: twap(10),
    });
    expect(streamsOf(session)).toEqual(['down', 'up']);
    const [down, up] = session.blocks.flatMap(({ input }) =>
      input.kind === 'stream' ? [input.at] : [],
    );
    // A stream of futures that is not confirmed is no connection at all: it is tried again sooner.
    const longest = { alpaca: 12_000_000, binance: 12_000_000, 'binance-usdm': 8_000_000 };
    expect(up! - down!).toBeGreaterThan(only(longest));
    const told = only({
      alpaca: 'no sign of life',
      binance: 'does not acknowledge it',
      'binance-usdm': 'the connection ended',
    });
    expect(session.notices.join()).toContain(told);
    expect([...sourcesOf(session)]).toEqual(['stream', 'poll']);
  });

  it('F:STR11: hook 19, not confirmed at the beginning: nothing is traded before it is', async () => {
    const lines: ScenarioLines = {
      faults: ['kind: stream-unconfirmed, at: 0s, for: 5s'],
      orders: twap(1),
    };
    if (dialect === 'alpaca') {
      // Its first connection is waited for as long as all of the start may take.
      await expect(wireSession(dialect, lines)).rejects.toThrow('the streams of Alpaca are not up');
      return;
    }
    const session = await traded(lines);
    expect(new Set(session.notices)).toEqual(
      new Set([
        onlyAt(dialect, {
          ...{ alpaca: '', binance: 'order stream: the venue does not acknowledge it' },
          'binance-usdm': 'order stream: the connection ended',
        }),
      ]),
    );
    expect(
      session.asked.find(({ kind }) => kind === 'submit')!.at - session.asked[0]!.at,
    ).toBeGreaterThan(dialect === 'binance' ? 11_000_000 : 5_000_000);
  });

  it('F:STR10: hook 19, somebody else takes the stream: it is taken back, and what was missed is asked for', async () => {
    const session = await traded({
      faults: [`kind: stream-displaced, ${SOON}, times: 2, every: 6s`],
      orders: [resting('40s'), ...twap(8)],
    });
    const streams = streamsOf(session);
    expect(streams.slice(0, 2)).toEqual(['down', 'up']);
    expect(streams.filter((status) => status === 'down')).toHaveLength(
      only({ alpaca: 1, binance: 2 }),
    );
    const isUp = session.blocks.findIndex(
      ({ input }) => input.kind === 'stream' && input.status === 'up',
    );
    const looked = session.blocks[isUp]!.entries.filter(({ kind }) => kind === 'look-again');
    const [open = ''] = idsOf(session);
    expect(looked.map((entry) => 'clientOrderId' in entry && entry.clientOrderId)).toContain(open);
  });

  it('F:STR2 F:STR8: hook 20, the stream stalls or is given up by the client library: a watch outside of it connects anew', async () => {
    const session = await traded({
      faults: only({
        // Longer than the library of Alpaca would try by itself.
        alpaca: [`kind: stream-disconnect, ${SOON}, for: 70s`],
        binance: [`kind: stream-expired, ${SOON}, renewal: 1s`],
      }),
      orders: twap(only({ alpaca: 22, binance: 4 })),
    });
    expect(session.notices[0]).toBe(
      only({
        alpaca: 'order stream: no sign of life: connecting anew',
        binance: 'order stream: the venue has ended the subscription',
        'binance-usdm': 'order stream: the connection ended',
      }),
    );
    expect(streamsOf(session)).toEqual(['down', 'up']);
    const last = idsOf(session).at(-1) as ClientOrderId;
    const bookedBy = entriesOf(session, 'fill-booked').find(
      ({ clientOrderId }) => clientOrderId === last,
    );
    expect(bookedBy?.source).toBe('stream');
  });
});
