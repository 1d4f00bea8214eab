/** Whole runs of a client that does nothing for a while, because it is held up or because its disk is slow. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_BREAKER } from '../../src/core/state/breaker.js';
import type { EngineConfig } from '../../src/core/state/config.js';
import type { JournalBlock } from '../../src/core/state/journal-block.js';
import type { FaultSpec } from '../../src/sim/fault/fault-set.js';
import type { FaultValues } from '../../src/sim/fault/parameter.js';
import { type SimulationOptions, simulate } from '../../src/runs/simulation.js';
import { inSeconds, order, planOf, tapeOf } from '../support/simulation-plan.js';

const TAPE = tapeOf(5, { durationSeconds: 120, messagesPerSecond: 6 });
const TAKES = order({ duration: inSeconds(50), fillTimeout: inSeconds(6) });
const SECOND = 1_000_000;

const fault = (kind: string, values: FaultValues): FaultSpec => ({ kind, values });
/** Behind the second submit, for longer than its answer is waited for. */
const PAUSED = fault('client-paused', {
  at: { after: 'submit-sent', nth: 2 },
  for: inSeconds(20),
});
const SLOW = { probability: 1, from: inSeconds(2), to: inSeconds(2) };

function played(
  faults: readonly FaultSpec[],
  options: SimulationOptions = {},
  engine: Partial<EngineConfig> = {},
) {
  const blocks: JournalBlock[] = [];
  const durable: JournalBlock[] = [];
  const planned = planOf({ tape: TAPE, orders: [[2, TAKES]], faults });
  const result = simulate(
    { ...planned, engine: { ...planned.engine, ...engine } },
    {
      ...options,
      journal: { append: (written) => durable.push(...written) },
      onBlock: (block) => blocks.push(block),
    },
  );
  const secondsOf = ({ input: { at } }: JournalBlock): number => (at - planned.start) / SECOND;
  return { ...result, blocks, durable, secondsOf };
}

describe('a process that is held up', () => {
  it('F:PRC5: nothing of it happens meanwhile; then its timers, and then all that came', () => {
    const run = played([PAUSED]);
    const { audit, blocks, faultRecord, secondsOf } = run;
    expect(audit.violations).toEqual([]);
    const [{ from, to } = { from: 0, to: 0 }] = faultRecord.windows;
    expect(to - from).toBe(20 * SECOND);
    expect(blocks.filter(({ input: { at } }) => at > from && at < to)).toEqual([]);
    const after = blocks.filter(({ input: { at } }) => at >= to).map(({ input }) => input);
    const first = after.findIndex(({ kind }) => kind !== 'wake');
    expect(first).toBeGreaterThan(1);
    expect(after.slice(0, first).every(({ at }) => at === to)).toBe(true);
    expect(after[first]).toMatchObject({ kind: 'execution-report', at: to + 1 });
    expect(secondsOf(blocks.at(-1)!)).toBeGreaterThan(50);
  });

  it('F:PRC5 SCH-4: what it had asked runs out, although the answer is there; what it looks at is of before', () => {
    const { blocks, faultRecord } = played([PAUSED]);
    const [{ from, to } = { from: 0, to: 0 }] = faultRecord.windows;
    const outcomes = blocks.flatMap(({ input }) => (input.kind === 'outcome' ? [input] : []));
    expect(outcomes[1]).toMatchObject({
      at: to + 1,
      effect: 'submit',
      outcome: { kind: 'unknown', shape: 'timeout' },
    });
    const looks = blocks.flatMap(({ input }) =>
      input.kind === 'wake' && input.at === to ? (input.quotes ?? []) : [],
    );
    expect(looks.length).toBeGreaterThan(0);
    for (const { aliveAt } of looks) expect(aliveAt).toBeLessThanOrEqual(from);
  });

  it('F:PRC5: an answer that comes while it still waits for it is heard', () => {
    const short = fault('client-paused', { ...PAUSED.values, for: inSeconds(4) });
    const { blocks, faultRecord } = played([short]);
    const [{ to } = { to: 0 }] = faultRecord.windows;
    const outcomes = blocks.flatMap(({ input }) => (input.kind === 'outcome' ? [input] : []));
    expect(outcomes[1]).toMatchObject({ at: to + 1, outcome: { kind: 'accepted' } });
  });

  it('F:PRC5 F:CLK4: nobody tells it that time went on, as a machine that slept is told', () => {
    const stepped = (kind: string) =>
      played([fault(kind, PAUSED.values)]).blocks.flatMap(({ entries }) =>
        entries.flatMap((entry) => (entry.kind === 'clock-doubted' ? [entry] : [])),
      ).length;
    expect(stepped('client-paused')).toBe(0);
    expect(stepped('machine-asleep')).toBeGreaterThan(0);
  });

  it('F:PRC5 RSK-2: a market that it has not looked at is one that nothing was heard of', () => {
    const breaker = { ...DEFAULT_BREAKER, equity: null, dataAge: inSeconds(10) };
    const { state } = played([PAUSED], {}, { breaker });
    expect([...state.alerts.entries()].map(([key]) => key)).toContain('breaker:engine');
  });

  it('F:PRC5 F:PRC1: killed meanwhile it is gone with its pause, and the next one goes on at once', () => {
    const kill = { at: inSeconds(25), down: inSeconds(5) };
    const { audit, blocks, faultRecord, ledger, secondsOf } = played([
      fault('client-paused', { at: inSeconds(15), for: inSeconds(60) }),
      fault('client-killed', kill),
    ]);
    expect(audit.violations).toEqual([]);
    const [pause] = faultRecord.windows;
    expect(pause!.to - pause!.from).toBe(10 * SECOND);
    const started = blocks.find(({ input: { kind } }) => kind === 'started');
    expect(secondsOf(started!)).toBe(30);
    expect(ledger.executions.length).toBeGreaterThan(3);
  });

  it('F:PRC5 F:PRC6 S29: overtaken meanwhile it writes nothing any more, and sends nothing', () => {
    const { audit, blocks, durable, ledger, secondsOf, state } = played([
      fault('client-paused', { at: inSeconds(15), for: inSeconds(20) }),
      fault('second-instance', { at: inSeconds(20), lock: 'lost' }),
    ]);
    expect(audit.violations).toEqual([]);
    expect(blocks.filter(({ input: { kind } }) => kind === 'started')).toHaveLength(1);
    const seqs = durable.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index));
    const accepted = ledger.entries.filter(({ kind }) => kind === 'accepted');
    expect(new Set(accepted.map(({ clientOrderId }) => clientOrderId)).size).toBe(accepted.length);
    expect(state.gate?.state).not.toBe('shut');
    expect(secondsOf(blocks.at(-1)!)).toBeGreaterThan(40);
  });
});

describe('a disk that is slow', () => {
  it('F:DSK9 S8: nothing leaves before what was decided is durable, and nothing else goes on meanwhile', () => {
    const { audit, durable, ledger, faultCounts } = played([fault('disk-slow', SLOW)]);
    expect(audit.violations).toEqual([]);
    expect(faultCounts.get('disk-slow')).toBeGreaterThan(10);
    const sent = ledger.entries.filter(({ kind }) => kind === 'accepted');
    expect(sent.length).toBeGreaterThan(1);
    const decidedAt = durable.map(({ input: { at } }) => at);
    const turns = [...new Set(decidedAt)].sort((a, b) => a - b);
    const gaps = turns.slice(1).map((at, index) => at - turns[index]!);
    // What fell due and what came are each heard after a write of two seconds.
    expect(Math.min(...gaps.filter((gap) => gap > 1))).toBe(2 * SECOND);
  });

  it('F:DSK9 S8: an engine that does not wait for its disk is caught', () => {
    let unwritten: readonly JournalBlock[] = [];
    const { audit } = played([], {
      wrapJournal: (journal) => ({
        append: (blocks) => {
          journal.append(unwritten);
          unwritten = blocks;
        },
      }),
    });
    expect(audit.violations.map(({ id }) => id)).toContain('S8');
  });

  it('F:DSK9 F:CLK6 S20: what it decided is judged by when it did, whatever its clock shows and however long the disk takes', () => {
    const { audit, faultCounts } = played([
      fault('disk-slow', { ...SLOW, from: inSeconds(5), to: inSeconds(5) }),
      fault('leap-second', { at: inSeconds(40), client: 'smears', over: inSeconds(60) }),
    ]);
    expect(audit.violations).toEqual([]);
    expect(faultCounts.get('leap-second')).toBe(1);
  });

  it('F:DSK9 S20 SCH-2: by the time that it is durable the market data may be too old for it to leave; an engine that sends it all the same is caught', () => {
    const at = { after: 'query-sent' } as const;
    const five = fault('disk-slow', {
      at,
      for: inSeconds(1),
      from: inSeconds(5.1),
      to: inSeconds(5.1),
    });
    const { audit, blocks } = played([five]);
    expect(audit.violations).toEqual([]);
    const vetoes = blocks.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.kind === 'intent-withdrawn' ? [entry.veto?.code] : [])),
    );
    expect(vetoes).toEqual(['quote-too-old']);
    const ungated = played([five], {
      wrapBroker: (broker) => ({
        reports$: broker.reports$,
        send: (command) => broker.send(command, () => null),
      }),
    });
    expect(ungated.audit.violations.map(({ id }) => id)).toContain('S20');
  });

  it('F:DSK9: a run that ends in the middle of a write has written it', () => {
    const { durable, journalHash } = played([
      fault('disk-slow', {
        at: inSeconds(30),
        for: inSeconds(90),
        from: 40 * SECOND,
        to: 40 * SECOND,
      }),
    ]);
    expect(durable.at(-1)?.hash).toBe(journalHash);
  });

  /** In the write of the first intent. */
  const inWrite = (kind: string) => {
    const at = { after: 'query-sent' } as const;
    const run = played([
      fault('disk-slow', { at, for: inSeconds(1), from: 4 * SECOND, to: 4 * SECOND }),
      fault(kind, { at: { ...at, plus: inSeconds(2) }, down: inSeconds(5) }),
    ]);
    expect(run.audit.violations).toEqual([]);
    const kinds = run.durable.flatMap(({ input, entries }) => [
      input.kind,
      ...entries.map(({ kind: of }) => of),
    ]);
    expect(run.audit.fills.every(({ detectedAt }) => detectedAt !== null)).toBe(true);
    expect(run.ledger.executions.length).toBeGreaterThan(3);
    return { intent: kinds.indexOf('submit-intent'), started: kinds.indexOf('started') };
  };

  it('F:DSK9 F:PRC3: killed in the middle of a write it has told nobody, and the next one finds it in the file', () => {
    const { intent, started } = inWrite('client-killed');
    expect(intent).toBeLessThan(started);
  });

  it('F:DSK9 F:DSK4: without power the write is lost, and with it what was decided', () => {
    const { intent, started } = inWrite('power-lost');
    expect(intent).toBeGreaterThan(started);
  });

  it('F:DSK9 F:DSK1: a write that finds no room after all ends the process, and nothing of it leaves', () => {
    const { intent, started } = inWrite('disk-full');
    expect(intent).toBeGreaterThan(started);
  });
});
