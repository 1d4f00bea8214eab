/** The command line from end to end, in process: what it prints where, and how it ends. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import { rawText } from '../data/format-writers.js';
import { makeSession } from '../data/session.js';
import { SOUND_SCENARIO, edit } from '../runs/damage.js';
import { type Place, type Ran, STACK_LINE, runMain, temporaryFolder } from './support/run-main.js';
import { runProcess } from './support/run-process.js';

const folder = temporaryFolder();
afterAll(folder.remove);

const file = join(folder.path, 'sound.yaml');
const db = join(folder.path, 'results.db');
writeFileSync(file, SOUND_SCENARIO);

const squall = (...argv: string[]): Promise<Ran> => runMain(argv, { cwd: folder.path });
const inDb = (...argv: string[]): Promise<Ran> => squall(...argv, '--db', db);
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names the shape a test reads
const json = <T>({ out }: Ran): T => JSON.parse(out) as T;

describe('squall run', () => {
  it('prints a report for people, and one JSON object for programs', async () => {
    const text = await inDb('run', file);
    expect(text).toMatchObject({ code: 0, err: '' });
    expect(text.out).toContain('Invariants');
    expect(text.out).toContain('squall explain');
    const report = json<Report>(await inDb('run', file, '--json'));
    expect(report).toMatchObject({ schemaVersion: 2, scenario: 'sound', seed: 7, mode: 'sim' });
    expect(report.performance.fills).toBeGreaterThan(0);
  });

  it('takes a seed and values from flags', async () => {
    const report = json<Report>(
      await inDb('run', file, '--json', '--seed', '9', '--set', 'orders.0.quantity=0.6'),
    );
    expect(report.seed).toBe(9);
    expect(report.parents[0]?.quantity).toBe('0.6');
  });

  it('runs several, briefly, and sums them up', async () => {
    const other = join(folder.path, 'other.yaml');
    writeFileSync(other, edit('name: sound', 'name: other'));
    const text = await inDb('run', file, other);
    expect(text.out).toContain('sound: a short run to be damaged');
    expect(text.out).toContain('squall serve');
    const { runs, summary } = json<{ runs: Report[]; summary: object }>(
      await inDb('run', join(folder.path, '*o*.yaml'), '--json'),
    );
    expect(runs.map(({ scenario }) => scenario)).toEqual(['other', 'sound']);
    expect(summary).toMatchObject({ runs: 2, failedExpectations: 0, invariantViolations: 0 });
  });

  it('exits 1 when an expectation or a condition fails, and says which', async () => {
    const failing = await inDb('run', file, '--set', 'expect.0=filledShare > 2');
    expect(failing.code).toBe(1);
    expect(failing.err).toMatch(/sound \(seed 7\): expected filledShare > 2, it is \d/);
    const condition = await inDb('run', file, '--json', '--fail-on', 'performance.orders > 1');
    expect(condition.code).toBe(1);
    expect(condition.err).toContain('--fail-on performance.orders > 1');
    expect((await inDb('run', file, '--fail-on', 'timeouts > 1000')).code).toBe(0);
    // What is not measured satisfies nothing, not even this.
    expect((await inDb('run', file, '--fail-on', 'parents.7.shortfallBps != 1')).code).toBe(0);
  });

  it('sums many seeds up and compares them with another configuration on the same draws', async () => {
    const text = await inDb('run', file, '--seeds', '1..2', '--against', 'venue.fees.takerBps=9');
    expect(text.code).toBe(0);
    expect(text.out).toMatch(/2 runs, seeds 1\.\.2/);
    expect(text.out).toMatch(/shortfall, bps +2/);
    const { runs, summary } = json<{
      runs: Report[];
      summary: {
        scenarios: {
          figures: Record<string, { n: number; mean: number; p5: number; p95: number }>;
          against: { comparisons: { metric: string; lower: number; n: number }[] };
        }[];
      };
    }>(await inDb('run', file, '--seeds', '1..8', '--against', 'venue.fees.takerBps=9', '--json'));
    expect(runs.map(({ seed }) => seed)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const [first] = summary.scenarios;
    expect(first?.figures['parents.0.shortfallBps']?.n).toBe(8);
    const shortfall = first?.against.comparisons.find(({ metric }) => metric === 'shortfallBps');
    expect(shortfall).toMatchObject({ n: 8, lower: 0 });
  });

  it('prints the trace and state hashes beside a JSON result, not into it', async () => {
    const ran = await inDb('run', file, '--json', '--trace', '--hash-every', '10');
    expect(json<Report>(ran).scenario).toBe('sound');
    expect(ran.err).toContain('slice-released');
    expect(ran.err).toMatch(/^state after block 9: [0-9a-f]{64}$/m);
    expect((await inDb('run', file, '--trace')).out).toContain('slice-released');
    const stored = await inDb('report', 'latest', '--json', '--trace');
    expect(json<Report>(stored).scenario).toBe('sound');
    expect(stored.err).toContain('slice-released');
  });

  it('stops between seeds when interrupted, keeps what it has, and says how to go on', async () => {
    const own = join(folder.path, 'interrupted.db');
    const options = ['--fail-on', 'fillsMissed > 0', '--db', own];
    const ran = await runMain(['run', file, '--seeds', '1..500', ...options], {
      cwd: folder.path,
      interruptAfterTurns: 40,
    });
    expect(ran.code).toBe(130);
    expect(ran.err).toMatch(/squall run .*sound\.yaml --seeds \d+\.\.500 --fail-on /);
    expect(ran.err, 'the rest goes where the first part went').toContain(
      ` --fail-on 'fillsMissed > 0' --db ${own}\n`,
    );
  });

  it('needs no scenario for a first run', async () => {
    const market = join(folder.path, 'market.log');
    writeFileSync(market, rawText(makeSession({ seed: 1 }), 'spot'));
    const flags = ['--side', 'buy', '--quantity', '0.2', '--duration', '8s', '--json'];
    const report = json<Report>(await inDb('run', '--market', market, ...flags));
    expect(report).toMatchObject({ scenario: 'first-contact' });
    expect(report.parents[0]).toMatchObject({ side: 'buy', quantity: '0.2', algo: 'twap' });
    const wrong = await inDb('run', '--market', market, '--side', 'bye', '--quantity', '0.2');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatch(/^--side bye: orders\.0\.side: "bye" is not one of buy, sell/);
    expect((await inDb('run', '--market', market)).code).toBe(2);
    const beyond = [
      'run',
      '--market',
      market,
      '--side',
      'buy',
      '--quantity',
      '0.2',
      '--duration',
      '1h',
    ];
    const refused = await inDb(...beyond);
    expect(refused).toMatchObject({ code: 3, out: '' });
    const [, longest = ''] =
      /--duration 1h is longer .+ Write --duration (\w+),/.exec(refused.err) ?? [];
    const fitted = json<Report>(await inDb(...beyond, '--fit', '--json'));
    expect(fitted.parents[0]).toMatchObject({ status: 'filled' });
    const exact = json<Report>(await inDb(...beyond.with(-1, longest), '--json'));
    expect(exact.journalHash).toBe(fitted.journalHash);
  });
});

describe('stored runs', () => {
  let runId = '';
  beforeAll(async () => {
    runId = json<Report>(await inDb('run', file, '--json')).runId;
  });

  it('are listed, newest first, and found by the beginning of their id', async () => {
    const { items } = json<{ items: { runId: string }[] }>(await inDb('runs', 'ls', '--json'));
    expect(items[0]?.runId).toBe(runId);
    expect((await inDb('runs', 'ls')).out).toContain(runId);
    expect((await inDb('report', 'latest')).out).toContain(runId);
    expect(json<Report>(await inDb('runs', 'show', runId, '--json')).runId).toBe(runId);
    expect((await inDb('report', runId.slice(0, 4))).code).toBe(2);
  });

  it('are explained', async () => {
    const { out, code } = await inDb('explain', 'latest', 'P1/0');
    expect(code).toBe(0);
    expect(out).toContain('Why it was sent');
    const unknown = await inDb('explain', 'latest', 'P7/0');
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('no order or fill "P7/0"');
  });

  it('are compared, exported and removed', async () => {
    const other = json<Report>(await inDb('run', file, '--json', '--seed', '8')).runId;
    const compared = json<{ sameJournal: boolean; figures: { metric: string }[] }>(
      await inDb('runs', 'compare', runId, other, '--json'),
    );
    expect(compared.sameJournal).toBe(false);
    expect(compared.figures.map(({ metric }) => metric)).toContain('shortfallBps');
    const exported = json<{ run: { runId: string }; journal: unknown[]; orders: unknown[] }>(
      await inDb('runs', 'export', other),
    );
    expect(exported.run.runId).toBe(other);
    expect(exported.journal.length).toBeGreaterThan(10);
    expect(exported.orders.length).toBeGreaterThan(1);
    expect((await inDb('runs', 'rm', other, 'nothing')).code).toBe(2);
    expect((await inDb('runs', 'rm', other)).out).toBe(`removed ${other}\n`);
    expect((await inDb('report', other)).code).toBe(2);
  });
});

describe('usage', () => {
  it.each([
    [['rnu'], 'Did you mean run?'],
    [['run', '--sede', '1'], '--seed'],
    [['run'], 'nothing to run'],
    [['run', 'x.yaml', '--seed', 'seven'], 'a seed is a whole number'],
    [['run', 'x.yaml', '--seeds', '9..1'], 'write how many, as in 20, or the first and the last'],
    [['run', 'x.yaml', '--seed', '1', '--seeds', '1..2'], 'exclude each other'],
    [['run', 'x.yaml', '--side', 'buy'], 'goes with --market'],
    [['run', 'x.yaml', '--fail-on', 'shortfalBps > 1'], 'did you mean "shortfallBps"?'],
    [['run', 'nothing/*.yaml'], 'no scenario matches'],
    [['report', 'nothing'], 'no run "nothing"'],
    [['completion'], 'comes later'],
    [
      ['paper', 'x.yaml', '--broker', 'ibkr', '--state', 's.db'],
      'sim, alpaca, binance or binance-usdm',
    ],
    [
      ['paper', 'x.yaml', '--broker', 'alpaca', '--state', 's.db', '--url', 'http://10.0.0.1:80'],
      'a venue on this machine',
    ],
    [['venue', '--dialect', 'fix', '--scenario', 'x.yaml'], 'port, alpaca, binance'],
    [['venue', '--judge', '--scenario', 'x.yaml'], 'who speaks "port" keeps one'],
    [['venue', '--dialect', 'binance', '--junit', 'x.xml'], '--junit has nothing to say'],
    [['venue', '--dialect', 'binance', '--judge', '--duration', '5'], 'a duration, as in 90s'],
    [['data', 'inspect', 'x', '--format', 'tradis'], 'did you mean "tardis"?'],
    [['data', 'import', 'x', '--out', 'y.csv'], 'named *.arrow'],
    [['runs'], 'Usage: squall runs'],
    [[], 'Usage: squall'],
  ])('%j exits 2 and says why', async (argv, text) => {
    const ran = await squall(...argv);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(text);
    expect(ran.err).not.toMatch(STACK_LINE);
  });

  it('prints help and version to stdout and exits 0', async () => {
    expect(await squall('--help')).toMatchObject({ code: 0, err: '' });
    expect((await squall('run', '--help')).out).toContain('--fail-on');
    expect((await squall('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('says everything that is wrong with all files at once', async () => {
    for (const [name, text] of [
      ['b1', edit('seed: 7', 'sed: 7')],
      ['b2', edit('side: buy', 'side: by')],
    ] as const) {
      writeFileSync(join(folder.path, `${name}.bad`), text);
    }
    const ran = await squall('run', 'b1.bad', 'b2.bad');
    expect(ran.code).toBe(3);
    expect(ran.err).toMatch(/b1\.bad:3:1: sed: unknown key/);
    expect(ran.err).toMatch(/b2\.bad:30:\d+: orders\.0\.side/);
  });

  it('leaves a crash bundle for a bug of its own and exits 70', async () => {
    const { main } = await import('../../src/cli/main.js');
    let err = '';
    const code = await main(['config', 'show'], {
      // What is thrown has to come from our own sources: from anywhere else it is somebody's strategy's, where one was loaded before.
      out: undefined as never,
      err: (text) => (err += text),
      env: {},
      cwd: folder.path,
      program: 'squall',
      interactive: false,
      redraw: () => undefined,
      tell: () => undefined,
      columns: null,
      useColor: () => undefined,
      onInterrupt: () => () => undefined,
    });
    expect(code).toBe(70);
    expect(err).not.toMatch(STACK_LINE);
    const path = /: (\S*crash-[0-9a-f]+\.json)/.exec(err)?.[1] ?? '';
    expect(existsSync(path)).toBe(true);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      message: 'world.out is not a function',
      argv: ['config', 'show'],
    });
  });
});

describe('scenarios and data', () => {
  it('are listed, checked, begun and described', async () => {
    const { items } = json<{ items: { name: string }[] }>(await squall('scenario', 'ls', '--json'));
    expect(items.map(({ name }) => name)).toContain('calm');
    expect((await squall('scenario', 'validate', file)).out).toBe('ok  sound\n');
    writeFileSync(join(folder.path, 'bad.yaml'), edit('seed: 7', 'sed: 7'));
    const bad = await squall('scenario', 'validate', 'bad.yaml', '--json');
    expect(bad.code).toBe(3);
    expect(json<{ problems: { path: string }[] }>(bad).problems[0]?.path).toBe('sed');
    expect((await squall('scenario', 'new', 'begun.yaml')).code).toBe(0);
    expect((await squall('scenario', 'new', 'begun.yaml')).code).toBe(2);
    expect((await inDb('run', join(folder.path, 'begun.yaml'))).code).toBe(0);
    const schema = json<{
      required: string[];
      properties: { faults: { items: { anyOf: unknown[] } } };
    }>(await squall('scenario', 'schema'));
    expect(schema.required).toEqual(['name']);
    expect(schema.properties.faults.items.anyOf.length).toBeGreaterThanOrEqual(6);
  });

  it('are inspected, converted and replayed to the same journal', async () => {
    const place: Place = { cwd: folder.path };
    writeFileSync(join(folder.path, 'raw.log'), rawText(makeSession({ seed: 1 }), 'spot'));
    const inspected = await runMain(['data', 'inspect', 'raw.log', '--json'], place);
    expect(json<object>(inspected)).toMatchObject({
      format: 'binance-raw',
      sequenceGaps: 0,
      crossedBooks: 0,
    });
    expect((await runMain(['data', 'inspect', 'raw.log'], place)).out).toContain('binance-raw');
    expect((await runMain(['data', 'inspect', 'raw.log'], place)).out).toMatch(
      /^best prices +no stream of them$/m,
    );
    expect((await runMain(['data', 'import', 'raw.log', '--out', 'tape.arrow'], place)).code).toBe(
      0,
    );
    const { files } = json<{ files: { file: string; format: string }[] }>(
      await runMain(['data', 'ls', '.', '--json'], place),
    );
    expect(files.map(({ format }) => format)).toContain('arrow');
    const flags = ['--side', 'sell', '--quantity', '0.2', '--duration', '8s', '--json', '--db', db];
    const [raw, arrow] = [
      json<Report>(await runMain(['run', '--market', 'raw.log', ...flags], place)),
      json<Report>(await runMain(['run', '--market', 'tape.arrow', ...flags], place)),
    ];
    expect(arrow.journalHash).toBe(raw.journalHash);
  });
});

describe('squall serve', () => {
  it('serves the stored runs on this machine until it is interrupted', async () => {
    const { main } = await import('../../src/cli/main.js');
    await inDb('run', file);
    let stop = (_: 'SIGINT' | 'SIGTERM'): void => undefined;
    let url = '';
    let served: Promise<number> = Promise.resolve(-1);
    await new Promise<void>((listening) => {
      served = main(['serve', '--port', '0', '--db', db], {
        out: (text) => {
          url = /http:\S+/.exec(text)?.[0] ?? '';
          listening();
        },
        err: () => undefined,
        env: {},
        cwd: folder.path,
        program: 'squall',
        interactive: false,
        redraw: () => undefined,
        tell: () => undefined,
        columns: null,
        useColor: () => undefined,
        onInterrupt: (then) => {
          stop = then;
          return () => undefined;
        },
      });
    });
    const answer = await fetch(`${url}/api/v1/runs`);
    expect(answer.status).toBe(200);
    const { items } = (await answer.json()) as { items: { scenario: string }[] };
    expect(items[0]?.scenario).toBe('sound');
    stop('SIGINT');
    expect(await served).toBe(130);
  });

  it('does not serve to other machines', async () => {
    const ran = await squall('serve', '--host', '0.0.0.0');
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('server.host "0.0.0.0"');
    const told = await runMain(['serve'], { env: { SQUALL_SERVER_HOST: '0.0.0.0' } });
    expect(told.code).toBe(78);
  });
});

describe('squall as a process', () => {
  it('survives a reader that goes away, and is quiet about it', async () => {
    const { spawn } = await import('node:child_process');
    const bin = join(import.meta.dirname, '../../bin/squall.mjs');
    const child = spawn(process.execPath, [bin, 'scenario', 'schema'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    const code = await new Promise((done) => child.on('close', done));
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('answers --help at once', async () => {
    const told = 'process.on("exit", () => process.stderr.write(String(process.cpuUsage().user)))';
    const times: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(told)}` };
      const { code, err } = await runProcess(['--help'], { env });
      expect(code).toBe(0);
      times.push(Number(err) / 1_000);
    }
    // Of the processor: 300 ms is the aim, and beside another program each takes up to twice as much.
    expect(Math.min(...times)).toBeLessThan(600);
  });
});
