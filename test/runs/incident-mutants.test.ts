/**
 * Incident replays catch what they are about: an engine made to do what the programs of those days did (to send again what was
 * not answered, never to ask) comes out of them otherwise. What breaks it stands between the core and the wire.
 */
import { join } from 'node:path';
import { tap } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { ClientOrderId } from '../../src/core/order/order.js';
import type { Broker } from '../../src/core/ports.js';
import type { SubmitCommand } from '../../src/core/state/command.js';
import { prepareScenario } from '../../src/runs/execute-run.js';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { loadScenario } from '../../src/runs/scenario/load.js';
import { type SimulationResult, simulate } from '../../src/runs/simulation.js';
import { planOf } from '../../src/runs/to-plan.js';

async function resultOf(
  name: string,
  wrapBroker?: (broker: Broker) => Broker,
): Promise<SimulationResult> {
  const loaded = loadScenario(join(PACKAGE_ROOT, 'scenarios/incidents', `${name}.yaml`));
  const { tapesOf } = await prepareScenario(loaded);
  const { seed } = loaded.scenario;
  const plan = planOf(loaded, { tapes: tapesOf(seed), seed, strategies: [] });
  return simulate(plan, wrapBroker === undefined ? {} : { wrapBroker });
}

/** Ids under which the venue took more than one order; the engine sends less later where it hears of it. */
function takenTwice({ ledger }: SimulationResult): number {
  const taken = ledger.entries.flatMap((entry) =>
    entry.kind === 'accepted' ? [entry.clientOrderId] : [],
  );
  return taken.length - new Set(taken).size;
}

const unknownFills = ({ audit }: SimulationResult): number =>
  audit.fills.filter(({ owed, detectedAt }) => owed && detectedAt === null).length;

/** Takes no answer for "not placed", and orders again at once. */
function sendsAgain(broker: Broker): Broker {
  const sent = new Map<ClientOrderId, SubmitCommand>();
  return {
    send: (command, mayLeave) => {
      if (command.kind === 'submit') sent.set(command.clientOrderId, command);
      broker.send(command, mayLeave);
    },
    reports$: broker.reports$.pipe(
      tap((input) => {
        if (input.kind !== 'outcome' || input.outcome.kind !== 'unknown') return;
        const again = sent.get(input.clientOrderId);
        if (again === undefined) return;
        sent.delete(input.clientOrderId);
        // A new request has its whole time before it.
        broker.send({ ...again, validUntil: null }, () => null);
      }),
    ),
  };
}

/** Is told what the stream tells, and never looks an order up. */
const neverAsks = (broker: Broker): Broker => ({
  send: (command, mayLeave) => {
    const isLookUp = command.kind === 'read-order' || command.kind === 'read-executions';
    if (!isLookUp) broker.send(command, mayLeave);
  },
  reports$: broker.reports$,
});

describe('an engine that sends again what was not answered', () => {
  it.each(['catalyst-317-timeout-resend', 'hummingbot-601-not-found-after-create'])(
    'SCH-4: has orders twice at the venue in %s, and this one does not',
    async (name) => {
      const [own, broken] = [await resultOf(name), await resultOf(name, sendsAgain)];
      expect(takenTwice(own)).toBe(0);
      expect(takenTwice(broken)).toBeGreaterThan(0);
    },
  );
});

describe('an engine that never asks', () => {
  it.each([
    'alpaca-js-173-silent-stream',
    'ib-249-disconnect-at-open',
    'knight-parent-never-filled',
  ])('FIL-4: misses fills in %s, and this one does not', async (name) => {
    const [own, broken] = [await resultOf(name), await resultOf(name, neverAsks)];
    expect(unknownFills(own)).toBe(0);
    expect(unknownFills(broken)).toBeGreaterThan(0);
  });
});
