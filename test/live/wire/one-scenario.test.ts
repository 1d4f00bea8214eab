/**
 * One scenario, and nothing but the name of the broker changed: simulated in one process, and traded over sockets at the simulated venue, at
 * Alpaca, and at Binance, spot and futures. What the engine decides is the same; what is not is named here.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { isParentTerminal } from '../../../src/core/order/parent.js';
import type { JournalBlock } from '../../../src/core/state/journal-block.js';
import { executeRun, prepareScenario } from '../../../src/runs/execute-run.js';
import { parseScenario } from '../../../src/runs/scenario/load.js';
import { type ScenarioLines, scenarioText } from './scenario-text.js';
import { entriesOf, wireSession } from './wire-session.js';

const SCENARIO: ScenarioLines = {
  orders: [
    "at: 1s, side: buy, quantity: '1.3', duration: 24s, slices: 6, completion: catch-up",
    "at: 2s, side: sell, quantity: '0.4', duration: 20s, slices: 2, type: limit, limitPrice: { peg: bid, offsetTicks: -20 }, timeInForce: ioc",
    "at: 3s, side: buy, quantity: '0.2', algo: direct, type: limit, limitPrice: '60000', fillTimeout: 8s",
    "at: 4s, side: buy, quantity: '0.3', duration: 12s, slices: 3, type: limit, limitPrice: { peg: ask, offsetTicks: 30 }",
  ],
};

const PLACES = ['simulated', 'sim', 'alpaca', 'binance', 'binance-usdm'] as const;

async function blocksAt(place: (typeof PLACES)[number]): Promise<readonly JournalBlock[]> {
  if (place !== 'simulated') {
    const { blocks, findings } = await wireSession(place, SCENARIO);
    expect(findings).toEqual([]);
    return blocks;
  }
  const loaded = parseScenario('wire.yaml', scenarioText(SCENARIO));
  const ended = executeRun(await prepareScenario(loaded));
  const blocks = [...ended.finished.blocks];
  ended.close();
  return blocks;
}

/**
 * What is decided, by the place of each order in the scenario. Left out, and not the same: ids (the broker's name is in them), the price that
 * a peg comes to (the market goes on by itself; what it is apart from the quote that was seen is kept), until when a request holds (Alpaca
 * has no such bound), when looks and answers come, and into how many executions, at what prices and fees, an order falls.
 */
function decisionsIn(blocks: readonly JournalBlock[]): object {
  const parents = entriesOf({ blocks }, 'order-received');
  const nth = (id: string): number => parents.findIndex(({ parentId }) => parentId === id);
  const results = new Map(
    entriesOf({ blocks }, 'fill-result').map(({ clientOrderId, result }) => [
      clientOrderId,
      result,
    ]),
  );
  const planned = entriesOf({ blocks }, 'parent-planned').map(({ parentId, algo, plan }) => {
    const { spacing, slices, baseQuantity, remainder, maxSliceQuantity } = plan;
    return {
      order: nth(parentId),
      algo,
      spacing,
      slices,
      baseQuantity,
      remainder,
      maxSliceQuantity,
    };
  });
  const sent = entriesOf({ blocks }, 'slice-released').map((released) => {
    const { parentId, slice, childKind, clientOrderId, terms, bid, ask } = released;
    const { symbol, side, quantity, type, limitPrice, timeInForce, postOnly } = terms;
    const { outcome, reason, filled } = results.get(clientOrderId)!;
    const isPegged = limitPrice !== null && limitPrice !== 600_000;
    return {
      ...{
        order: nth(parentId),
        slice,
        childKind,
        symbol,
        side,
        quantity,
        type,
        timeInForce,
        postOnly,
      },
      limit: isPegged ? limitPrice - (side === 'buy' ? ask! : bid!) : limitPrice,
      submits: entriesOf({ blocks }, 'submit-intent').filter(
        ({ clientOrderId: id }) => id === clientOrderId,
      ).length,
      cancels: entriesOf({ blocks }, 'cancel-intent').filter(
        ({ clientOrderId: id }) => id === clientOrderId,
      ).length,
      ...{ outcome, reason, filled },
    };
  });
  const ends = entriesOf({ blocks }, 'parent-status').flatMap(({ parentId, status, filled }) =>
    isParentTerminal(status) ? [{ order: nth(parentId), status, filled }] : [],
  );
  const bySlice = (a: (typeof sent)[number], b: (typeof sent)[number]): number =>
    a.order === b.order ? a.slice - b.slice : a.order - b.order;
  return {
    planned,
    sent: sent.toSorted(bySlice),
    ends: ends.toSorted((a, b) => a.order - b.order),
  };
}

describe('the broker of a scenario', () => {
  const decided = new Map<string, ReturnType<typeof decisionsIn>>();
  const blocks = new Map<string, readonly JournalBlock[]>();
  beforeAll(async () => {
    for (const place of PLACES) {
      blocks.set(place, await blocksAt(place));
      decided.set(place, decisionsIn(blocks.get(place)!));
    }
  });

  it('LIV-1 SIM-1: is configuration: plans, orders, sends and ends are the same wherever it trades', () => {
    const simulated = decided.get('simulated');
    expect(simulated).toMatchObject({
      sent: { length: 12 },
      ends: [
        { order: 0, status: 'filled', filled: 1_300 },
        { order: 1, status: 'filled', filled: 400 },
        { order: 2, status: 'failed', filled: 0 },
        { order: 3, status: 'filled', filled: 300 },
      ],
    });
    for (const place of PLACES) expect(decided.get(place), place).toEqual(simulated);
  });

  it('LIV-1 SCH-4: what differs is what each venue promises: ids, and until when a request holds', () => {
    const intents = PLACES.map((place) =>
      entriesOf({ blocks: blocks.get(place)! }, 'submit-intent'),
    );
    const ids = intents.map((all) => all.map(({ clientOrderId }) => clientOrderId));
    expect(new Set(ids.flat()).size).toBe(12 * PLACES.length);
    const bounded = intents.map((all) => all.every(({ command }) => command.validUntil !== null));
    expect(bounded).toEqual([true, true, false, true, true]);
  });
});
