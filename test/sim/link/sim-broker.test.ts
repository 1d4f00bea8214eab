/** The simulated broker: the times and orders of the port, and everything a fault may do to a message on the way. */
import { describe, expect, it } from 'vitest';
import type { BrokerRead } from '../../../src/core/state/command.js';
import { micros, millis, plus, seconds } from '../../../src/core/ground/units.js';
import type { LinkFault } from '../../../src/sim/fault/link-fault.js';
import type { LinkRequest } from '../../../src/sim/link/messages.js';
import { linkLatency } from '../../../src/sim/link/link-latency.js';
import { RandomStreams } from '../../../src/sim/random/random.js';
import { cancelOf, submitOf } from '../../contract/broker-rig.js';
import { MARKETABLE, RESTING } from '../../contract/scripted-venue.js';
import { LATENCY, LinkRig, START } from './link-rig.js';

const readOpen: BrokerRead = { kind: 'read-open-orders', readId: 1, limit: 500, cursor: null };

describe('simulated broker', () => {
  it('SIM-3: each path takes its own latency, one way', () => {
    const rig = new LinkRig();
    const resting = submitOf(RESTING);
    rig.sendAt(0, submitOf(MARKETABLE));
    rig.sendAt(100, resting);
    rig.sendAt(200, cancelOf(resting.clientOrderId, RESTING.symbol));
    rig.sendAt(300, readOpen);
    expect(rig.run().trace()).toEqual([
      '27 report accepted',
      '27 report trade',
      '30 submit accepted',
      '127 report accepted',
      '130 submit accepted',
      '222 report canceled',
      '225 cancel accepted',
      '360 answer open-orders',
    ]);
    expect(rig.venue.arrivals.map(({ sentAt }) => sentAt - START)).toEqual([0, 100_000, 200_000]);
  });

  it('SIM-3: a cancel takes as long as a submit when nothing is said of it', () => {
    const { cancel: _own, ...rest } = LATENCY;
    const latency = linkLatency(rest, new RandomStreams(7));
    expect(latency.cancel.sample()).toBe(latency.submit.sample());
  });

  it('asks the guard at the departure, after everything else of the instant', () => {
    const rig = new LinkRig();
    const order: string[] = [];
    rig.sendAt(0, submitOf(MARKETABLE), () => {
      order.push('guard');
      return null;
    });
    rig.clock.schedule(START, 2, () => order.push('wake of the same instant'));
    rig.run();
    expect(order).toEqual(['wake of the same instant', 'guard']);
  });

  it('answers a veto at once, in the instant of the departure', () => {
    const rig = new LinkRig();
    rig.sendAt(5, submitOf(MARKETABLE), () => ({ code: 'limit', text: '' }));
    expect(rig.run().trace()).toEqual(['5 submit not-sent: vetoed']);
  });

  it('takes the state of a query as it arrives at the venue', () => {
    const rig = new LinkRig();
    rig.sendAt(0, readOpen);
    // Arrives at 29 ms, one before the query.
    rig.sendAt(9, submitOf(RESTING));
    rig.run();
    const answer = rig.heard.find(({ input }) => input.kind === 'answer')!;
    expect(answer).toMatchObject({
      ms: 60,
      input: { answer: { orders: [{ status: 'accepted' }] } },
    });
  });

  it('SCH-4 F:SUB10: gives up after its timeout; the answer that comes later is dropped', () => {
    const slow = { kind: 'constant', latency: seconds(4) } as const;
    const rig = new LinkRig([], { submit: slow, ack: slow });
    const submit = submitOf(MARKETABLE);
    rig.sendAt(0, submit);
    expect(rig.run().trace()).toEqual([
      '4007 report accepted',
      '4007 report trade',
      '5000 submit unknown: timeout',
    ]);
  });

  it('SCH-4 F:SUB3: a request slower than the timeout still reaches the venue', () => {
    const rig = new LinkRig([], { submit: { kind: 'constant', latency: seconds(7) } });
    rig.sendAt(0, submitOf(MARKETABLE));
    expect(rig.run().trace()).toEqual([
      '5000 submit unknown: timeout',
      '7007 report accepted',
      '7007 report trade',
    ]);
  });

  it('leaves no timer behind once everything is answered', () => {
    const rig = new LinkRig();
    for (let ms = 0; ms < 10; ms += 1) rig.sendAt(ms, submitOf(MARKETABLE));
    rig.run(1_000);
    expect(rig.heard).toHaveLength(30);
    expect(rig.clock.pending).toBe(0);
  });

  it('tells the venue when a request left and how long it is good', () => {
    const rig = new LinkRig();
    const validUntil = plus(START, seconds(1));
    rig.sendAt(3, { ...submitOf(MARKETABLE), validUntil });
    rig.run();
    expect(rig.venue.arrivals).toMatchObject([{ sentAt: plus(START, millis(3)), validUntil }]);
  });

  it('SIM-3 F20: requests overtake each other, the order stream does not', () => {
    const drawn = { kind: 'empirical', samples: [millis(1), millis(50), millis(400)] } as const;
    const rig = new LinkRig([], { submit: drawn, stream: drawn });
    const submits = Array.from({ length: 60 }, () => submitOf(RESTING));
    for (const [index, submit] of submits.entries()) rig.sendAt(index * 10, submit);
    rig.run();
    const arrived = rig.venue.arrivals.map(({ clientOrderId }) => clientOrderId);
    expect(arrived).not.toEqual(submits.map(({ clientOrderId }) => clientOrderId));
    const reported = rig.heard.flatMap(({ input }) =>
      input.kind === 'execution-report' ? [input.report.clientOrderId] : [],
    );
    expect(reported).toEqual(arrived);
  });

  it('SIM-4: what a fault does to one message moves no other', () => {
    const drawn = { kind: 'lognormal', median: millis(20), sigma: 0.5 } as const;
    const every = { submit: drawn, cancel: drawn, ack: drawn, query: drawn, stream: drawn };
    const submits = Array.from({ length: 40 }, () => submitOf(RESTING));
    const lost = new Set(
      submits.filter((_, index) => index % 3 === 0).map(({ clientOrderId }) => clientOrderId),
    );
    const timesOf = (fault: LinkFault | []): ReadonlyMap<string, number> => {
      const rig = new LinkRig(fault, every);
      for (const [index, submit] of submits.entries()) rig.sendAt(index * 1_000, submit);
      rig.run();
      return new Map(
        rig.heard.flatMap(({ ms, input }) =>
          input.kind === 'outcome' ? [[input.clientOrderId, ms] as const] : [],
        ),
      );
    };
    const calm = timesOf([]);
    const stormy = timesOf({
      activations: () => 0,
      spans: () => [],
      requestLeaves: ({ request }) =>
        request.kind === 'submit' && lost.has(request.clientOrderId) ? { kind: 'lose' } : null,
    });
    for (const submit of submits) {
      if (lost.has(submit.clientOrderId)) continue;
      expect(stormy.get(submit.clientOrderId)).toBe(calm.get(submit.clientOrderId));
    }
  });
});

describe('the seam of faults', () => {
  const fault = (hooks: Partial<LinkFault>): LinkFault => ({
    activations: () => 0,
    spans: () => [],
    ...hooks,
  });

  it('F:SUB4: a request can be delivered twice; the client still gets one answer', () => {
    const rig = new LinkRig(
      fault({
        requestLeaves: ({ request }) => ({
          kind: 'forward',
          copies: [
            { request, delay: micros(0) },
            { request, delay: millis(100) },
          ],
        }),
      }),
    );
    rig.sendAt(0, submitOf(RESTING));
    expect(rig.run().trace()).toEqual(['27 report accepted', '30 submit accepted']);
    expect(rig.venue.arrivals).toHaveLength(2);
  });

  it('F:FIL3: a request can be answered on the way and go on all the same; the client gets one answer', () => {
    for (const [end, answered] of [
      ['requestLeaves', 15],
      ['requestArrives', 35],
    ] as const) {
      const rig = new LinkRig(
        fault({
          [end]: ({ request }: LinkRequest) => ({
            kind: 'forward',
            reply: { kind: 'lost', shape: 'reset' },
            copies: [{ request, delay: millis(5) }],
          }),
        }),
      );
      rig.sendAt(0, submitOf(RESTING));
      expect(rig.run().trace()).toEqual(
        [`${answered - 5} submit unknown: reset`, '32 report accepted'].toSorted(),
      );
      expect(rig.venue.arrivals).toHaveLength(1);
    }
  });

  it('a request can be late, altered, or answered on the way', () => {
    const rig = new LinkRig(
      fault({
        requestLeaves: ({ request }) =>
          request.kind === 'cancel'
            ? { kind: 'reply', reply: { kind: 'lost', shape: 'reset' } }
            : null,
        requestArrives: ({ request }, now) =>
          request.kind === 'submit' && now < plus(START, millis(50))
            ? {
                kind: 'forward',
                copies: [{ request: { ...request, terms: RESTING }, delay: millis(40) }],
              }
            : null,
      }),
    );
    const submit = submitOf(MARKETABLE);
    rig.sendAt(0, submit);
    rig.sendAt(1, cancelOf(submit.clientOrderId, RESTING.symbol));
    expect(rig.run().trace()).toEqual([
      '11 cancel unknown: reset',
      '67 report accepted',
      '70 submit accepted',
    ]);
  });

  it('an answer can be replaced, late, or lost in any shape at either end', () => {
    const shapes = ['timeout', '5xx', 'reset'] as const;
    for (const shape of shapes) {
      for (const end of ['replyLeaves', 'replyArrives'] as const) {
        const rig = new LinkRig(fault({ [end]: () => ({ kind: 'lost', shape }) }));
        rig.sendAt(0, submitOf(RESTING));
        const ms = shape === 'timeout' ? 5_000 : 30;
        expect(rig.run().trace()).toContain(`${ms} submit unknown: ${shape}`);
      }
    }
    for (const end of ['replyLeaves', 'replyArrives'] as const) {
      const reply = { kind: 'rejected', code: 'halted', text: '' } as const;
      const rig = new LinkRig(
        fault({ [end]: () => ({ kind: 'instead', reply, delay: millis(8) }) }),
      );
      rig.sendAt(0, submitOf(RESTING));
      expect(rig.run().trace()).toContain('38 submit rejected');
    }
  });

  it('F:STR1 F:STR5 F:STR6: a report can be lost, repeated, late in order, or overtaken', () => {
    const reportsOf = (hooks: Partial<LinkFault>): readonly string[] => {
      const rig = new LinkRig(fault(hooks));
      rig.sendAt(0, submitOf(MARKETABLE));
      return rig
        .run()
        .trace()
        .filter((line) => line.includes('report'));
    };
    for (const end of ['reportLeaves', 'reportArrives'] as const) {
      const onAccepted = (verdict: unknown): Partial<LinkFault> => ({
        [end]: (report: { readonly execType: string }) =>
          report.execType === 'accepted'
            ? typeof verdict === 'function'
              ? (verdict as (r: unknown) => unknown)(report)
              : verdict
            : null,
      });
      const copies = (delays: readonly number[], inOrder: boolean): Partial<LinkFault> =>
        onAccepted((report: unknown) => ({
          kind: 'forward',
          copies: delays.map((ms) => ({ report, delay: millis(ms), inOrder })),
        }));
      expect(reportsOf(onAccepted({ kind: 'lose' }))).toEqual(['27 report trade']);
      expect(reportsOf(copies([0, 3], false)).toSorted()).toEqual([
        '27 report accepted',
        '27 report trade',
        '30 report accepted',
      ]);
      expect(reportsOf(copies([50], false))).toEqual(['27 report trade', '77 report accepted']);
    }
    const late = fault({
      reportLeaves: (report) =>
        report.execType === 'accepted'
          ? { kind: 'forward', copies: [{ report, delay: millis(50), inOrder: true }] }
          : null,
    });
    const rig = new LinkRig(late);
    rig.sendAt(0, submitOf(MARKETABLE));
    expect(rig.run().trace()).toContain('77 report trade');
  });
});
