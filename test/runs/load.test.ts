/** What a scenario file may say, what is wrong with one that does not, and where. */
import { FAULT_KINDS } from '../../src/sim/fault/registry.js';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type LoadOptions, loadScenario, parseScenario } from '../../src/runs/scenario/load.js';
import {
  ScenarioError,
  type ScenarioProblem,
  formatProblem,
} from '../../src/runs/scenario/problem.js';
import { temporaryFolder } from '../cli/support/run-main.js';
import { SOUND_SCENARIO, edit } from './damage.js';
import { feesOf } from '../../src/runs/scenario/fees-of.js';

const folder = temporaryFolder();
afterAll(folder.remove);

function problemsOf(text: string, options: LoadOptions = {}): readonly ScenarioProblem[] {
  try {
    parseScenario('s.yaml', text, options);
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return [];
}

const linesOf = (text: string, options: LoadOptions = {}): readonly string[] =>
  problemsOf(text, options).map(formatProblem);

describe('a scenario', () => {
  it('becomes the units of the core', () => {
    const { scenario, expectations } = parseScenario('s.yaml', SOUND_SCENARIO);
    expect(scenario.clock).toEqual({ start: 1_723_118_400_000_000, duration: 40_000_000 });
    expect(scenario.venue.latency.feed).toBe(5_000);
    expect(scenario.venue.fees).toEqual({ makerBps: '1', takerBps: '5', asset: 'quote' });
    expect(scenario.faults[0]).toEqual({
      kind: 'outage',
      values: { paths: ['stream'], at: 12_000_000, for: 6_000_000 },
    });
    expect(expectations.map(({ name }) => name)).toEqual(['filledShare', 'invariantViolations']);
  });

  it('has the defaults of the requirements where it says nothing', () => {
    const { scenario } = parseScenario('s.yaml', SOUND_SCENARIO);
    expect(scenario.execution.fillDetection.timeout).toBe(30_000_000);
    expect(scenario.execution.slicing.maxSliceOfAdvBps).toBe(100);
    expect(scenario.orders[1]).toMatchObject({
      strategy: 'default',
      algo: 'twap',
      completion: 'leave',
    });
  });
});

describe('a problem', () => {
  it('has file, line, column, path, words and a fix', () => {
    expect(linesOf(edit('side: buy', 'sid: buy'))).toEqual([
      's.yaml:30:5: orders.0.side: "side" is missing\n  fix: add side',
      's.yaml:30:43: orders.0.sid: unknown key "sid"\n  fix: did you mean "side"?',
    ]);
  });

  it('is not alone: all of them are listed, from top to bottom', () => {
    const text = edit('quantity: "1.2"', 'quantity: 1.2')
      .replace('seed: 7', 'sede: 7')
      .replace('kind: outage', 'kind: outge')
      .replace('queue: back', 'queue: bakc');
    const problems = problemsOf(text);
    expect(problems.map(({ path }) => path)).toEqual([
      'sede',
      'venue.fill.queue',
      'faults.0.kind',
      'orders.0.quantity',
    ]);
    expect(problems.map(({ fix }) => fix)).toEqual([
      'did you mean "seed"?',
      'did you mean "back"?',
      'did you mean "outage"?',
      'write "1.2"',
    ]);
  });

  it.each([
    [
      'off the grid',
      edit('"1.2"', '"1.2005"'),
      's.yaml:30:64: orders.0.quantity: "1.2005" is off the grid of 0.001 BTC',
    ],
    [
      'a parameter of a fault',
      edit('for: 6s', 'four: 6s'),
      's.yaml:27:5: faults.0.for: "for" is missing\n  fix: add for: how long it lasts',
    ],
    [
      'the word of what is a word or a length',
      `${SOUND_SCENARIO}heal: bond\n`,
      's.yaml:39:7: heal: "bond" means nothing here\n  fix: did you mean "bound"?',
    ],
    [
      'a word of a fault',
      edit('[stream]', '[steam]'),
      's.yaml:27:29: faults.0.paths.0: "steam" is not one of feed, submit, cancel, query, stream\n  fix: did you mean "stream"?',
    ],
    [
      'a kind of fault, of which there are too many to list',
      edit('kind: outage', 'kind: outrage'),
      `s.yaml:27:13: faults.0.kind: "outrage" is not one of the ${FAULT_KINDS.size} known here\n  fix: did you mean "outage"?`,
    ],
    [
      'a kind of fault that shares a word with some',
      edit('kind: outage', 'kind: clock-stopped'),
      `s.yaml:27:13: faults.0.kind: "clock-stopped" is not one of the ${FAULT_KINDS.size} known here\n  fix: write one of clock-refused, clock-skew, clock-drift, clock-jump`,
    ],
    [
      'a kind of fault that is like none: now all are listed',
      edit('kind: outage', 'kind: blizzard'),
      `s.yaml:27:13: faults.0.kind: "blizzard" is not one of the ${FAULT_KINDS.size} known here\n  fix: write one of ${[...FAULT_KINDS.keys()].join(', ')}`,
    ],
    [
      'a time after the end',
      edit('at: 25s', 'at: 25m'),
      's.yaml:33:11: operator.0.at: 25 min is not before the end: the run lasts 40 s',
    ],
    [
      'an index',
      edit('order: 1', 'order: 5'),
      's.yaml:33:42: operator.0.order: there is no order 5: the scenario has 2, counted from 0',
    ],
    [
      'inside an expectation',
      edit('- filledShare > 0', '- filledShare >> 0'),
      's.yaml:37:17: expect.0: expected one of == != <= >= < > after "filledShare"',
    ],
    [
      'inside a quoted expectation',
      edit('- filledShare > 0', '- "filledShare > x"'),
      's.yaml:37:20: expect.0: "x" is not a plain number',
    ],
    [
      'YAML',
      edit('seed: 7', 'seed: 7\nseed: 8'),
      's.yaml:4:1: not valid YAML: Map keys must be unique\n  fix: keep one of the two',
    ],
  ])('stands at its place: %s', (_, text, line) => {
    expect(linesOf(text)).toContain(line);
  });

  it('of a missing market file names the variable for recorded scenarios', () => {
    const text = edit(
      SOUND_SCENARIO.slice(
        SOUND_SCENARIO.indexOf('  synthetic:'),
        SOUND_SCENARIO.indexOf('clock:'),
      ),
      '  replay: { files: [a.gz] }\n',
    );
    const [problem] = problemsIn('/x/scenarios/recorded/s.yaml', text, { dataDir: '/data' });
    expect(problem?.what).toBe('there is no file /data/a.gz');
    expect(problem?.fix).toContain('set SQUALL_DATA_DIR');
    expect(problemsOf(text)[0]?.fix).toContain('relative to the folder of this scenario');
  });

  it('of a file that is not there is about the file', () => {
    expect(() => loadScenario(join(folder.path, 'nowhere.yaml'))).toThrow('there is no such file');
    const file = join(folder.path, 'latin.yaml');
    writeFileSync(file, Uint8Array.of(0xe9));
    expect(() => loadScenario(file)).toThrow('not UTF-8');
  });
});

function problemsIn(file: string, text: string, options: LoadOptions): readonly ScenarioProblem[] {
  try {
    parseScenario(file, text, options);
    return [];
  } catch (error) {
    return (error as ScenarioError).problems;
  }
}

describe('--set', () => {
  const loaded = (...set: string[]) => parseScenario('s.yaml', SOUND_SCENARIO, { set }).scenario;

  it('puts values over those of the file, deep, by index, and where nothing stood', () => {
    expect(loaded('orders.0.quantity=2.5').orders[0]?.quantity).toBe('2.5');
    expect(loaded('venue.latency.submit=1s').venue.latency.submit).toBe(1_000_000);
    expect(loaded('faults=[]').faults).toEqual([]);
    expect(loaded('execution.fillDetection.retries=2').execution.fillDetection.retries).toBe(2);
    expect(loaded('orders.0.limitPrice=61800', 'orders.0.type=limit').orders[0]?.limitPrice).toBe(
      '61800',
    );
    expect(loaded('instrument.adv=25000.5').instrument?.adv).toBe('25000.5');
    expect(loaded('venue.fees.takerBps=7.5').venue.fees.takerBps).toBe('7.5');
    expect(loaded('expect.2=timeouts == 0').expect).toHaveLength(3);
    expect(feesOf(loaded('venue.fees=null').venue.fees).takerBps).toBe('5');
    expect(
      loaded('orders.1.limitPrice={ peg: bid, offsetTicks: 2 }').orders[1]?.limitPrice,
    ).toEqual({
      peg: 'bid',
      offsetTicks: 2,
    });
  });

  it('is named where it is wrong', () => {
    expect(linesOf(SOUND_SCENARIO, { set: ['orders.0.quantity=1.0005'] })).toEqual([
      '--set orders.0.quantity=1.0005: orders.0.quantity: "1.0005" is off the grid of 0.001 BTC',
    ]);
    expect(linesOf(SOUND_SCENARIO, { set: ['sede=1'] })).toEqual([
      '--set sede=1: sede: unknown key "sede"\n  fix: did you mean "seed"?',
    ]);
    for (const set of [
      'orders.7.side=buy',
      'orders.first.side=buy',
      'name.x=1',
      '=1',
      'seed',
      '__proto__.x=1',
      'a..b=1',
      // What it makes, deeper or shallower than what is wrong with that.
      'a.b.c=1',
      'orders.2.side=buy',
      // Not YAML: it is not dropped, and not taken as text.
      'expect=[',
      'faults.0={ kind: outage',
      'expect=*all',
    ]) {
      const [line] = linesOf(SOUND_SCENARIO, { set: [set] });
      expect(line?.startsWith(`--set ${set}:`), `${set} -> ${line}`).toBe(true);
    }
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('loses against nothing, defaults lose against the file', () => {
    const options = {
      defaults: ['execution.earlyStop.spreadBps=77', 'execution.earlyStop.deviationBps=78'],
    };
    const { earlyStop } = parseScenario('s.yaml', SOUND_SCENARIO, options).scenario.execution;
    expect(earlyStop).toMatchObject({ spreadBps: 50, deviationBps: 78 });
  });
});
