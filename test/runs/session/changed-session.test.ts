/** What would have happened: one thing that a recorded session heard is changed, and the engine does what it has to do then. */
import { describe, expect, it } from 'vitest';
import { type ClientOrderId, venueMicros } from '../../../src/core/order/order.js';
import type { Entry } from '../../../src/core/state/entry.js';
import { type ChangedSession, changeSession } from '../../../src/runs/session/changed-session.js';
import { readChanges } from '../../../src/runs/session/changes.js';
import { compareSessions } from '../../../src/runs/session/compare-sessions.js';
import type { Session } from '../../../src/runs/session/session.js';
import { readText } from '../../../src/runs/scenario/load.js';
import { ScenarioError } from '../../../src/runs/scenario/problem.js';
import { FOUR_SLICES, recordedRun } from './support/recorded-run.js';

const session = await recordedRun();
const going = await recordedRun(
  FOUR_SLICES.replace(
    'orders:',
    'execution: { earlyStop: { onSliceFailure: continue } }\norders:',
  ).replace('slices: 4 }', 'slices: 4, completion: catch-up }'),
);

/** Two orders that rest, are looked at when their time is over, and are called off then. */
const resting = await recordedRun(
  FOUR_SLICES.replace(
    /  - \{ at: 2s.*/,
    '  - { at: 2s, side: buy, quantity: "0.4", type: limit, limitPrice: "61000", duration: 20s, slices: 2, fillTimeout: 4s }',
  ),
);

const changedBy = (text: string, of: Session = session): ChangedSession =>
  changeSession(of, readChanges('c.yaml', `changes:\n${text}`, of));

const parentOf = (outcome: ReturnType<typeof compareSessions>['recorded']) => outcome.parents[0]!;
const orderOf = (outcome: ReturnType<typeof compareSessions>['recorded'], name: string) =>
  outcome.orders.find((order) => order.name === name)!;

/** Kinds of entries about an order, in order. */
function kindsOf({ blocks }: Pick<Session, 'blocks'>, slice: number): readonly Entry['kind'][] {
  const entries = blocks.flatMap((block) => block.entries);
  const released = entries.find(
    (entry) => entry.kind === 'slice-released' && entry.slice === slice,
  );
  const id = (released as { readonly clientOrderId?: ClientOrderId } | undefined)?.clientOrderId;
  return entries
    .filter((entry) => 'clientOrderId' in entry && entry.clientOrderId === id)
    .map(({ kind }) => kind);
}

describe('a session in which', () => {
  it('LIV-5 S3: an acknowledgement and its reports are lost: unknown, looked up, found, not sent again; the same quantity, known later', () => {
    const lost = `
  - { message: acknowledgement, about: P1/3, becomes: reset }
  - { message: report, about: P1/3, nth: all, becomes: lost }`;
    const changed = changedBy(lost);
    const { recorded, changed: here, parting } = compareSessions(session, changed);
    expect(kindsOf(session, 3)).not.toContain('outcome-unknown');
    const kinds = kindsOf(changed, 3);
    expect(kinds).toContain('outcome-unknown');
    expect(kinds.filter((kind) => kind === 'submit-intent')).toHaveLength(1);
    expect(kinds.indexOf('outcome-unknown')).toBeLessThan(kinds.indexOf('fill-booked'));
    expect(changed.endedBy).toBeNull();
    expect(parentOf(here)).toMatchObject({
      status: 'filled',
      filled: '0.8',
      averagePrice: parentOf(recorded).averagePrice,
    });
    expect(orderOf(recorded, 'P1/3').knownBy).toBe('stream');
    expect(orderOf(here, 'P1/3').knownBy).toBe('poll');
    expect(orderOf(here, 'P1/3').detectedMicros).toBeGreaterThan(
      orderOf(recorded, 'P1/3').detectedMicros!,
    );
    expect(here.sent).toBe(recorded.sent);
    expect(changed.assumed.map(({ text }) => text)).toContain('read-order');
    expect(parting!.recorded).toMatchObject({ order: 'P1/3' });
  });

  it('LIV-5 L2: the reports of what filled are lost: a query finds it, once', () => {
    const { assumed, ...changed } = changedBy(
      '  - { message: report, about: P1/1, kind: trade, nth: all, becomes: lost }',
    );
    const { recorded, changed: here } = compareSessions(session, changed);
    expect(kindsOf(changed, 1).filter((kind) => kind === 'fill-booked')).toHaveLength(
      kindsOf(session, 1).filter((kind) => kind === 'fill-booked').length,
    );
    expect(orderOf(here, 'P1/1')).toMatchObject({
      filled: '0.2',
      status: 'filled',
      knownBy: 'poll',
    });
    expect(parentOf(here).filled).toBe(parentOf(recorded).filled);
    expect(assumed.every(({ kind }) => kind === 'answered')).toBe(true);
  });

  it('LIV-5: an acknowledgement is late: it comes so much later; later than the client waits it is lost', () => {
    const outcomes = (by: string) =>
      changedBy(
        `  - { message: acknowledgement, about: P1/0, becomes: { delayed: ${by} } }`,
      ).blocks.flatMap(({ input }) =>
        input.kind === 'outcome' ? [{ at: input.at, outcome: input.outcome.kind }] : [],
      );
    const acknowledged = session.blocks.find(({ input }) => input.kind === 'outcome')!.input.at;
    expect(outcomes('2s')[0]).toEqual({ at: acknowledged + 2_000_000, outcome: 'accepted' });
    expect(outcomes('30s')[0]).toMatchObject({ outcome: 'unknown' });
  });

  it('LIV-5: an order is refused: it never was, and whatever tells of it or of the account says so', () => {
    const refused =
      '  - { message: acknowledgement, about: P1/1, becomes: { rejected: no-funds } }';
    const { changed } = compareSessions(session, changedBy(refused));
    expect(parentOf(changed)).toMatchObject({ status: 'stopped_early', filled: '0.2' });
    expect(orderOf(changed, 'P1/1')).toMatchObject({
      status: 'rejected',
      filled: '0',
      knownBy: null,
    });
    expect(changed.orders.map(({ name }) => name)).toEqual(['P1/0', 'P1/1']);
  });

  it('LIV-5 FIL-7: an order is refused: the venue tells no position of it', async () => {
    const watched = await recordedRun(
      FOUR_SLICES.replace('orders:', 'execution: { positionCheck: {} }\norders:'),
    );
    const refused = changedBy(
      '  - { message: acknowledgement, about: P1/1, becomes: { rejected: no-funds } }',
      watched,
    );
    const told = refused.blocks.flatMap(({ input }) =>
      input.kind === 'answer' && input.answer.kind === 'positions' ? [input.answer.positions] : [],
    );
    expect(told.at(-1)).toEqual([{ symbol: 'BTCUSDT', quantity: 200 }]);
    const kinds = refused.blocks.flatMap(({ entries }) => entries.map(({ kind }) => kind));
    expect(kinds).not.toContain('position-adjustment');
  });

  it('LIV-5: an order leaves at another price than there: nobody knows how it would have filled', async () => {
    const pegged = await recordedRun(
      FOUR_SLICES.replace(
        'duration: 40s',
        'type: limit, limitPrice: { peg: ask }, fillTimeout: 5s, duration: 40s',
      ),
    );
    const late = `requestTimeout: 30s
changes: [{ message: answer, kind: volume, becomes: { delayed: 15s } }]`;
    const changed = changeSession(pegged, readChanges('c.yaml', late, pegged));
    expect(changed.endedBy).toMatchObject({
      text: 'leaves, and the venue of the recording never had it',
      command: { kind: 'submit', terms: { type: 'limit' } },
    });
  });

  it('LIV-5: an order leaves that never was: it ends there, and both are told up to then', () => {
    const changed = changedBy(
      '  - { message: acknowledgement, about: P1/1, becomes: { rejected: no-funds } }',
      going,
    );
    expect(changed.endedBy).toMatchObject({
      text: 'leaves, and the venue of the recording never had it',
      command: { kind: 'submit', terms: { side: 'buy', quantity: 200 } },
    });
    const { recorded, changed: here } = compareSessions(going, changed);
    expect(orderOf(here, 'P1/1').status).toBe('rejected');
    expect(parentOf(recorded).filled).toBe('0.8');
    expect(parentOf(here).filled).toBe('0.6');
  });

  it('LIV-5: what makes the engine cancel is lost: the order is not canceled because the recording cancels it, but when this engine does', () => {
    const canceledAt = ({ blocks }: Pick<Session, 'blocks'>, slice: number): number => {
      const kinds = kindsOf({ blocks }, slice);
      expect(kinds.filter((kind) => kind === 'cancel-intent')).toHaveLength(1);
      return blocks.find(
        ({ input }) => input.kind === 'execution-report' && input.report.execType === 'canceled',
      )!.input.at;
    };
    const lost = changedBy(
      '  - { message: answer, kind: order, about: P1/0, nth: all, becomes: lost }',
      resting,
    );
    const { recorded, changed } = compareSessions(resting, lost);
    expect(orderOf(recorded, 'P1/0').status).toBe('canceled');
    expect(orderOf(changed, 'P1/0').status).toBe('canceled');
    expect(canceledAt(lost, 0)).toBeGreaterThan(canceledAt(resting, 0));
    const kinds = lost.assumed.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['stays-open', 'canceled']));
    expect(lost.endedBy).toBeNull();
  });

  it('LIV-5: the answer of a start is lost: who was turned away is let in later, and what leaves later is changed as well', async () => {
    const started = await recordedRun(
      FOUR_SLICES.replace(
        'orders:',
        'faults:\n  - { kind: client-killed, at: 1s, down: 500ms }\norders:',
      ),
    );
    const asked = `
  - { message: answer, kind: open-orders, becomes: { delayed: 3s } }
  - { message: report, about: P1/0, kind: trade, nth: all, becomes: lost }`;
    const changed = changedBy(asked, started);
    const { recorded, changed: here } = compareSessions(started, changed);
    expect(parentOf(here)).toMatchObject({ filled: parentOf(recorded).filled, status: 'filled' });
    expect(changed.assumed.map(({ kind }) => kind)).toContain('moved');
    expect(changed.made.size).toBeGreaterThan(1);
    expect(orderOf(here, 'P1/0').knownBy).toBe('poll');
  });

  it('LIV-5: what was sent twice and leaves later is there by what was sent first: its own id is not taken', async () => {
    const twice = await recordedRun(readText('scenarios/directed/id-exists.yaml'));
    const changed = changedBy('  - { message: answer, kind: volume, becomes: lost }', twice);
    const entries = changed.blocks.flatMap((block) => block.entries);
    expect(entries.map(({ kind }) => kind)).not.toContain('quarantine');
    expect(changed.assumed.map(({ kind }) => kind)).toContain('moved');
    // Not before it was sent.
    const sentAt = changed.blocks.find((block) =>
      block.entries.some(({ kind }) => kind === 'submit-intent'),
    )!.input.at;
    const executions = changed.blocks.flatMap(({ input }) =>
      input.kind === 'answer' && input.answer.kind === 'executions' ? input.answer.executions : [],
    );
    expect(executions).toHaveLength(3);
    for (const { venueTime } of executions)
      expect(venueMicros(venueTime)).toBeGreaterThanOrEqual(sentAt);
    expect(parentOf(compareSessions(twice, changed).changed)).toMatchObject({
      status: 'filled',
      filled: '0.6',
    });
  });

  it('LIV-5: what came there by a second sending is answered as that was: what was said of the first, which never came, tells nothing', async () => {
    const twice = await recordedRun(
      readText('scenarios/directed/id-exists.yaml').replace(
        /faults:(\n  - .*)+/,
        'faults:\n  - { kind: request-lost, paths: [submit], nth: 1 }',
      ),
    );
    const changed = changedBy('  - { message: answer, kind: volume, becomes: lost }', twice);
    expect(kindsOf(twice, 0)).toContain('outcome-unknown');
    expect(kindsOf(changed, 0)).not.toContain('outcome-unknown');
    expect(changed.assumed.map(({ kind }) => kind)).toContain('moved');
  });

  it.each([
    ['order-by-hand', '{ message: report, kind: trade, nth: all, becomes: lost }', 'P2/0'],
    ['two-ends', '{ message: report, kind: expired, about: P1/0, becomes: lost }', 'P1/0'],
  ])(
    'LIV-5: of %s the venue is asked, and tells how it ended: an order that was adopted, one that it called filled and was not',
    async (name, change, order) => {
      const recording = await recordedRun(readText(`scenarios/directed/${name}.yaml`));
      const changed = changedBy(`  - ${change}`, recording);
      expect(changed.endedBy).toBeNull();
      const compared = compareSessions(recording, changed);
      const { status, filled } = orderOf(compared.recorded, order);
      expect(orderOf(compared.changed, order)).toMatchObject({ status, filled });
    },
  );

  it('LIV-5: what is late beyond the end is heard all the same, and changes nothing', () => {
    const late = changedBy(
      '  - { message: report, about: P1/3, nth: all, becomes: { delayed: 60s } }',
    );
    expect(late.blocks.at(-1)!.input.kind).toBe('execution-report');
    expect(late.blocks.at(-1)!.input.at).toBeGreaterThan(session.blocks.at(-1)!.input.at);
    expect(parentOf(compareSessions(session, late).changed)).toMatchObject({ filled: '0.8' });
  });

  it('LIV-5: a change whose message never comes is not made', () => {
    const changed = changedBy(`
  - { message: acknowledgement, about: P1/1, becomes: { rejected: no-funds } }
  - { message: report, about: P1/1, nth: all, becomes: lost }
  - { message: acknowledgement, about: P1/3, becomes: lost }`);
    expect([...changed.made.keys()].map(({ of }) => of.message)).toEqual(['acknowledgement']);
  });

  it('LIV-5 RCV-4: with a restart: what was on its way goes with its process, and no order is sent twice', async () => {
    const killed = await recordedRun(
      FOUR_SLICES.replace(
        'orders:',
        'faults:\n  - { kind: client-killed, at: 22.5s, down: 4s }\norders:',
      ),
    );
    const started = killed.blocks.findIndex(({ input }) => input.kind === 'started');
    expect(started).toBeGreaterThan(0);
    const unchanged = changeSession(killed, {
      requestTimeout: changesOf(killed).requestTimeout,
      changes: [],
    });
    expect(unchanged.blocks.at(-1)!.hash).toBe(killed.blocks.at(-1)!.hash);
    // Late beyond the end of the process that waited for it: nobody hears it.
    const changed = changeSession(killed, changesOf(killed));
    const [{ input: begun } = { input: null }] = changed.blocks.filter(
      ({ input }) => input.kind === 'started',
    );
    expect(begun!.at).toBe(killed.blocks[started]!.input.at);
    const heard = changed.blocks.filter(({ input }) => input.kind === 'outcome');
    expect(heard).toHaveLength(
      killed.blocks.filter(({ input }) => input.kind === 'outcome').length - 1,
    );
    const { recorded, changed: here } = compareSessions(killed, changed);
    expect(parentOf(here)).toMatchObject({ filled: parentOf(recorded).filled, status: 'filled' });
    expect(here.sent).toBe(recorded.sent);
  });
});

const changesOf = (of: Session) =>
  readChanges(
    'c.yaml',
    `changes:
  - { message: acknowledgement, about: P1/2, becomes: { delayed: 4.5s } }
  - { message: report, about: P1/2, nth: all, becomes: { delayed: 12s } }`,
    of,
  );

describe('a file of changes', () => {
  it.each([
    [
      '  - { message: acknowledgement, about: P1/9, becomes: lost }',
      /c\.yaml:2:40: changes\.0\.about: no order or fill "P1\/9"/,
    ],
    [
      '  - { message: acknowledgement, about: P1, becomes: lost }',
      /not an order at the venue[^]+P1\/0 is its first slice/,
    ],
    [
      '  - { message: report, about: P1/1, kind: canceled, becomes: lost }',
      /no report of kind "canceled" about P1\/1[^]+accepted, trade/,
    ],
    [
      '  - { message: report, about: P1/1, nth: 9, becomes: lost }',
      /no report about P1\/1 number 9: the recording has \d/,
    ],
    ['  - { message: report, about: P1/1, becomes: reset }', /nobody waits for a report/],
    [
      '  - { message: report, about: P1/1, becomes: { rejected: x } }',
      /only the acknowledgement of a submit/,
    ],
    [
      `  - { message: report, about: P1/1, nth: all, becomes: lost }
  - { message: report, about: P1/1.1, becomes: { delayed: 1s } }`,
      /c\.yaml:3:5: changes\.1: one report \(trade\) of these is changed by changes\.0 already/,
    ],
    [
      '  - { message: report, about: P1/1, becomes: { delayed: 0s } }',
      /c\.yaml:2:57: changes\.0\.becomes\.delayed: "0s" must be longer than nothing/,
    ],
    [
      '  - { message: report, about: P1/1, becomes: { delay: 2s } }',
      /c\.yaml:2:48: .+ unknown key "delay"\n {2}fix: did you mean "delayed"/,
    ],
    [
      '  - { message: report, about: P1/1, becomes: gone }',
      /c\.yaml:2:46: changes\.0\.becomes: .+\n {2}fix: write lost, reset, /,
    ],
    [
      '  - { message: report, abuot: P1/1, becomes: lost }',
      /c\.yaml:2:24: .+\n {2}fix: did you mean "about"/,
    ],
    ['  []', /c\.yaml:2:3: changes: .+\n {2}fix: write \[\{ message: /],
  ])('LIV-5: %s is refused with its place and what to write', (text, message) => {
    expect(() => changedBy(text)).toThrow(ScenarioError);
    expect(() => changedBy(text)).toThrow(message);
    expect(() => changedBy(text)).toThrow(/\n {2}fix: /);
  });
});
