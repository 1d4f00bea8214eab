/**
 * Is the journal of a stored run what it says it is, and all that is stored beside it what follows from it? Each check with the
 * first difference: the chain of its blocks, the state its entries fold to, the entries this build decides on the recorded
 * inputs, and, for a simulated run, all of it again from the scenario: the journal, then row, orders, fills and documents. Reads only.
 */
import { fold } from '../core/engine/replay.js';
import { stateHash } from '../core/engine/snapshot.js';
import { GENESIS_HASH, type JournalBlock } from '../core/state/journal-block.js';
import type { StoredBlock } from '../store/journal-part.js';
import type { RunSummary } from '../store/stored-run.js';
import { attributed, isAttributedUnasked } from './attribution.js';
import type { EndedRun } from './ended-run.js';
import { MONITORS } from './engines.js';
import { type PreparedScenario, executeRun, prepareScenario } from './execute-run.js';
import { ReadBlocks } from './read-run.js';
import type { LoadedScenario } from './scenario/load.js';
import type { WorkLimits } from './scenario/work-limits.js';
import { type StoredPlan, recordedChecksum, scenarioOfPlan } from './stored-plan.js';
import { engineConfig } from './to-plan.js';
import { checkDecisions, readable } from './verify/check-decisions.js';
import { type StoredSide, compareStored, hasAttribution } from './verify/compare-stored.js';
import type { VerifyCheck } from './verify/verify-check.js';

export interface VerifyInput {
  readonly summary: RunSummary;
  readonly plan: StoredPlan;
  /** Walked several times. */
  readonly journal: { blocks(): Iterable<StoredBlock> };
  /** What else is stored of it. */
  readonly store: StoredSide;
  /** Of the replay; null = none. The run may be anybody's. */
  readonly limits?: WorkLimits | null;
}

/** Errors: as `executeRun`; `ScenarioError` also when the market files are gone. */
export async function verifyRun(input: VerifyInput): Promise<readonly VerifyCheck[]> {
  const { summary, plan, limits = null } = input;
  const loaded = scenarioOfPlan(plan, limits);
  const chain = checkChain(input);
  // Blocks that were changed may not even be readable: nothing else can be said of them.
  if (chain.ok !== true) return [chain];
  const steps = new ReadBlocks(input.journal);
  return [
    chain,
    readable('state', () => checkState(summary, steps)),
    checkDecisions(steps, engineConfig(loaded.scenario, plan.seed), { monitors: MONITORS }),
    ...(await checkReplay(input, loaded)),
  ];
}

function checkChain({ summary, journal }: VerifyInput): VerifyCheck {
  let hash = GENESIS_HASH;
  let count = 0;
  for (const block of journal.blocks()) {
    if (!block.intact || block.seq !== count) {
      const text = `block ${count} is not the one that was written`;
      return { name: 'chain', ok: false, text };
    }
    ({ hash } = block);
    count += 1;
  }
  const ok = hash === summary.journalHash;
  const text = ok
    ? `${count} blocks, ${short(hash)}`
    : `the blocks end in ${short(hash)}, the run in ${short(summary.journalHash)}: the last ones are missing`;
  return { name: 'chain', ok, text };
}

function checkState(summary: RunSummary, steps: Iterable<JournalBlock>): VerifyCheck {
  const hash = stateHash(fold(steps));
  const ok = hash === summary.stateHash;
  const text = ok
    ? `the entries fold to ${short(hash)}`
    : `the entries fold to ${short(hash)}, recorded is ${short(summary.stateHash)}`;
  return { name: 'state', ok, text };
}

async function checkReplay(
  input: VerifyInput,
  loaded: LoadedScenario,
): Promise<readonly VerifyCheck[]> {
  const { summary, plan, store } = input;
  const prepared = await prepareScenario(loaded);
  const again = executeRun(prepared, { seed: plan.seed });
  try {
    const hash = again.finished.journalHash ?? '';
    if (hash !== summary.journalHash) return [otherJournal(input, prepared, again)];
    const run = hasAttribution(store.report(summary.runId))
      ? await withCosts(prepared, again)
      : again;
    return [
      { name: 'replay', ok: true, text: `the same journal, ${short(hash)}` },
      ...compareStored(store, summary, run),
    ];
  } finally {
    again.close();
  }
}

/** Also what each fault cost, where that is little work. */
const withCosts = async (prepared: PreparedScenario, run: EndedRun): Promise<EndedRun> =>
  isAttributedUnasked(run)
    ? ((await attributed(new AbortController().signal, prepared, run)) ?? run)
    : run;

function otherJournal(
  { plan, journal }: VerifyInput,
  prepared: PreparedScenario,
  again: EndedRun,
): VerifyCheck {
  const checksums = prepared.tapesOf(plan.seed).map(recordedChecksum);
  const changed = plan.markets.filter(
    ({ tapeChecksum }, index) => tapeChecksum !== checksums[index],
  );
  const symbols = changed.map(({ instrument }) => instrument.symbol).join(', ');
  const market = symbols === '' ? '' : ` (the market data of ${symbols} is not what it was)`;
  const { seq, texts } = firstApart(journal.blocks(), again.finished.blocks);
  const [then, now] = excerpts(...texts);
  const text = `block ${seq} differs${market}: recorded ${then}, replayed ${now}`;
  return { name: 'replay', ok: false, text };
}

type Texts = Iterable<Pick<StoredBlock, 'text'>>;

function firstApart(
  recorded: Texts,
  replayed: Texts,
): { readonly seq: number; readonly texts: readonly [string, string] } {
  const others = replayed[Symbol.iterator]();
  let seq = 0;
  for (const { text } of recorded) {
    const other = others.next();
    const now = other.done === true ? 'nothing' : other.value.text;
    if (text !== now) return { seq, texts: [text, now] };
    seq += 1;
  }
  const more = others.next();
  return { seq, texts: ['nothing', more.done === true ? 'nothing' : more.value.text] };
}

const HASH_SHOWN = 12;
const short = (hash: string): string => hash.slice(0, HASH_SHOWN);

const BEFORE = 40;
const SHOWN = 160;

/** Both texts around the first place where they part. */
function excerpts(a: string, b: string): readonly [string, string] {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const from = Math.max(0, at - BEFORE);
  const cut = (text: string): string =>
    `${from > 0 ? '…' : ''}${text.slice(from, from + SHOWN)}${text.length > from + SHOWN ? '…' : ''}`;
  return [cut(a), cut(b)];
}
