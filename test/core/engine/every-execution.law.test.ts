/**
 * Whatever a venue hides, and for however long it may, the engine ends up with every execution by its id, at its price
 * and with its fee, once each, and no invariant is broken on the way (L2, S0). Drawn scenarios on the simulator: the
 * stream has gaps, acknowledgements are lost, queries lag by up to 30 s, answers lack a quantity, a status or a fee.
 *
 * 250 a round: `npm run long -- test/core/engine/every-execution.law.test.ts` plays 20 rounds, 5,000 scenarios.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isParentTerminal } from '../../../src/core/order/parent.js';
import { type SimulationResult, simulate } from '../../../src/runs/simulation.js';
import type { L2Venue } from '../../../src/sim/market/l2/l2-venue.js';
import { type DrawnScenario, drawnScenario, planOfDrawn } from '../../support/drawn-scenario.js';

const ROUND = 250;

let venue: L2Venue | undefined;

function play(drawn: DrawnScenario): SimulationResult & { readonly rude: readonly string[] } {
  const { plan, teller } = planOfDrawn(drawn);
  const result = simulate(plan, {
    wrapBroker: teller.wrap,
    onBlock: ({ input }) => teller.note(input.at),
    ...(venue === undefined ? {} : { venue }),
  });
  ({ venue } = result);
  return { ...result, rude: teller.rude };
}

/** What is wrong with a run, as text; empty = nothing. */
function problemsOf(drawn: DrawnScenario, result: ReturnType<typeof play>): readonly string[] {
  const { audit, ledger, state, rude } = result;
  const open = [...state.parents.entries()].filter(([, { status }]) => !isParentTerminal(status));
  const atVenue = new Set(ledger.entries.map(({ clientOrderId }) => clientOrderId));
  return [
    ...rude,
    ...audit.violations.map(({ id, detail }) => `${id}: ${detail}`),
    ...audit.fills
      .filter(
        ({ detectedAt, pricedAt, feeKnown }) =>
          detectedAt === null || pricedAt === null || !feeKnown,
      )
      .map(
        ({ clientOrderId, execId, detectedAt, pricedAt, feeKnown }) =>
          `${clientOrderId}: execution ${execId} detected ${detectedAt}, priced ${pricedAt}, fee ${feeKnown}`,
      ),
    ...(audit.phantom + audit.doubled > 0 ? ['a fill that never was, or one twice'] : []),
    // Where the venue enforces no validity, what never arrived may stay unknown for good, with an alert.
    ...open
      .flatMap(([, { open: children }]) => children)
      .filter((id) => drawn.expires || atVenue.has(id))
      .map((id) => `${id} is not finished`),
  ];
}

it('S0 S1 S2 S3 S4 S22 L2 L5 FIL-13 ORD-4: every execution ends up known by its price and its fee', () => {
  let executions = 0;
  fc.assert(
    fc.property(drawnScenario, (drawn) => {
      const result = play(drawn);
      executions += result.ledger.executions.length;
      expect(problemsOf(drawn, result)).toEqual([]);
    }),
    { numRuns: ROUND },
  );
  expect(executions).toBeGreaterThan(ROUND);
}, 120_000);
