/** A process that begins on a file knows what was heard of its scenario: by what requests say, since a file holds no objects. */
import { describe, expect, it } from 'vitest';
import { stateHash } from '../../../src/core/engine/snapshot.js';
import {
  GENESIS_HASH,
  type JournalBlock,
  chainBlock,
} from '../../../src/core/state/journal-block.js';
import type { ParentId } from '../../../src/core/order/order.js';
import type { Entry } from '../../../src/core/state/entry.js';
import type { Input } from '../../../src/core/state/input.js';
import type { EpochMicros } from '../../../src/core/ground/units.js';
import type { ScheduledOrder } from '../../../src/runs/assembly.js';
import { agendaOf } from '../../../src/runs/agenda-of.js';
import { StoredDocumentError } from '../../../src/report/schema/read-report.js';
import { executeRun, prepareScenario } from '../../../src/runs/execute-run.js';
import { AskedBefore } from '../../../src/runs/paper/as-asked.js';
import { storedEngine } from '../../../src/runs/paper/stored-engine.js';
import { parseScenario } from '../../../src/runs/scenario/load.js';
import type { RawSignal } from '../../../src/core/state/signal.js';
import { signalOf } from '../../support/signal-of.js';
import { order } from '../../support/simulation-plan.js';
import { SOUND_SCENARIO } from '../damage.js';

const AT = 1 as EpochMicros;
const scheduled = (request: ScheduledOrder['request']): ScheduledOrder => ({ at: AT, request });

/** As it comes back from a file. */
const heard = (
  request: ScheduledOrder['request'],
  entries: JournalBlock['entries'] = [],
): JournalBlock => {
  const input: Input = { at: AT, kind: 'order-request', request };
  const block = chainBlock(GENESIS_HASH, 0, { input, entries });
  const [, read] = JSON.parse(block.text) as [number, Input];
  return block.withInput(read);
};

const requestIn = ({ input }: JournalBlock): unknown =>
  input.kind === 'order-request' ? input.request : null;

const GATED = {
  kind: 'order-refused',
  code: 'gate-closed',
} as unknown as JournalBlock['entries'][number];

describe('what was heard of a scenario', () => {
  it('RCV-4: is known again by what it says, the second of two alike as the second', () => {
    const [one, two, other] = [order({}), order({}), order({ idempotencyKey: 'x' })];
    const asked = new AskedBefore({ orders: [one, other, two].map(scheduled) });
    expect(requestIn(asked.asAsked(heard(one)))).toBe(one);
    expect(requestIn(asked.asAsked(heard(two)))).toBe(two);
    expect(requestIn(asked.asAsked(heard(other)))).toBe(other);
    expect(requestIn(asked.asAsked(heard(other)))).toEqual(other);
  });

  it('RCV-4: signals too are known again by what they say', () => {
    const [one, two, other] = [signalOf(), signalOf(), signalOf({ price: '42151' })];
    const asked = new AskedBefore({
      orders: [],
      signals: [one, other, two].map((signal) => ({ at: AT, signal })),
    });
    const found = (signal: RawSignal): unknown => {
      const input: Input = { at: AT, kind: 'signal', signal: structuredClone(signal) };
      const read = asked.asAsked(chainBlock(GENESIS_HASH, 0, { input, entries: [] }));
      return read.input.kind === 'signal' ? read.input.signal : null;
    };
    expect(found(one)).toBe(one);
    expect(found(two)).toBe(two);
    expect(found(other)).toBe(other);
    expect(found(other)).toEqual(other);
  });

  it('REC-1: what the gate refused is not used up by that, and a yes is to the one that was asked about', () => {
    const operator = { confirmation: null, secondFactor: 'verified' } as const;
    const asks = { ...order({}), operator };
    const asked = new AskedBefore({ orders: [scheduled(asks)] });
    expect(requestIn(asked.asAsked(heard(asks, [GATED])))).toBe(asks);
    expect(requestIn(asked.asAsked(heard(asks)))).toBe(asks);
    const confirmed = { ...asks, operator: { ...operator, confirmation: 'yes' } };
    expect(requestIn(asked.asAsked(heard(confirmed)))).toBe(asks);
  });

  it('REC-2 RCV-4: what was let in while the gate was shut and turned away after all is asked for again, as the same one', () => {
    const parentId = 'p1' as ParentId;
    const one = order({ algo: 'direct' });
    const received = { kind: 'order-received', parentId } as unknown as Entry;
    const turnedAway = { kind: 'order-refused', code: 'gate-closed', parentId } as unknown as Entry;
    const answered = (entries: readonly Entry[]): JournalBlock =>
      chainBlock(GENESIS_HASH, 0, { input: { at: AT, kind: 'started' }, entries });
    const asked = new AskedBefore({ orders: [scheduled(one)] });
    expect(requestIn(asked.asAsked(heard(one, [received])))).toBe(one);
    asked.asAsked(answered([turnedAway]));
    expect(requestIn(asked.asAsked(heard(one, [received])))).toBe(one);
    // Whoever begins on the file hears of the refusal, too.
    const blocks = [answered([]), answered([turnedAway])];
    const chained = blocks.reduce<JournalBlock[]>((chain, { input, entries }) => {
      const hash = chain.at(-1)?.hash ?? GENESIS_HASH;
      return [...chain, chainBlock(hash, chain.length, { input, entries })];
    }, []);
    const stored = storedEngine({ blocks: () => chained }, { orders: [scheduled(one)] });
    expect(stored?.blocks).toHaveLength(1);
  });

  it('RCV-2: the file of a run folds to its state; every order and signal of it was heard', async () => {
    const loaded = parseScenario('s.yaml', SOUND_SCENARIO);
    const ended = executeRun(await prepareScenario(loaded));
    const blocks = [...ended.finished.blocks];
    const agenda = agendaOf(loaded.scenario, ended.finished.virtual.start);
    const head = { seq: blocks.length, hash: blocks.at(-1)!.hash };
    const stored = storedEngine({ blocks: () => blocks }, agenda)!;
    expect(stateHash(stored.state)).toBe(ended.finished.stateHash);
    expect(stored.head).toEqual(head);
    const requests = new Set(stored.blocks.map(requestIn));
    for (const { request } of agenda.orders) expect(requests.has(request)).toBe(true);
    expect(stored.unasked).toEqual([]);
    const without = storedEngine({ blocks: () => blocks }, { ...agenda, orders: [] })!;
    expect(without.unasked).toHaveLength(agenda.orders.length);
    expect(storedEngine({ blocks: () => [] }, agenda)).toBeNull();
    ended.close();
  });

  it('F:PRC7: an entry of a kind that this build does not know is not passed over: the file is refused', () => {
    const { input } = heard(order({}));
    const later = { kind: 'order-split', parts: 2 } as unknown as JournalBlock['entries'][number];
    const block = chainBlock(GENESIS_HASH, 0, { input, entries: [later] });
    const read = () => storedEngine({ blocks: () => [block] }, { orders: [] });
    expect(read).toThrow(StoredDocumentError);
    expect(read).toThrow(/block 0 .* "order-split", .* a newer one wrote it\n {2}fix: go on with/);
  });
});
