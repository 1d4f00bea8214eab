/**
 * Is a stored run what it says it is? Four checks, each with the first difference: the chain of its blocks, the state its
 * entries fold to, the entries this build decides on the recorded inputs, and, for a simulated run, all of it again from
 * the scenario. Reads only.
 */
import { sha256Chain } from '../core/ground/digest.js';
import { findDifference, fold } from '../core/engine/replay.js';
import { stateHash } from '../core/engine/snapshot.js';
import { GENESIS_HASH, type JournalBlock } from '../core/state/journal-block.js';
import type { StoredBlock } from '../store/results-store.js';
import type { RunSummary } from '../store/stored-run.js';
import { buildId } from './build-id.js';
import { executeRun, prepareScenario } from './execute-run.js';
import { readBlock } from './read-run.js';
import { type StoredPlan, recordedChecksum, scenarioOfPlan } from './stored-plan.js';
import { engineConfig } from './to-plan.js';

export interface VerifyInput {
  readonly summary: RunSummary;
  readonly plan: StoredPlan;
  readonly blocks: readonly StoredBlock[];
}

export interface VerifyCheck {
  readonly name: 'chain' | 'state' | 'decisions' | 'replay';
  readonly ok: boolean;
  /** What was compared, or the first difference. */
  readonly text: string;
}

export interface VerifyResult {
  readonly runId: string;
  readonly build: string;
  /** Another build made the run: differences are news, not failures. */
  readonly sameBuild: boolean;
  readonly checks: readonly VerifyCheck[];
  /** True unless something differs that should not. */
  readonly ok: boolean;
}

/** Errors: as `executeRun`; `ScenarioError` also when the market files are gone. */
export async function verifyRun(input: VerifyInput): Promise<VerifyResult> {
  const { summary, plan } = input;
  const loaded = scenarioOfPlan(plan);
  const chain = checkChain(input);
  // Blocks that were changed may not even be readable: nothing else can be said of them.
  if (!chain.ok) return resultOf(summary, [chain]);
  const steps = input.blocks.map(readBlock);
  return resultOf(summary, [
    chain,
    checkState(summary, steps),
    checkDecisions(steps, engineConfig(loaded.scenario, plan.seed)),
    await checkReplay(input),
  ]);
}

function resultOf(summary: RunSummary, checks: readonly VerifyCheck[]): VerifyResult {
  const sameBuild = summary.build === buildId();
  // The chain says nothing about builds: it is a matter of storage.
  const ok = checks.every((check) => check.ok || (!sameBuild && check.name !== 'chain'));
  return { runId: summary.runId, build: summary.build, sameBuild, checks, ok };
}

function checkChain({ summary, blocks }: VerifyInput): VerifyCheck {
  let hash = GENESIS_HASH;
  for (const [index, block] of blocks.entries()) {
    hash = sha256Chain(hash, block.text);
    if (block.seq === index && block.hash === hash) continue;
    return { name: 'chain', ok: false, text: `block ${index} is not the one that was written` };
  }
  const ok = hash === summary.journalHash;
  const text = ok
    ? `${blocks.length} blocks, ${short(hash)}`
    : `the blocks end in ${short(hash)}, the run in ${short(summary.journalHash)}: the last ones are missing`;
  return { name: 'chain', ok, text };
}

function checkState(summary: RunSummary, steps: readonly JournalBlock[]): VerifyCheck {
  const hash = stateHash(fold(steps));
  const ok = hash === summary.stateHash;
  const text = ok
    ? `the entries fold to ${short(hash)}`
    : `the entries fold to ${short(hash)}, recorded is ${short(summary.stateHash)}`;
  return { name: 'state', ok, text };
}

function checkDecisions(
  steps: readonly JournalBlock[],
  config: ReturnType<typeof engineConfig>,
): VerifyCheck {
  const difference = findDifference(steps, config);
  if (difference === null) {
    return {
      name: 'decisions',
      ok: true,
      text: `${steps.length} inputs decided again, same entries`,
    };
  }
  const { seq, index, recorded, decided } = difference;
  const text = `block ${seq}, entry ${index}: recorded ${recorded ?? 'nothing'}, decided ${decided ?? 'nothing'}`;
  return { name: 'decisions', ok: false, text };
}

async function checkReplay({ summary, plan, blocks }: VerifyInput): Promise<VerifyCheck> {
  const prepared = await prepareScenario(scenarioOfPlan(plan));
  const checksum = recordedChecksum(prepared.tapeOf(plan.seed));
  const { stored } = executeRun(prepared, { seed: plan.seed });
  if (stored.journalHash === summary.journalHash) {
    return { name: 'replay', ok: true, text: `the same journal, ${short(stored.journalHash)}` };
  }
  const market = checksum === plan.tapeChecksum ? '' : ' (the market data is not what it was)';
  const at = stored.blocks.findIndex(({ text }, index) => text !== blocks[index]?.text);
  const seq = at < 0 ? stored.blocks.length : at;
  const [now, then] = excerpts(
    stored.blocks[seq]?.text ?? 'nothing',
    blocks[seq]?.text ?? 'nothing',
  );
  const text = `block ${seq} differs${market}: recorded ${then}, replayed ${now}`;
  return { name: 'replay', ok: false, text };
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
