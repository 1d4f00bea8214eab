/** All that `verify` asks of a stored run, and the verdict: the file and the seal first, then what the run itself gives. */
import type { SealFinding } from '../../store/seal/seal-finding.js';
import type { LostRun, ResultsStore } from '../../store/results-store.js';
import type { RunSummary } from '../../store/stored-run.js';
import { buildId } from '../build-id.js';
import { OF_STORAGE, type VerifyCheck } from './verify-check.js';

export interface VerifyResult {
  readonly runId: string;
  readonly build: string;
  /** Another build made the run: differences are news, not failures, unless they are of storage. */
  readonly sameBuild: boolean;
  readonly checks: readonly VerifyCheck[];
  /** True unless something differs that should not. */
  readonly ok: boolean;
}

/** `verified`: as `verifyRun`. Errors: its own, unless it is known already that what is stored was changed. */
export async function verifyStored(
  store: ResultsStore,
  summary: RunSummary,
  verified: () => Promise<readonly VerifyCheck[]>,
): Promise<VerifyResult> {
  const storage = [checkFile(store), checkSeal(store.seal(summary.runId))];
  try {
    return resultOf(summary, [...storage, ...(await verified())]);
  } catch (error) {
    if (!(error instanceof Error) || storage.every(({ ok }) => ok !== false)) throw error;
    const text = `could not be looked at any further: ${error.message}`;
    return resultOf(summary, [...storage, { name: 'replay', ok: null, text }]);
  }
}

/** A run that was sealed, and is not there. */
export const verifyLost = (run: LostRun): VerifyResult =>
  resultOf(run, [
    {
      name: 'seal',
      ok: false,
      text:
        'it was sealed, and is not in the database: somebody took it out, or the process that stored it was stopped in the middle\n' +
        `  fix: bring back a copy of the database, or "squall runs rm ${run.runId}" if it need not be there`,
    },
  ]);

function resultOf(
  { runId, build }: Pick<RunSummary, 'runId' | 'build'>,
  checks: readonly VerifyCheck[],
): VerifyResult {
  const sameBuild = build === buildId();
  const ok = checks.every(
    (check) => check.ok !== false || (!sameBuild && !OF_STORAGE.has(check.name)),
  );
  return { runId, build, sameBuild, checks, ok };
}

function checkFile(store: ResultsStore): VerifyCheck {
  const damage = store.damage();
  const text = damage ?? 'no page is damaged';
  return { name: 'file', ok: damage === null, text };
}

const SEAL_OK: Readonly<Record<SealFinding['kind'], boolean | null>> = {
  intact: true,
  broken: false,
  none: null,
};

const checkSeal = (finding: SealFinding | null): VerifyCheck =>
  finding === null
    ? { name: 'seal', ok: false, text: 'the run was removed meanwhile' }
    : { name: 'seal', ok: SEAL_OK[finding.kind], text: finding.text };
