/** L8: stops while a stop is being cleared up change nothing of how a run ends; what does is told, and what hangs on the moment is not compared. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { comparedWithOnce, isNested } from '../../../src/runs/crash/alike.js';
import { crashRun } from '../../../src/runs/crash/crash-run.js';
import { differencesOf } from '../../../src/runs/crash/end-state.js';
import { type NestedRun, drawnStops, nestedRun } from '../../../src/runs/crash/nested-run.js';
import { type PreparedScenario, prepareScenario } from '../../../src/runs/execute-run.js';
import { PACKAGE_ROOT } from '../../../src/runs/package-root.js';
import { loadScenario, parseScenario } from '../../../src/runs/scenario/load.js';
import { RandomStreams } from '../../../src/sim/random/random.js';
import { inSeconds } from '../../support/simulation-plan.js';
import { testSeed } from '../../support/test-seed.js';
import { SOUND_SCENARIO } from '../damage.js';

const DOWN = inSeconds(5);

const bundled = (name: string, set: readonly string[] = []): Promise<PreparedScenario> =>
  prepareScenario(loadScenario(join(PACKAGE_ROOT, 'scenarios', `${name}.yaml`), { set }));

const sound = (set: readonly string[] = []): Promise<PreparedScenario> =>
  prepareScenario(parseScenario('s.yaml', SOUND_SCENARIO, { set }));

/** Each with stops of its own. */
function nestedRuns(prepared: PreparedScenario, runs: number): readonly NestedRun[] {
  let last = crashRun(prepared, { at: [], down: DOWN });
  const { points } = last;
  const drawn = new RandomStreams(testSeed).of('test.nested');
  return Array.from({ length: runs }, () => {
    const stops = drawnStops(points.length, drawn);
    const run = nestedRun(prepared, { stops, down: DOWN }, last.ended?.venue);
    ({ last } = run);
    return run;
  });
}

describe('a recovery that is stopped', () => {
  it.each([
    ['directed/killed-under-a-kill-switch', 3],
    ['directed/zombie-slice', 3],
    ['incidents/two-writers', 3],
  ])('L8 F:PRC2: again and again ends as one that is not: %s', async (name, nested) => {
    const runs = nestedRuns(await bundled(name), nested);
    expect(runs.filter(({ failures }) => failures.length > 0)).toEqual([]);
    expect(runs.filter(({ notCompared }) => notCompared === null).length).toBeGreaterThan(0);
  });

  it('L8 RCV-4: as it reads positions costs the next one no time', async () => {
    const prepared = await sound();
    const run = crashRun(prepared, { at: [25, 34], down: DOWN });
    expect(isNested(run)).toBe(true);
    const { failures, notCompared } = comparedWithOnce(prepared, run, DOWN);
    expect({ failures, notCompared }).toEqual({ failures: [], notCompared: null });
  });
});

describe('the comparison', () => {
  it('L8: tells what ended in two ways, and how the other run is made', async () => {
    const run = crashRun(await sound(), { at: [9, 12], down: DOWN });
    const [{ at } = { at: 0 }, last] = run.stops;
    const { failures } = comparedWithOnce(await sound(['orders.0.quantity=1.5']), run, DOWN);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(
      /^violates L8: the order [0-9a-f]{24}: filled, 1200 filled, 0 may fill, and not none; .+; and \d+ more \(the same, stopped once, for \d+s\)$/,
    );
    expect(last!.at - at).toBeGreaterThanOrEqual(DOWN);
  });

  it('L8: a run that is wrong without the stops in between is told as that', async () => {
    const run = crashRun(await sound(), { at: [9, 12], down: DOWN });
    const prepared = await sound();
    const tapesOf: typeof prepared.tapesOf = (seed) =>
      prepared.tapesOf(seed).map((tape) => ({ ...tape, kind: null as never }));
    const wrong = { ...prepared, tapesOf };
    const { failures } = comparedWithOnce(wrong, run, DOWN);
    expect(failures).toEqual([
      expect.stringMatching(/^crashed: .+ \(the same, stopped once, for /),
    ]);
  });

  it.each([
    ['its orders follow the market', ['execution.repeg.every=7s', 'execution.repeg.byTicks=2']],
    ['its latencies are drawn', ['venue.latency.query={ empirical: [10ms, 30ms] }']],
  ])('L8: is not made where %s', async (why, set) => {
    for (const { failures, notCompared } of nestedRuns(await sound(set), 2)) {
      expect(failures).toEqual([]);
      expect(notCompared).toContain(why);
    }
  });

  it('L8: of two ends names each thing that differs, and what one of them lacks', () => {
    const end = (...pairs: readonly (readonly [string, string])[]) => new Map(pairs);
    const one = end(['the gate', 'open'], ['the order a', 'filled'], ['the alert x', 'raised']);
    expect(differencesOf(one, one)).toEqual([]);
    expect(differencesOf(one, end(['the gate', 'shut'], ['the order a', 'filled']))).toEqual([
      'the gate: open, and not shut',
      'the alert x: raised, and not none',
    ]);
  });
});
