/** Faults on requests, replies and answers, on a link with constant latencies: what the client hears, and what the venue saw. */
import { describe, expect, it } from 'vitest';
import { millis, seconds } from '../../../src/core/ground/units.js';
import type { FaultValues } from '../../../src/sim/fault/parameter.js';
import { cancelOf, submitOf } from '../../contract/broker-rig.js';
import { MARKETABLE, RESTING } from '../../contract/scripted-venue.js';
import { LinkRig } from '../link/link-rig.js';

const withFault = (kind: string, values: FaultValues): LinkRig => new LinkRig([{ kind, values }]);
const ALL = { probability: 1 };
const { symbol } = RESTING;

/** One resting order, and after a second what the venue says of it and of its executions. */
function asked(kind: string, values: FaultValues, terms = RESTING): LinkRig {
  const rig = withFault(kind, values);
  const submit = submitOf(terms);
  const { clientOrderId } = submit;
  rig.sendAt(0, submit);
  rig.sendAt(1_000, { kind: 'read-order', readId: 1, clientOrderId, symbol });
  rig.sendAt(1_000, { kind: 'read-executions', readId: 2, clientOrderId, symbol });
  return rig.run();
}

/** The answer to a read, as text. */
const answerTo = (rig: LinkRig, read: number): string => {
  for (const { input } of rig.heard) {
    if (input.kind !== 'answer' || input.readId !== read) continue;
    const { answer } = input;
    if (answer.kind === 'order')
      return answer.order === null
        ? 'not found'
        : `${answer.order.status ?? '-'} "${answer.order.venueWord}" ${answer.order.cumQty ?? '-'}`;
    if (answer.kind === 'executions') return `${answer.executions.length} executions`;
    return answer.kind === 'failed' ? `failed: ${answer.failure}` : answer.kind;
  }
  return 'nothing';
};

describe('faults on requests', () => {
  it('F:SUB1 F:CAN1 F:CAN5: request-lost: the venue never sees them, the client times out', () => {
    const rig = withFault('request-lost', ALL);
    const submit = submitOf(RESTING);
    rig.sendAt(0, submit);
    rig.sendAt(1, cancelOf(submit.clientOrderId, symbol));
    rig.sendAt(2, { kind: 'read-positions', readId: 1 });
    expect(rig.run().trace()).toEqual([
      '62 answer positions',
      '5000 submit unknown: timeout',
      '5001 cancel unknown: timeout',
    ]);
    expect(rig.venue.arrivals).toEqual([]);
  });

  it('F:CAN5: request-lost: of two cancels one is lost', () => {
    const rig = withFault('request-lost', { nth: 2, paths: ['cancel'] });
    const orders = [submitOf(RESTING), submitOf(RESTING)];
    for (const order of orders) {
      rig.sendAt(0, order);
      rig.sendAt(100, cancelOf(order.clientOrderId, symbol));
    }
    expect(rig.run().trace().slice(4)).toEqual([
      '122 report canceled',
      '125 cancel accepted',
      '5100 cancel unknown: timeout',
    ]);
  });

  it('F:SUB3 F:CAN6: late-arrival: lives after it was given up, and a cancel overtakes it', () => {
    const rig = withFault('late-arrival', { nth: 1, delay: seconds(7) });
    const submit = submitOf(RESTING);
    rig.sendAt(0, submit);
    rig.sendAt(100, cancelOf(submit.clientOrderId, symbol));
    expect(rig.run().trace()).toEqual([
      '125 cancel rejected',
      '5000 submit unknown: timeout',
      '7027 report accepted',
    ]);
  });

  it('F:SUB4: request-repeated: the venue gets two, the client one reply', () => {
    const rig = withFault('request-repeated', { ...ALL, delay: seconds(1) });
    rig.sendAt(0, submitOf(RESTING));
    expect(rig.run().trace()).toEqual(['27 report accepted', '30 submit accepted']);
    expect(rig.venue.arrivals).toHaveLength(2);
  });

  it('F:SUB14: terms-rounded: the venue holds less, at a price of its own', () => {
    const rig = withFault('terms-rounded', { ...ALL, lots: RESTING.quantity - 1, ticks: 7 });
    rig.sendAt(0, submitOf(RESTING));
    expect(rig.run().trace()).toEqual(['27 report accepted', '30 submit accepted']);
    const [arrived] = rig.venue.arrivals;
    const terms = arrived?.kind === 'submit' ? arrived.terms : RESTING;
    expect(terms.quantity).toBe(RESTING.quantity - 1);
    const off = (RESTING.limitPrice ?? 0) - (terms.limitPrice ?? 0);
    expect([off >= 0 && off < 7, (terms.limitPrice ?? 0) % 7]).toEqual([true, 0]);
  });

  it('F:SUB15: maintenance: 503 to everything, nothing is handed on', () => {
    const rig = withFault('maintenance', { at: millis(10), for: millis(20) });
    rig.sendAt(0, submitOf(RESTING));
    rig.sendAt(20, submitOf(MARKETABLE));
    expect(rig.run().trace()).toEqual([
      '30 submit unknown: 5xx',
      '47 report accepted',
      '47 report trade',
      '50 submit accepted',
    ]);
    expect(rig.venue.arrivals).toHaveLength(1);
  });
});

describe('faults on replies', () => {
  it('F:SUB10 F:FIL2: slow-reply: the fill is told before the order is acknowledged', () => {
    const rig = withFault('slow-reply', { ...ALL, from: seconds(2), to: seconds(2) });
    rig.sendAt(0, submitOf(MARKETABLE));
    expect(rig.run().trace()).toEqual([
      '27 report accepted',
      '27 report trade',
      '2030 submit accepted',
    ]);
  });

  it('F:SUB10: slow-reply: a delay is drawn between its bounds; past the timeout nothing comes', () => {
    const rig = withFault('slow-reply', { ...ALL, from: seconds(1), to: seconds(60) });
    for (let count = 0; count < 40; count += 1) rig.sendAt(0, submitOf(RESTING));
    const ends = rig
      .run(100_000)
      .trace()
      .filter((line) => line.includes('submit'))
      .map((line) => Number.parseInt(line, 10));
    expect(ends).toHaveLength(40);
    expect(Math.min(...ends)).toBeGreaterThan(1_000);
    expect(Math.max(...ends)).toBe(5_000);
    expect(new Set(ends).size).toBeGreaterThan(5);
  });

  it.each(['unparsable', 'truncated'])('F:SUB11: garbled-reply: %s is unknown', (shape) => {
    const rig = withFault('garbled-reply', { ...ALL, shape });
    rig.sendAt(0, submitOf(RESTING));
    rig.sendAt(0, { kind: 'read-positions', readId: 1 });
    expect(rig.run().trace()).toEqual([
      '27 report accepted',
      `30 submit unknown: ${shape}`,
      '60 answer failed',
    ]);
    expect(answerTo(rig, 1)).toBe('failed: ambiguous');
  });
});

describe('cancel-pretended', () => {
  const canceled = (values: FaultValues): LinkRig => {
    const rig = withFault('cancel-pretended', { ...ALL, ...values });
    const submit = submitOf(RESTING);
    rig.sendAt(0, submit);
    rig.sendAt(100, cancelOf(submit.clientOrderId, symbol));
    const { clientOrderId } = submit;
    rig.sendAt(1_000, { kind: 'read-order', readId: 1, clientOrderId, symbol });
    rig.sendAt(4_000, { kind: 'read-order', readId: 2, clientOrderId, symbol });
    return rig.run();
  };
  const orderIs = (rig: LinkRig): readonly string[] => [answerTo(rig, 1), answerTo(rig, 2)];

  it('F:FIL3: takes effect later: it lives when it was confirmed dead', () => {
    const rig = canceled({ delay: seconds(2) });
    expect(rig.trace().slice(2, 4)).toEqual(['125 cancel accepted', '1060 answer order']);
    expect(orderIs(rig)).toEqual(['accepted "accepted" 0', 'canceled "canceled" 0']);
  });

  it('F:CAN2: never takes effect', () => {
    const rig = canceled({});
    expect(orderIs(rig)).toEqual(['accepted "accepted" 0', 'accepted "accepted" 0']);
    expect(rig.venue.arrivals).toHaveLength(1);
  });

  it('F:CAN4: is said to be pending, by queries too, until it takes effect', () => {
    const rig = canceled({ delay: seconds(2), says: 'pending-cancel' });
    expect(orderIs(rig)).toEqual(['pending_cancel "pending_cancel" 0', 'canceled "canceled" 0']);
  });

  it('F:CAN4: is not too old when the venue carries it out', () => {
    const sentAt = (delay: number): number | undefined =>
      canceled({ delay: seconds(delay) }).venue.arrivals[1]?.sentAt;
    expect(sentAt(2)).toBe((sentAt(1) ?? 0) + seconds(1));
  });

  it('leaves alone what is not open', () => {
    const rig = withFault('cancel-pretended', ALL);
    const submit = submitOf(MARKETABLE);
    rig.sendAt(0, submit);
    rig.sendAt(100, cancelOf(submit.clientOrderId, symbol));
    expect(rig.run().trace()).toContain('125 cancel rejected');
  });
});

/** What lies about orders knows them although a fault before it loses the whole stream. */
describe('F:QRY1 F:QRY2 F:CAN2 behind an outage of the stream', () => {
  const GONE = { kind: 'outage', values: { paths: ['stream'], at: millis(0), for: seconds(60) } };
  it.each([
    ['order-hidden', { ...ALL, lag: seconds(5) }],
    ['cancel-pretended', ALL],
    ['stale-answer', { ...ALL, age: millis(1) }],
  ] as const)('%s acts on orders that the stream never told of', (kind, values) => {
    const rig = new LinkRig([GONE, { kind, values }]);
    const submit = submitOf(RESTING);
    const { clientOrderId } = submit;
    rig.sendAt(0, submit);
    rig.sendAt(500, cancelOf(clientOrderId, symbol));
    rig.sendAt(1_000, { kind: 'read-order', readId: 1, clientOrderId, symbol });
    const said = {
      'order-hidden': 'not found',
      'cancel-pretended': 'accepted "accepted" 0',
      'stale-answer': 'canceled "canceled" 0',
    };
    expect(answerTo(rig.run(), 1)).toBe(said[kind]);
  });
});

describe('faults on answers', () => {
  it('F:QRY1: order-hidden: neither the order nor its executions are known for a while', () => {
    const hidden = asked('order-hidden', { ...ALL, lag: seconds(5) }, MARKETABLE);
    expect([answerTo(hidden, 1), answerTo(hidden, 2)]).toEqual(['not found', '0 executions']);
    const shown = asked('order-hidden', { ...ALL, lag: millis(500) }, MARKETABLE);
    expect([answerTo(shown, 1), answerTo(shown, 2)]).toEqual(['filled "filled" 3', '1 executions']);
  });

  it('F:QRY3: false-not-found: the order is denied, its executions are told', () => {
    const rig = asked('false-not-found', { nth: 1 }, MARKETABLE);
    expect([answerTo(rig, 1), answerTo(rig, 2)]).toEqual(['not found', '1 executions']);
  });

  it('F:QRY2: stale-answer: as it was up to so long ago, each answer of its own age', () => {
    const rig = withFault('stale-answer', { ...ALL, age: seconds(4) });
    const submit = submitOf(RESTING);
    const { clientOrderId } = submit;
    rig.sendAt(0, submit);
    rig.sendAt(1_500, cancelOf(clientOrderId, symbol));
    for (let read = 1; read <= 40; read += 1)
      rig.sendAt(2_000 + read, { kind: 'read-order', readId: read, clientOrderId, symbol });
    rig.run();
    const answers = new Set(Array.from({ length: 40 }, (_, index) => answerTo(rig, index + 1)));
    expect([...answers].toSorted()).toEqual([
      'accepted "accepted" 0',
      'canceled "canceled" 0',
      'not found',
    ]);
  });

  it('F:QRY2: stale-answer: executions younger than its age are not told', () => {
    // The age is drawn up to this, by an id that differs from run to run: so long that it is never a young one.
    const rig = asked('stale-answer', { ...ALL, age: seconds(100_000_000) }, MARKETABLE);
    expect([answerTo(rig, 1), answerTo(rig, 2)]).toEqual(['not found', '0 executions']);
  });

  it.each([
    ['quantity', 'filled "filled" -'],
    ['status', '- "" 3'],
    ['known-status', '- "being_looked_into" 3'],
    ['all', '- "" -'],
  ])('F:QRY6: blank-answer: without %s', (lacks, expected) => {
    expect(answerTo(asked('blank-answer', { ...ALL, lacks }, MARKETABLE), 1)).toBe(expected);
  });

  it('F:QRY9: quantity-falls: half of what was filled, and open', () => {
    const rig = asked('quantity-falls', ALL, MARKETABLE);
    expect(answerTo(rig, 1)).toBe('partially_filled "partially_filled" 1');
    expect(answerTo(asked('quantity-falls', ALL), 1)).toBe('accepted "accepted" 0');
  });
});
