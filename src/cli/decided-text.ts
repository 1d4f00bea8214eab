/** What comes of deciding recorded inputs again, as lines: `squall state verify` and `squall run session.squall` say it alike. */
import { buildId } from '../runs/build-id.js';
import type { VerifyCheck } from '../runs/verify/verify-check.js';
import { EXIT, type ExitCode } from './exit-code.js';

export interface Decided {
  readonly check: VerifyCheck;
  /** That wrote any of it. */
  readonly builds: readonly string[];
}

const otherBuild = ({ builds }: Decided): string | undefined =>
  builds.find((build) => build !== buildId());

export function decidedLines(decided: Decided): readonly string[] {
  const { ok, text } = decided.check;
  const other = otherBuild(decided);
  return [
    ...(other === undefined
      ? []
      : [`written by build ${other}, this is ${buildId()}: differences are reported, not judged`]),
    `${ok === null ? 'not known' : ok ? 'ok' : 'DIFFERENT'}  ${text}`,
    ok === true && other === undefined ? 'identical' : endText(decided),
  ];
}

const endText = (decided: Decided): string =>
  isWrong(decided) ? 'NOT what was decided' : 'nothing to object to';

/** What another build decided otherwise is news, not a failure. */
const isWrong = (decided: Decided): boolean =>
  decided.check.ok === false && otherBuild(decided) === undefined;

export const decidedExit = (decided: Decided): ExitCode =>
  isWrong(decided) ? EXIT.mismatch : EXIT.ok;
