/** Expectations about the venue's truth, judged where ledger and journal meet. */
import { describe, expect, it } from 'vitest';
import type { StandingVenue } from '../../src/cli/stand-venue.js';
import { endedVenue } from '../../src/cli/venue-end.js';
import { judgedByTruth } from '../../src/cli/venue-expected.js';
import type { World } from '../../src/cli/world.js';
import { type Expectation, parseExpectation } from '../../src/report/many/expectation.js';

const audit = {
  ...{ blocks: 9, restarts: 0, orders: 4, executions: 5, parents: 1 },
  ...{ missed: 1, doubled: 2, phantom: 3, leftOpen: 0, findings: ['L2: …'] },
};
const judged = (...texts: readonly string[]) =>
  judgedByTruth(
    texts.map((text) => parseExpectation(text) as Expectation),
    audit,
  );

describe('what a scenario expects of the truth', () => {
  it('each figure is the one that it names', () => {
    const held = [
      'fillsMissed == 1',
      'truth.fillsDoubled == 2',
      'fillsPhantom == 3',
      'ordersLeftOpen == 0',
      'truth.executions == 5',
      'truth.ordersAccepted == 4',
      'invariantViolations == 1',
    ];
    expect(judged(...held)).toEqual({ lines: held.map((one) => `as expected: ${one}`), failed: 0 });
  });

  it('what does not hold is told with its figure, and what nobody there knows is said to be so', () => {
    expect(judged('filledShare >= 1', 'fillsMissed == 0', 'fillsLate == 0')).toEqual({
      lines: [
        'EXPECTED fillsMissed == 0, it is 1',
        'expects fillsLate == 0: not judged, only a simulated run measures it',
      ],
      failed: 1,
    });
  });

  it('a venue that judges by what it saw says that it judges no expectation', () => {
    const err: string[] = [];
    const world = { err: (text: string) => err.push(text), out: () => undefined };
    const venue = { accounts: [], wall: {} } as unknown as StandingVenue;
    const expectations = [parseExpectation('fillsMissed == 0') as Expectation];
    const ended = { venue, by: 'SIGINT', expectations } as const;
    endedVenue(world as unknown as World, { judge: true, json: true }, ended);
    expect(err[1]).toMatch(/^1 expectations of the scenario not judged: /);
    endedVenue(
      world as unknown as World,
      { judge: true, json: true },
      { ...ended, expectations: [] },
    );
    expect(err).toHaveLength(3);
  });
});
