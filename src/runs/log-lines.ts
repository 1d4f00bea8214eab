/**
 * The structured log of a finished run (SCH-9, FIL-10): its journal folded once more, one line for each entry, and beside
 * them where each fault began, acted and ended. Instants are times in UTC; `atMicros` is the same for machines. Lines as
 * data: the command line writes them.
 */
import { formatInstant } from '../core/ground/calendar/instant.js';
import type { EpochMicros } from '../core/ground/units.js';
import type { FaultAct, FaultRecord, FaultWindow } from '../core/order/fault-record.js';
import type { EngineConfig } from '../core/state/config.js';
import { evolve } from '../core/state/evolve.js';
import { logOf } from '../core/engine/log.js';
import { type LogFields, type LogLine, logLine } from '../core/engine/log-line.js';
import { initialState } from '../core/state/initial-state.js';
import type { JournalBlock } from '../core/state/journal-block.js';

/** When it began, and what the engine went by: the first line. */
export interface LogHead {
  readonly start: EpochMicros;
  readonly engine: EngineConfig;
}

export interface LoggedRun {
  readonly blocks: Iterable<Pick<JournalBlock, 'input' | 'entries'>>;
  readonly faultRecord: FaultRecord;
}

/** A line with its time, by the run's own clock. */
export interface LoggedLine extends LogLine {
  readonly time: string;
  readonly atMicros: EpochMicros;
}

export function* logLines(
  { blocks, faultRecord }: LoggedRun,
  head: LogHead | null = null,
): Iterable<LoggedLine> {
  if (head !== null) yield loggedLine({ at: head.start, line: headLine(head) });
  const state = initialState();
  const faults = faultLines(faultRecord);
  let next = 0;
  for (const { input, entries } of blocks) {
    for (let fault = faults[next]; fault !== undefined && fault.at <= input.at;) {
      yield loggedLine(fault);
      next += 1;
      fault = faults[next];
    }
    for (const entry of entries) {
      evolve(state, entry, input.at);
      const line = logOf(entry, input.at, state);
      if (line !== null) yield loggedLine({ at: input.at, line });
    }
  }
  for (const fault of faults.slice(next)) yield loggedLine(fault);
}

/** How fills are looked for, of all orders alike (FIL-10). */
function headLine({ engine: { engine, partialFills = 'accept', ...config } }: LogHead): LogLine {
  const { retries, jitterPercent, slippageThresholdBps, ...waits } = config.fillDetection;
  return logLine('info', 'run.begins', {
    engine,
    partialFills,
    positionCheck: config.positionCheck !== undefined,
    timeoutMicros: waits.timeout,
    firstPollMicros: waits.firstPoll,
    pollIncreaseMicros: waits.pollIncrease,
    pollMaxMicros: waits.pollMax,
    retries,
    backoffFirstMicros: waits.backoffFirst,
    backoffMaxMicros: waits.backoffMax,
    jitterPercent,
    slippageThresholdBps,
  });
}

interface TimedLine {
  readonly at: EpochMicros;
  readonly line: LogLine;
}

const loggedLine = ({ at, line }: TimedLine): LoggedLine => ({
  time: formatInstant(at),
  atMicros: at,
  ...line,
  fields: withTimes(line.fields),
});

/** Fields that hold an instant. */
const INSTANTS: ReadonlySet<string> = new Set([
  'start',
  'nextAt',
  'until',
  'from',
  'detectedAt',
  'venueFillTime',
]);

const withTimes = (fields: LogFields): LogFields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      INSTANTS.has(name) && typeof value === 'number' ? formatInstant(value as EpochMicros) : value,
    ]),
  );

/** In order of time; at one instant one fault ends before another begins, and begins before it acts. One that hit a single message acted. */
function faultLines({ windows, acts }: FaultRecord): readonly TimedLine[] {
  const spans = windows.filter(({ from, to }) => to > from);
  return [...spans.map(ended), ...spans.map(begun), ...acts.map(acted)].sort((a, b) => a.at - b.at);
}

const pathsText = (paths: readonly string[]): string => paths.join(' ');

const begun = ({ kind: fault, paths, symbol, from, to }: FaultWindow): TimedLine => ({
  at: from,
  line: logLine('warn', 'fault.began', { fault, paths: pathsText(paths), symbol, until: to }),
});

const ended = ({ kind: fault, paths, symbol, from, to, acts }: FaultWindow): TimedLine => ({
  at: to,
  line: logLine('warn', 'fault.ended', { fault, paths: pathsText(paths), symbol, from, acts }),
});

const acted = ({ at, kind: fault, path, clientOrderId, ...act }: FaultAct): TimedLine => {
  const { message, leg, deed, said } = act;
  const fields = { fault, path, order: clientOrderId, message, leg, deed, said };
  return { at, line: logLine('debug', 'fault.acted', fields) };
};
