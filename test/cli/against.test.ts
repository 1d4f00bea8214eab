/** One scenario against another on one seed, and seeds that change nothing: what a reader is told of both. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workplace } from './support/workplace.js';

const here = workplace();
const file = here.sound();
const calm = join(import.meta.dirname, '../../scenarios/calm.yaml');
const outage = join(import.meta.dirname, '../../scenarios/outage.yaml');
const market = here.recording();
const run = (...argv: readonly string[]) => here.run(['run', ...argv, '--db', here.at('r.db')]);

describe('squall run --against without seeds', () => {
  it('says what the change cost, in which part, over two columns', async () => {
    const ran = await run(file, '--against', 'venue.fees.takerBps=9');
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(/^sound: venue\.fees\.takerBps=9 cost \d+\.\d\d bps more/);
    expect(ran.out).toMatch(/^figure +as it is, seed 7 +venue\.fees\.takerBps=9 +difference$/m);
    expect(ran.out).toMatch(/^shortfall, bps +-?[\d.]+ +-?[\d.]+ +[\d.]+$/m);
    expect(ran.out).toContain('--seeds 100 compares');
  });

  it('says which order filled later', async () => {
    const slow = 'faults=[{kind: outage, paths: [submit], at: 10s, for: 6s}]';
    const ran = await run(file, '--set', 'orders.0.slices=6', '--against', slow, '--json');
    const { runs, summary } = JSON.parse(ran.out) as {
      readonly runs: readonly unknown[];
      readonly summary: { readonly comparisons: readonly { readonly text: string }[] };
    };
    expect(runs).toHaveLength(2);
    expect(summary.comparisons[0]?.text).toMatch(/P\d\/\w+ was known to fill [\d.]+ m?s later/);
  });

  it('of a change that changes nothing says that', async () => {
    const ran = await run(file, '--against', 'name=other');
    expect(ran.out).toMatch(/^sound: name=other cost nothing\n/);
  });

  it('tells which expectations a change breaks, and judges both sides by what holds for any run', async () => {
    const broken = await run(file, '--against', 'expect=["fillsLate >= 99"]');
    expect(broken.code).toBe(0);
    expect(broken.out).toMatch(
      /^no longer so with expect=\["fillsLate >= 99"\]: sound .*expected fillsLate >= 99, it is \d+$/m,
    );
    const both = await run(file, '--against', 'name=other', '--fail-on', 'fillsLate >= 0');
    expect(both.code).toBe(1);
    expect(both.err).toMatch(/^as it is: sound .*--fail-on fillsLate >= 0/m);
    expect(both.err).toMatch(/^name=other: other .*--fail-on fillsLate >= 0/m);
  });
});

describe('squall run --against with seeds', () => {
  it('of a change that changed nothing says that, and of another does not', async () => {
    const same = await run(file, '--seeds', '3', '--against', 'name=other');
    expect(same.out).toContain('name=other changed nothing: on each of the 3 seeds');
    const dearer = await run(file, '--seeds', '3', '--against', 'venue.fees.takerBps=9');
    expect(dearer.out).not.toContain('changed nothing');
  });
});

describe('the head of many seeds', () => {
  const summaryOf = async (...argv: readonly string[]) => {
    const { out } = await run(calm, '--seeds', '3', '--json', ...argv);
    const { summary } = JSON.parse(out) as {
      readonly summary: { readonly scenarios: readonly Record<string, unknown>[] };
    };
    return summary.scenarios[0];
  };

  it('says that all went well where it did', async () => {
    const { out } = await run(calm, '--seeds', '3');
    expect(out).toContain(
      '3 runs, seeds 1..3: every trade complete, the engine never wrong, none failed',
    );
    expect(await summaryOf()).toMatchObject({ runs: 3, incomplete: 0, engineWrong: 0, failed: 0 });
  });

  it('counts what is not complete, where the engine was wrong, and what failed', async () => {
    const far = ['--set', 'orders.0.type=limit', '--set', 'orders.0.limitPrice="40000"'];
    const { out } = await run(calm, '--seeds', '3', ...far);
    expect(out).toContain('trade NOT COMPLETE in all 3, the engine never wrong');
    const failing = ['--fail-on', 'filledShare >= 0'];
    expect((await run(calm, '--seeds', '3', ...failing)).out).toContain('all 3 FAILED');
    expect(await summaryOf(...far)).toMatchObject({ incomplete: 3, engineWrong: 0 });
    expect(await summaryOf(...failing)).toMatchObject({ incomplete: 0, failed: 3 });
    expect((await run(outage, '--seeds', '7..7')).out).toContain('engine WRONG in 1,');
  });
});

describe('seeds that change nothing', () => {
  const first = ['--market', market, '--side', 'buy', '--quantity', '0.2'];

  it('are told, with what would vary them', async () => {
    const ran = await run(...first, '--seeds', '3');
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('Every seed gave the same figures');
    const json = JSON.parse((await run(...first, '--seeds', '3', '--json')).out) as {
      readonly summary: { readonly scenarios: readonly { readonly seedChangesNothing: boolean }[] };
    };
    expect(json.summary.scenarios[0]?.seedChangesNothing).toBe(true);
  });

  it('what is named does vary them', async () => {
    const drawn = 'venue.latency.submit={lognormal: {median: 200ms, sigma: 0.5}}';
    const ran = await run(...first, '--set', drawn, '--seeds', '5');
    expect(ran.code).toBe(0);
    expect(ran.out).not.toContain('Every seed gave the same figures');
  });
});
