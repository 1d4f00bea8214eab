/** What has to hold of any recording that is run again with changes, whatever they are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { millis, seconds } from '../../../src/core/ground/units.js';
import type { ClientOrderId } from '../../../src/core/order/order.js';
import { commandOf } from '../../../src/core/state/commands-of.js';
import { changeSession } from '../../../src/runs/session/changed-session.js';
import type { Becomes, Changes } from '../../../src/runs/session/change.js';
import { messagesOf } from '../../../src/runs/session/messages.js';
import { outcomeOf } from '../../../src/runs/session/outcome.js';
import { readText } from '../../../src/runs/scenario/load.js';
import type { Session } from '../../../src/runs/session/session.js';
import { sessionSource } from '../../../src/runs/session/session-source.js';
import { FOUR_SLICES, recordedRun } from './support/recorded-run.js';

const FAULTS = `faults:
  - { kind: ack-lost, probability: 0.4, shape: reset }
  - { kind: frame-lost, probability: 0.4 }
  - { kind: outage, paths: [query], at: 12s, for: 6s }
  - { kind: rate-limit, at: 30s, retryAfter: 3s }
execution:
  positionCheck: {}
  reconciliation: {}
  breaker: { dataAge: 3s }
orders:`;
const RESTING = `  - { at: 4s, side: sell, quantity: "0.4", type: limit, limitPrice: { peg: ask }, duration: 20s, slices: 2, fillTimeout: 4s }
operator:
  - { at: 25s, do: cancel-parent, order: 1 }
`;
const withSeed = (seed: number, text: string): string => text.replace('seed: 7', `seed: ${seed}`);

const quiet = await recordedRun();
const troubled: readonly Session[] = await Promise.all(
  [1, 2, 3, 4].map((seed) =>
    recordedRun(`${withSeed(seed, FOUR_SLICES).replace('orders:', FAULTS)}${RESTING}`),
  ),
);

const UNCHANGED: Changes = { requestTimeout: seconds(5), changes: [] };
const becomes = fc.oneof<fc.Arbitrary<Becomes>[]>(
  fc.constant({ kind: 'lost' }),
  fc.constant({ kind: 'reset' }),
  fc.integer({ min: 1, max: 8_000 }).map((by): Becomes => ({ kind: 'delayed', by: millis(by) })),
);
const changesOf = (session: Session): fc.Arbitrary<Changes> => {
  const messages = messagesOf(session.blocks);
  const one = fc.record({ of: fc.constantFrom(...messages), becomes });
  return fc
    .uniqueArray(one, { minLength: 1, maxLength: 5, selector: ({ of }) => of.seq })
    .map((changes) => ({
      requestTimeout: seconds(5),
      changes: changes
        .toSorted((a, b) => a.of.seq - b.of.seq)
        .map((change) => ({ ...change, nth: 1, fitting: 1 })),
    }));
};

/** A peg that follows, orders amended and caught up, processes that end, clocks that are wrong, a venue that refuses. */
const SCENARIOS = [
  'directed/peg-follows',
  'directed/amended-in-turn',
  'directed/catch-up-in-pieces',
  'directed/killed-in-a-slow-write',
  'directed/three-refusals',
  'incidents/skew-1021-burst',
];

describe('a recording run again', () => {
  it.each(SCENARIOS)('LIV-5: without a change, of %s, it is the recorded journal', async (name) => {
    const session = await recordedRun(readText(`scenarios/${name}.yaml`));
    const again = changeSession(session, UNCHANGED);
    expect(again.blocks.map(({ hash }) => hash)).toEqual(session.blocks.map(({ hash }) => hash));
  });

  it('LIV-5: without a change it is the recorded journal, to the hash', () => {
    for (const session of [quiet, ...troubled]) {
      const again = changeSession(session, UNCHANGED);
      expect(again).toMatchObject({ assumed: [], endedBy: null });
      expect(again.blocks.map(({ hash }) => hash)).toEqual(session.blocks.map(({ hash }) => hash));
    }
  });

  it('LIV-5: cut anywhere it ends where it was cut', () => {
    const [session] = troubled;
    for (let count = 1; count < session!.blocks.length; count += 7) {
      const blocks = session!.blocks.slice(0, count);
      const again = changeSession({ ...session!, blocks }, UNCHANGED);
      expect(again.blocks.at(-1)!.hash).toBe(blocks.at(-1)!.hash);
    }
  });

  it('LIV-5: any change leaves all before it as it was, and gives the same each time', () => {
    for (const session of troubled)
      fc.assert(
        fc.property(changesOf(session), (changes) => {
          const { blocks } = changeSession(session, changes);
          const before = changes.changes[0]!.of.seq;
          expect(blocks.slice(0, before).map(({ hash }) => hash)).toEqual(
            session.blocks.slice(0, before).map(({ hash }) => hash),
          );
          expect(changeSession(session, changes).blocks.at(-1)!.hash).toBe(blocks.at(-1)!.hash);
        }),
        { numRuns: 15 },
      );
  });

  it('LIV-5: whatever is changed, the venue cancels no order that may rest unless it was called off here', () => {
    for (const session of troubled)
      fc.assert(
        fc.property(changesOf(session), (changes) => {
          const calledOff = new Set<ClientOrderId>();
          const resting = new Set<ClientOrderId>();
          for (const { input, entries } of changeSession(session, changes).blocks) {
            if (input.kind === 'execution-report' && input.report.execType === 'canceled') {
              const { clientOrderId } = input.report;
              expect(calledOff.has(clientOrderId) || !resting.has(clientOrderId)).toBe(true);
            }
            for (const entry of entries) {
              const command = commandOf(entry);
              if (command?.kind === 'cancel') calledOff.add(command.clientOrderId);
              if (command?.kind === 'submit' && command.terms.timeInForce === 'gtc')
                resting.add(command.clientOrderId);
            }
          }
        }),
        { numRuns: 15 },
      );
  });

  it('LIV-5 S3 L2: whatever is lost or late on the way, market orders end with what they executed, and nothing is sent twice', () => {
    const { instruments } = sessionSource(quiet);
    const [recorded] = outcomeOf(quiet.blocks, instruments).parents;
    fc.assert(
      fc.property(changesOf(quiet), (changes) => {
        const again = changeSession(quiet, changes);
        const { parents, sent } = outcomeOf(again.blocks, instruments);
        expect(again.endedBy).toBeNull();
        expect(parents[0]).toMatchObject({
          status: recorded!.status,
          filled: recorded!.filled,
          averagePrice: recorded!.averagePrice,
        });
        expect(sent).toBe(4);
      }),
      { numRuns: 60 },
    );
  });
});
