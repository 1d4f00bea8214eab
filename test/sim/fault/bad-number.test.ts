/** Numbers that cannot be read, and what a client has in hand then, on a link with constant latencies. */
import { describe, expect, it } from 'vitest';
import { millis, plus } from '../../../src/core/ground/units.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { cancelOf, readOrder, submitOf } from '../../contract/broker-rig.js';
import { MARKETABLE, RESTING } from '../../contract/scripted-venue.js';
import { LinkRig, START } from '../link/link-rig.js';

const symbol = 'BTCUSDT';
const at = (ms: number) => plus(START, millis(ms));
const bad = (values: FaultValues = {}) => [
  { kind: 'bad-number', values: { at: millis(0), for: millis(1_000), ...values } },
];

describe('F:MD8 bad-number', () => {
  it('an effect that was answered so is unknown and was done; its reports are dropped', () => {
    const rig = new LinkRig(bad());
    rig.sendAt(0, submitOf(MARKETABLE));
    expect(rig.run().trace()).toEqual(['30 submit unknown: unparsable']);
    expect(rig.venue.arrivals).toHaveLength(1);
    expect(rig.faults.activations(rig.clock.now()).get('bad-number')).toBe(3);
  });

  it('F:MD8: a read that was answered so has failed as ambiguous, of the order, its executions and depth', () => {
    const rig = new LinkRig(bad({ at: millis(500) }));
    const { clientOrderId, ...submit } = submitOf(MARKETABLE);
    rig.sendAt(0, { ...submit, clientOrderId });
    rig.sendAt(600, readOrder(clientOrderId, symbol));
    rig.sendAt(700, { kind: 'read-executions', readId: 2, clientOrderId, symbol });
    rig.readAt(800, { kind: 'read-depth', readId: 3, symbol, levels: 2 });
    rig.run();
    const answers = [...rig.heard, ...rig.seen].flatMap(({ input }) =>
      input.kind === 'answer' ? [input.answer] : [],
    );
    const failed = {
      kind: 'failed',
      failure: 'ambiguous',
      retryAfter: null,
      text: 'no answer: unparsable',
    };
    expect(answers).toEqual([failed, failed, failed]);
  });

  it('F:MD8: a refusal, an order that is not there and empty lists have no numbers', () => {
    const rig = new LinkRig(bad());
    const missing = submitOf(RESTING).clientOrderId;
    rig.sendAt(0, cancelOf(missing, symbol));
    rig.sendAt(1, readOrder(missing, symbol));
    rig.sendAt(2, { kind: 'read-open-orders', readId: 1, limit: 500, cursor: null });
    rig.sendAt(3, { kind: 'read-positions', readId: 2 });
    expect(rig.run().trace()).toEqual([
      '25 cancel rejected',
      '61 answer order',
      '62 answer open-orders',
      '63 answer positions',
    ]);
  });

  it('F:MD8: a quote that cannot be read is dropped: the one before stays and grows old', () => {
    const rig = new LinkRig(bad({ at: millis(100), for: millis(100) }));
    for (const ms of [50, 120, 194, 195]) rig.quotes.quote(at(ms), 0, ms, 1, ms + 1, 1);
    expect([199, 200].map((ms) => rig.board.latest(at(ms))?.bid)).toEqual([50, 195]);
    expect(rig.board.aliveAt(at(199))).toBe(at(55));
    expect(rig.faults.activations(at(300)).get('bad-number')).toBe(1);
  });

  it('F:MD8: by share, and only on its paths', () => {
    const bids = (probability: number, paths?: readonly string[]): number => {
      const rig = new LinkRig(bad({ probability, ...(paths === undefined ? {} : { paths }) }));
      const seen = new Set<number | undefined>();
      for (let ms = 1; ms <= 200; ms += 1) {
        rig.quotes.quote(at(ms), 0, ms, 1, ms + 1, 1);
        seen.add(rig.board.latest(at(ms + 5))?.bid);
      }
      return seen.size;
    };
    expect(bids(0)).toBe(200);
    expect(bids(1)).toBe(1);
    expect(bids(0.5)).toBeGreaterThan(70);
    expect(bids(0.5)).toBeLessThan(130);
    expect(bids(1, ['submit', 'stream'])).toBe(200);
    const rig = new LinkRig(bad({ paths: ['feed', 'query'] }));
    rig.sendAt(0, submitOf(RESTING));
    expect(rig.run().trace()).toEqual(['27 report accepted', '30 submit accepted']);
  });
});
