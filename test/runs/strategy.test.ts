/** A strategy in a scenario: streams in, orders out, on virtual time; and what happens when it fails. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { runScenario } from '../../src/runs/run-scenario.js';
import { loadScenario } from '../../src/runs/scenario/load.js';
import { temporaryFolder } from '../cli/support/run-main.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const scenario = (module: string): string => `name: with-a-strategy
shows: orders that a strategy makes
seed: 7
instrument: { symbol: BTCUSDT, tickSize: "0.1", lotSize: "0.001", minNotional: "5" }
market: { synthetic: { model: random-walk, startPrice: "61800", messagesPerSecond: 10 } }
clock: { duration: 60s }
strategies:
  - { id: dip, module: ${module}, params: { quantity: "0.05" } }
`;

function write(name: string, code: string): string {
  writeFileSync(join(folder.path, name), code);
  const file = join(folder.path, `${name}.yaml`);
  writeFileSync(file, scenario(`./${name}`));
  return file;
}

/** rxjs is found from the repository, wherever the strategy lies. */
const RXJS = JSON.stringify(new URL(import.meta.resolve('rxjs')).href);

const DIP = `
import { auditTime, filter, map, pairwise, take } from ${RXJS};
export const strategy = ({ quotes$, scheduler }: any, { quantity }: any) =>
  quotes$.pipe(
    auditTime(5000, scheduler),
    map(({ bid, ask }: { bid: number; ask: number }) => bid + ask),
    pairwise(),
    filter(([before, now]) => now !== before),
    take(4),
    map(() => ({ kind: 'order', side: 'buy', quantity })),
  );
`;

describe('a strategy', () => {
  it('SIM-4: makes orders on virtual time, the same in every run', async () => {
    const file = write('dip.strategy.ts', DIP);
    const first = await runScenario(file);
    const second = await runScenario(file);
    expect(first.parents.map(({ strategy, algo, status }) => [strategy, algo, status])).toEqual(
      Array.from({ length: 4 }, () => ['dip', 'direct', 'filled']),
    );
    expect(second.journalHash).toBe(first.journalHash);
    expect((await runScenario(file, { seed: 8 })).journalHash).not.toBe(first.journalHash);
    expect(first.invariants.violations).toEqual([]);
  });

  it('reacts to its own fills, through the streams', async () => {
    const file = write(
      'chain.strategy.mjs',
      `import { concat, map, of, take, timer, switchMap } from ${RXJS};
       const order = { kind: 'order', side: 'buy', quantity: '0.01' };
       export const strategy = ({ fills$, scheduler }) => concat(
         timer(2000, scheduler).pipe(map(() => order)),
         fills$.pipe(take(2), switchMap(() => of({ ...order, side: 'sell' }))),
       );`,
    );
    const report = await runScenario(file);
    expect(report.parents[0]?.side).toBe('buy');
    expect(report.parents[0]?.status).toBe('filled');
  });

  it('SIM-4: may write lengths of time as scenarios do, or as microseconds', async () => {
    const journalOf = async (name: string, duration: string): Promise<string | null> => {
      const report = await runScenario(
        write(
          `${name}.strategy.mjs`,
          `import { of } from ${RXJS};
           export const strategy = () => of({ kind: 'order', algo: 'twap', slices: 2, side: 'buy', quantity: '0.02', duration: ${duration} });`,
        ),
      );
      expect(report.parents[0]?.algo).toBe('twap');
      return report.journalHash;
    };
    expect(await journalOf('as-text', "'4s'")).toBe(await journalOf('as-number', '4_000_000'));
  });

  it.each([
    [
      'throws when called',
      'export const strategy = () => { throw new Error("no idea"); };',
      'no idea',
    ],
    [
      'fails in its stream',
      `import { throwError } from ${RXJS}; export const strategy = () => throwError(() => new Error('lost it'));`,
      'lost it',
    ],
    [
      'emits nonsense',
      `import { of } from ${RXJS}; export const strategy = () => of({ kind: 'order', side: 'buy', quantity: 7 });`,
      'output 0 is no order, cancel or signal: quantity: must be a decimal number as text, such as "0.1"',
    ],
    [
      'writes a length of time that is none',
      `import { of } from ${RXJS}; export const strategy = () => of({ kind: 'order', side: 'buy', quantity: '1', duration: '4 minutes' });`,
      'duration: must be a length of time such as "4m" or "250ms", or microseconds',
    ],
    [
      'emits nonsense after an order',
      `import { of } from ${RXJS}; export const strategy = () => of({ kind: 'order', side: 'buy', quantity: '0.01', idempotencyKey: 'a' }, { kind: 'cancel', key: 'b' });`,
      'output 1: cancel.key: it emitted no order with the key "b"',
    ],
    [
      'asks for a replace',
      `import { of } from ${RXJS}; export const strategy = () => of({ kind: 'replace', key: 'a' });`,
      'output 0: replace is not offered by the core yet; emit a cancel of the order, and a new order',
    ],
    [
      'asks for a book of no levels',
      'export const strategy = ({ depth }) => depth(0);',
      'depth(0): levels are a whole number, 1 to 1000',
    ],
    [
      'asks for ticks of a price off the grid',
      'export const strategy = ({ instrument }) => { instrument.ticksOf("61800.05"); };',
      '"61800.05" is not a decimal number in whole ticks of 0.1',
    ],
  ])('that %s ends itself, not the run', async (_, code, text) => {
    const report = await runScenario(
      write(`bad-${text.replaceAll(/\W/g, '-').slice(0, 30)}.strategy.mjs`, code),
    );
    expect(report.warnings.filter(({ code: of }) => of === 'strategy-failed')).toEqual([
      { code: 'strategy-failed', subject: null, text: expect.stringContaining(text) as string },
    ]);
    expect(report.parents.length).toBe(code.includes("'0.01'") ? 1 : 0);
  });

  it.each([
    ['is not there', './nowhere.ts', 'there is no file'],
    ['cannot be read', './broken.mjs', 'cannot be loaded'],
    ['exports nothing of the name', './empty.mjs', 'exports no function named "strategy"'],
  ])('whose module %s is a problem of the scenario', async (_, module, text) => {
    writeFileSync(join(folder.path, 'broken.mjs'), 'export const = 1;');
    writeFileSync(join(folder.path, 'empty.mjs'), 'export const other = 1;');
    const file = join(folder.path, 'modules.yaml');
    writeFileSync(file, scenario(module));
    await expect(prepareScenario(loadScenario(file))).rejects.toThrow(text);
    await expect(prepareScenario(loadScenario(file))).rejects.toThrow(
      /modules\.yaml:8:\d+: strategies\.0\.module/,
    );
  });

  it('costs a run without strategies nothing: no streams, no timers', async () => {
    const file = write(
      'quiet.strategy.mjs',
      `import { NEVER } from ${RXJS}; export const strategy = () => NEVER;`,
    );
    const run = executeRun(await prepareScenario(loadScenario(file)));
    expect(run.report.performance.engineInputs).toBe(0);
  });
});
