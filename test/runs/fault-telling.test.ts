/** The bundled outage as it is told: trace, log and explanations name the fault, with start, end and paths, in times. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/report/telling/explain.js';
import { traceText } from '../../src/report/telling/trace.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { logLines } from '../../src/runs/log-lines.js';
import { loadScenario } from '../../src/runs/scenario/load.js';
import { decodeTruth, storedTruth } from '../../src/runs/stored-truth.js';

const file = join(import.meta.dirname, '../../scenarios/outage.yaml');
const { finished, plan, report } = executeRun(await prepareScenario(loadScenario(file)));

const BEHIND =
  'the outage on feed, submit, cancel, query, stream from 00:02:50.085000 to 00:03:35.085000';

const explained = (asked: string): readonly string[] => {
  const explanation = explain(finished, asked);
  if (explanation.kind === 'problem') throw new Error(explanation.text);
  return explanation.lines.map((line) => line.trim());
};

describe('a fault', () => {
  it('F:MD2: has its window in the report, which counts what report.faults counts', () => {
    const [window] = report.faultWindows;
    const { startMicros } = report.virtual;
    expect(report.faultWindows).toEqual([
      {
        kind: 'outage',
        symbol: null,
        paths: ['feed', 'submit', 'cancel', 'query', 'stream'],
        fromMicros: startMicros + 170_085_000,
        toMicros: startMicros + 215_085_000,
        acts: report.faults['outage'],
      },
    ]);
    expect(window?.acts).toBeGreaterThan(1);
  });

  it('F:MD2: stands in the trace where it begins, where it acts and where it ends', () => {
    const faults = traceText(finished)
      .split('\n')
      .filter((line) => line.slice(17, 22) === 'fault')
      .map((line) => line.replaceAll(/ {2,}/g, '  '));
    expect(faults.slice(0, 4)).toEqual([
      '00:02:50.085000  fault  outage  begins on feed, submit, cancel, query, stream, until 00:03:35.085000',
      '00:02:50.090000  fault  P1/8  outage  a report (accepted) was lost on the order stream',
      '00:02:50.090000  fault  P1/8  outage  a report (trade) was lost on the order stream',
      '00:02:50.100000  fault  P1/8  outage  the answer to the submit was lost',
    ]);
    expect(faults.at(-1)).toBe(
      `00:03:35.085000  fault  outage  ends; ${report.faults['outage']} messages lost`,
    );
  });

  it('SCH-9: stands in the log, in times', () => {
    const lines = [...logLines(finished)];
    const faults = lines.filter(({ event }) => event.startsWith('fault.'));
    expect(faults[0]).toMatchObject({
      time: '2024-01-01T00:02:50.085Z',
      level: 'warn',
      event: 'fault.began',
      fields: {
        fault: 'outage',
        paths: 'feed submit cancel query stream',
        until: '2024-01-01T00:03:35.085Z',
      },
    });
    expect(faults.at(-1)).toMatchObject({
      time: '2024-01-01T00:03:35.085Z',
      event: 'fault.ended',
      fields: { from: '2024-01-01T00:02:50.085Z', acts: report.faults['outage'] },
    });
    expect(faults).toHaveLength(2 + finished.faultRecord.acts.length);
    const times = lines.map(({ atMicros }) => Number(atMicros));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('FIL-10: is named by the explanation of the answer that never came, and of the news that came late', () => {
    const lines = explained('P1/8');
    const unknown = lines.findIndex((line) => line.includes('outcome-unknown'));
    expect(lines[unknown - 1]).toBe(
      '00:02:50.100000  fault: outage  the answer to the submit was lost',
    );
    expect(lines).toContain(
      '00:02:50.090000  fault: outage  a report (trade) was lost on the order stream',
    );
    expect(lines).toContain(`7 queries about it went unanswered in ${BEHIND}`);
  });

  it.each([
    ['was late', 'P1/10', '00:03:30.000000  held until 00:03:36.000000, looked at 6 times'],
    ['was never sent', 'P1/9', '00:03:10.000000  held until 00:03:20.000000, looked at 10 times'],
  ])('SCH-3: is named by the explanation of a slice that %s', (_title, order, held) => {
    const lines = explained(order);
    const at = lines.findIndex((line) => line.startsWith(held));
    expect(lines[at]).toBe(`${held}: market data is too old, or could not be read`);
    expect(lines[at + 1]).toBe(`because of ${BEHIND}`);
  });

  it('is blamed for nothing that it had no part in', () => {
    expect(explained('P1/12').filter((line) => line.includes('outage'))).toEqual([]);
  });

  it('is read back with the truth of a stored run; a run stored without it is told without', () => {
    const { ledger, faultRecord } = finished;
    if (ledger === null) throw new Error('a simulated run has a ledger');
    const text = JSON.stringify(storedTruth(ledger, faultRecord));
    const { arrivals, entries, executions } = ledger;
    expect(decodeTruth(text)).toEqual({ ledger: { arrivals, entries, executions }, faultRecord });
    const earlier = decodeTruth(JSON.stringify({ arrivals, entries }));
    expect(earlier.faultRecord).toEqual({ windows: [], acts: [] });
  });

  it('no text of a telling has raw microseconds', () => {
    const told = [traceText(finished), ...explained('P1'), ...explained('P1/9')].join('\n');
    expect(told.match(/\b\d{7,} (?:us|micros)\b/g)).toBeNull();
  });
});

describe('the log of a run', () => {
  it('FIL-10: begins with what the engine goes by', () => {
    const [first, second] = logLines(finished, plan);
    expect(first).toMatchObject({
      time: '2024-01-01T00:00:00Z',
      event: 'run.begins',
      fields: { engine: 'robust', partialFills: 'accept', timeoutMicros: 30_000_000, retries: 5 },
    });
    expect([...logLines(finished)][0]).toEqual(second);
  });
});
