/**
 * S30: a simulation and a paper session are one core. What a simulated engine heard is told to a paper session, on its file and its clock, by the ports it
 * hears a venue by; and what a paper session heard is decided again by the code that simulations run. Either way entry for entry the same.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineConfig } from '../../../src/core/state/config.js';
import { DEFAULT_BREAKER } from '../../../src/core/state/breaker.js';
import type { State } from '../../../src/core/state/state.js';
import { plus } from '../../../src/core/ground/units.js';
import type { Agenda } from '../../../src/runs/assembly.js';
import { storedState } from '../../../src/runs/stored-state.js';
import { buildFaults } from '../../../src/sim/fault/fault-set.js';
import { RandomStreams } from '../../../src/sim/random/random.js';
import { readEngineStore } from '../../../src/store/engine-store.js';
import { configOf } from '../../support/engine-config.js';
import { START } from '../../support/engine-rig.js';
import { lawCases, lawTimeoutMs } from '../../support/law-cases.js';
import { INSTRUMENT, inSeconds, order, planOf } from '../../support/simulation-plan.js';
import { PaperOnPromises } from './support/paper-on-promises.js';
import { stateHash } from '../../../src/core/engine/snapshot.js';
import type { QuoteView } from '../../../src/core/order/outcome.js';
import type { JournalBlock } from '../../../src/core/state/journal-block.js';
import { verifyState } from '../../../src/runs/verify/verify-state.js';
import { drawnScenario, planOfDrawn } from '../../support/drawn-scenario.js';
import { type KeptSimulation, simulateKept } from '../../support/simulate-kept.js';
import { engineFile } from '../../store/engine-store/support/engine-file.js';
import { PaperByHand } from './support/paper-by-hand.js';
import type { SimulationPlan } from '../../../src/runs/simulation.js';

const here = engineFile();
let files = 0;
/** Each writes a file, block by block. */
const numRuns = Math.ceil(lawCases / 200);
const timeoutMs = lawTimeoutMs(5);

/** The same inputs to a paper session: step for step the same journal, and the same state at its end. @returns its file. */
async function heardOnPaper(
  { engine, start }: SimulationPlan,
  { blocks, stateHash: simulated }: KeptSimulation,
): Promise<string> {
  const path = `${here.path}-${(files += 1)}`;
  const paper = new PaperByHand(path, engine, start);
  try {
    for (const [seq, { input, text, hash }] of blocks.entries()) {
      paper.show(quotesAt(blocks, seq));
      // What falls due at one instant falls due in one turn.
      if (paper.head.seq <= seq) await paper.deliver(input);
      expect(paper.session.host.failure).toBeNull();
      const steps = paper.head.seq;
      if (steps !== seq + 1 && blocks[steps - 1]?.input.at === input.at) continue;
      expect(paper.head, `after ${text}`).toEqual({ seq: seq + 1, hash });
    }
    expect(stateHash(paper.session.host.state)).toBe(simulated);
  } finally {
    paper.close();
  }
  return path;
}

/** All that is looked at in the instant of a step: it may be another step's input. */
function quotesAt(blocks: readonly JournalBlock[], seq: number): readonly QuoteView[] {
  const { at } = blocks[seq]!.input;
  const views: QuoteView[] = [];
  for (let next = seq; blocks[next]?.input.at === at; next += 1)
    views.push(...(blocks[next]!.input.quotes ?? []));
  return views;
}

const seconds = fc.integer({ min: 3, max: 40 });
const drawnSession = fc.record({
  seed: fc.nat(1_000_000),
  lost: fc.constantFrom(0, 0.1, 0.4),
  outages: fc.array(fc.record({ path: fc.constantFrom('submit', 'query', 'cancel'), at: seconds })),
  /** The feed is silent from then on, and the breaker trips. */
  quietFrom: fc.option(seconds),
  /** The process is gone then, and the next one has another configuration. */
  begunAgain: fc.array(seconds, { maxLength: 3 }),
});
type DrawnSession = typeof drawnSession extends fc.Arbitrary<infer T> ? T : never;

const AGENDA: Agenda = {
  orders: [
    { at: plus(START, inSeconds(1)), request: order({ slices: 3, duration: inSeconds(30) }) },
    {
      at: plus(START, inSeconds(5)),
      request: order({
        ...{ idempotencyKey: '1', slices: 2, duration: inSeconds(30), completion: 'catch-up' },
        ...{ type: 'limit', limitPrice: { peg: 'bid', offsetTicks: 0 }, timeInForce: 'gtc' },
        fillTimeout: inSeconds(4),
      }),
    },
  ],
  operator: [
    {
      at: plus(START, inSeconds(20)),
      reason: 'a look',
      command: { do: 'kill-on', cancelWorking: true },
    },
    { at: plus(START, inSeconds(26)), reason: 'looked', command: { do: 'kill-off' } },
  ],
  strategies: [],
};

/** One process after another on one file. @returns what the last one knew. */
async function tradedOnPaper(
  { seed, lost, outages, quietFrom, begunAgain }: DrawnSession,
  path: string,
): Promise<State> {
  const paper = new PaperOnPromises({
    path,
    agenda: AGENDA,
    random: new RandomStreams(seed).of('promises'),
    faults: buildFaults(
      outages.map(({ path: dark, at }) => ({
        kind: 'outage',
        values: { paths: [dark], at: inSeconds(at), for: inSeconds(6) },
      })),
      { seed, start: START, firstSymbol: INSTRUMENT.symbol },
    ),
    lost,
    quietFrom,
  });
  for (const [index, length] of begunAgain.entries()) await paper.live(another(index), length);
  return paper.live(another(begunAgain.length), 60);
}

const another = (index: number): EngineConfig =>
  configOf({
    fillDetection: { firstPoll: inSeconds(0.5 + index) },
    breaker: { ...DEFAULT_BREAKER, dataAge: inSeconds(5) },
    seed: 7 + index,
  });

describe('one core', () => {
  it(
    'S30 SIM-1: a paper session decides what a simulation decided on whatever that heard',
    async () => {
      const law = fc.asyncProperty(drawnScenario, async (drawn) => {
        const { plan, teller } = planOfDrawn(drawn);
        const simulated = simulateKept(plan, { wrapBroker: teller.wrap });
        const path = await heardOnPaper(plan, simulated);
        expect(verifyState(path)).toMatchObject({ ok: true, check: { ok: true } });
      });
      await fc.assert(law, { numRuns });
    },
    timeoutMs,
  );

  it('S30 RCV-2: also from one process to the next, on what is in its file', async () => {
    const faults = [6, 14, 20].map((at) => ({
      kind: 'client-killed',
      values: { at: inSeconds(at), down: inSeconds(3) },
    }));
    const plan = planOf({ faults, orders: [[5, order({ slices: 6, duration: inSeconds(30) })]] });
    const simulated = simulateKept(plan);
    const begun = simulated.blocks.filter(({ input }) => input.kind === 'started');
    expect(begun).toHaveLength(3);
    const path = await heardOnPaper(plan, simulated);
    expect(verifyState(path)).toMatchObject({ ok: true, check: { ok: true } });
  });

  it(
    'S30: what paper sessions heard is decided again as it was, each by its own configuration',
    async () => {
      const law = fc.asyncProperty(drawnSession, async (drawn) => {
        const path = `${here.path}-${(files += 1)}`;
        const state = await tradedOnPaper(drawn, path);
        const { blocks, check } = verifyState(path);
        expect(check).toMatchObject({
          ok: true,
          text: `${blocks} inputs decided again, same entries`,
        });
        const stored = readEngineStore(path, (read) => storedState(read.blocks()).state);
        expect(stateHash(stored)).toBe(stateHash(state));
      });
      await fc.assert(law, { numRuns });
    },
    timeoutMs,
  );
});
