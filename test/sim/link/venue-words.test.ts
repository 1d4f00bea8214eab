/**
 * What travels on the link: the venue's words and nothing of ours; what the client makes of each reply and of each loss;
 * and one fault object on two seams, the simulated link and a venue that is reached through text.
 */
import { describe, expect, it } from 'vitest';
import type { EffectKind } from '../../../src/core/order/error-classes.js';
import type { EffectOutcome, ReadAnswer } from '../../../src/core/order/outcome.js';
import type {
  ClientReply,
  VenueQuery,
  VenueRequest,
} from '../../../src/core/order/venue-message.js';
import { epochMicros, millis, seconds } from '../../../src/core/ground/units.js';
import type { BrokerCommand } from '../../../src/core/state/command.js';
import { VirtualClock } from '../../../src/sim/clock/virtual-clock.js';
import { type FaultSpec, buildFaults } from '../../../src/sim/fault/fault-set.js';
import * as words from '../../../src/core/state/client-words.js';
import type { LinkReply } from '../../../src/sim/link/messages.js';
import { SIM_ERROR_CLASSES } from '../../../src/sim/link/sim-error-classes.js';
import { RandomStreams } from '../../../src/sim/random/random.js';
import { AsyncBroker } from '../../contract/async-broker.js';
import { cancelOf, readOrder, replaceOf, submitOf } from '../../contract/broker-rig.js';
import { RESTING, ScriptedVenue } from '../../contract/scripted-venue.js';
import { LinkRig, START } from './link-rig.js';

const outcomeOf = (reply: ClientReply, asked: EffectKind): EffectOutcome =>
  words.outcomeOf(reply, asked, SIM_ERROR_CLASSES);
const answerOf = (asked: VenueQuery, reply: ClientReply): ReadAnswer =>
  words.answerOf(asked, reply, SIM_ERROR_CLASSES);

const symbol = RESTING.symbol;
const submit = submitOf(RESTING);
const { clientOrderId } = submit;
const COMMANDS: readonly BrokerCommand[] = [
  submit,
  replaceOf(submit, 2),
  cancelOf(clientOrderId, symbol),
  readOrder(clientOrderId, symbol),
  { kind: 'read-executions', readId: 901, clientOrderId, symbol },
  { kind: 'read-open-orders', readId: 902, limit: 500, cursor: null },
  { kind: 'read-history', readId: 903, after: epochMicros(0), cursor: null },
  { kind: 'read-positions', readId: 904 },
];

describe('what travels on the link', () => {
  it('SIM-1: is in the words of a venue: no parent, no attempt, no number of a read', () => {
    const seen: VenueRequest[] = [];
    const rig = new LinkRig({
      activations: () => 0,
      spans: () => [],
      requestLeaves: ({ request }) => {
        seen.push(request);
        return null;
      },
    });
    for (const command of COMMANDS) rig.sendAt(0, command);
    rig.readAt(0, { kind: 'read-depth', readId: 905, symbol, levels: 3 });
    rig.run();
    expect(seen).toHaveLength(COMMANDS.length + 1);
    const keys = new Set(seen.flatMap((request) => Object.keys(request)));
    expect([...keys].sort()).toEqual([
      'after',
      'clientOrderId',
      'cursor',
      'kind',
      'levels',
      'limit',
      'limitPrice',
      'newClientOrderId',
      'quantity',
      'sentAt',
      'symbol',
      'terms',
      'validUntil',
    ]);
    // A wire can carry it: nothing is lost by way of text.
    for (const request of seen) expect(JSON.parse(JSON.stringify(request))).toEqual(request);
  });

  it('counts every kind of request as it leaves, and no submit that was vetoed', () => {
    const rig = new LinkRig([{ kind: 'outage', values: { at: millis(0), for: seconds(1) } }]);
    for (const command of COMMANDS) rig.sendAt(0, command);
    rig.sendAt(0, submitOf(RESTING), () => ({ code: 'limit', text: '' }));
    rig.readAt(0, { kind: 'read-depth', readId: 905, symbol, levels: 3 });
    rig.readAt(0, { kind: 'read-volume', readId: 906, symbol });
    rig.run();
    expect(Object.fromEntries(rig.link.sent)).toEqual({
      submit: 1,
      replace: 1,
      cancel: 1,
      'query-order': 1,
      'query-executions': 1,
      'query-open-orders': 1,
      'query-history': 1,
      'query-positions': 1,
      'query-depth': 1,
    });
  });
});

describe('what a client makes of a reply', () => {
  const orderQuery: VenueQuery = { kind: 'query-order', clientOrderId };

  it.each(['timeout', 'reset', '5xx', 'truncated', 'unparsable'] as const)(
    'SCH-4 FIL-4: a loss (%s) says nothing about the request',
    (shape) => {
      const lost: LinkReply = { kind: 'lost', shape };
      expect(outcomeOf(lost, 'submit')).toEqual({ kind: 'unknown', shape });
      expect(answerOf(orderQuery, lost)).toMatchObject({ kind: 'failed', failure: 'ambiguous' });
    },
  );

  it('SCH-4: a 429 proves that nothing happened and says when to come back', () => {
    const reply: LinkReply = { kind: 'rate-limited', retryAfter: seconds(3) };
    const retryAfter = seconds(3);
    expect(outcomeOf(reply, 'submit')).toMatchObject({
      kind: 'not-sent',
      reason: 'rate-limited',
      retryAfter,
    });
    expect(answerOf(orderQuery, reply)).toMatchObject({ failure: 'rate-limited', retryAfter });
  });

  it('SCH-4 F:SUB8: a refused clock proves that nothing happened, and is no ambiguous answer', () => {
    const reply: LinkReply = { kind: 'rejected', code: '-1021', text: 'outside of the window' };
    for (const effect of ['submit', 'cancel', 'replace'] as const)
      expect(outcomeOf(reply, effect)).toEqual({
        kind: 'not-sent',
        reason: 'clock-refused',
        retryAfter: null,
        veto: null,
      });
    expect(answerOf(orderQuery, reply)).toMatchObject({ failure: 'clock-refused' });
    const venueTime = epochMicros(7);
    expect(answerOf({ kind: 'query-time' }, { kind: 'time', venueTime })).toEqual({
      kind: 'time',
      venueTime,
    });
  });

  it('SCH-4: a reply to something else is none', () => {
    expect(outcomeOf({ kind: 'positions', positions: [] }, 'submit')).toEqual({
      kind: 'unknown',
      shape: 'unparsable',
    });
    for (const reply of [
      { kind: 'positions', positions: [] },
      { kind: 'exists', text: '' },
    ] as const) {
      expect(answerOf(orderQuery, reply)).toMatchObject({ kind: 'failed', failure: 'ambiguous' });
    }
  });
});

describe('what a client makes of a request that did not leave', () => {
  it('SCH-4: nothing happened, and a read was not answered', () => {
    const reply: ClientReply = {
      kind: 'not-sent',
      reason: 'connection-refused',
      retryAfter: null,
      veto: null,
    };
    expect(outcomeOf(reply, 'submit')).toBe(reply);
    expect(answerOf({ kind: 'query-time' }, reply)).toMatchObject({ failure: 'not-sent' });
  });
});

describe('one fault object, two seams', () => {
  const specs: readonly FaultSpec[] = [
    { kind: 'reject', values: { probability: 0.3 } },
    { kind: 'ack-lost', values: { probability: 0.3, shape: '5xx' } },
    { kind: 'ack-lost', values: { probability: 0.2, shape: 'timeout' } },
  ];
  const submits = Array.from({ length: 120 }, () => submitOf(RESTING));
  const worded = (outcome: EffectOutcome): string =>
    outcome.kind === 'unknown' ? `unknown ${outcome.shape}` : outcome.kind;

  async function behindText(): Promise<ReadonlyMap<string, string>> {
    const clock = new VirtualClock(START);
    const broker = new AsyncBroker({
      clock,
      random: new RandomStreams(3).of('turns'),
      timeout: seconds(5),
      faults: buildFaults(specs, { seed: 7, start: START, firstSymbol: symbol }),
    });
    broker.connect(new ScriptedVenue(broker));
    const outcomes = new Map<string, string>();
    broker.reports$.subscribe((input) => {
      if (input.kind === 'outcome') outcomes.set(input.clientOrderId, worded(input.outcome));
    });
    for (const one of submits) broker.send(one, () => null);
    await broker.settled();
    while (clock.runOne()) await broker.settled();
    return outcomes;
  }

  it('SIM-4: behind text it hits the same requests and is classified as the same outcomes', async () => {
    const rig = new LinkRig(specs);
    for (const [index, one] of submits.entries()) rig.sendAt(index, one);
    rig.run();
    const onLink = new Map(
      rig.heard.flatMap(({ input }) =>
        input.kind === 'outcome' ? [[input.clientOrderId, worded(input.outcome)] as const] : [],
      ),
    );
    expect(new Set(onLink.values())).toEqual(
      new Set(['accepted', 'rejected', 'unknown 5xx', 'unknown timeout']),
    );
    const apart = await behindText();
    for (const [id, outcome] of onLink) expect(apart.get(id)).toBe(outcome);
    expect(apart.size).toBe(onLink.size);
  });

  it('SIM-4: what one fault does to a request never moves what another draws for the next of its key', () => {
    const refusedAt = (faults: readonly FaultSpec[]): readonly number[] => {
      const rig = new LinkRig(faults);
      for (let index = 0; index < 80; index += 1) rig.sendAt(index * 100, submit);
      rig.run();
      return rig.heard.flatMap(({ ms, input }) =>
        input.kind === 'outcome' && input.outcome.kind === 'rejected' ? [ms] : [],
      );
    };
    const reject: FaultSpec = { kind: 'reject', values: { probability: 0.5 } };
    const calm = refusedAt([reject]);
    const broken = refusedAt([
      reject,
      { kind: 'outage', values: { paths: ['submit'], at: millis(1_000), for: seconds(2) } },
    ]);
    expect(broken.length).toBeLessThan(calm.length);
    expect(broken).toEqual(calm.filter((ms) => ms < 1_000 || ms > 3_000));
  });
});
