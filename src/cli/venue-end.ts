/** How `squall venue` ends: its ledger, and what a judge says of its client, by the client's own file or by what the venue saw. */
import { resolve } from 'node:path';
import { invariant } from '../core/ground/invariant.js';
import type { TruthLedger } from '../core/order/truth.js';
import { aligned, textOfLines } from '../report/text/layout.js';
import { type ClientAudit, clientAudit } from '../runs/paper/client-audit.js';
import { allChecked } from '../runs/read-block.js';
import { openEngineStore } from '../store/engine-store.js';
import type { Expectation } from '../report/many/expectation.js';
import { EXIT, EXIT_OF_SIGNAL, type ExitCode } from './exit-code.js';
import { type JudgedAccount, judgementJunit, judgementsText } from './judgement-text.js';
import type { StandingVenue } from './stand-venue.js';
import type { StopSignal, World } from './world.js';
import { judgedByTruth } from './venue-expected.js';
import { writeJunit } from './write-junit.js';

export interface EndFlags {
  readonly scenario?: string;
  /** True: without a file. */
  readonly judge?: string | true;
  readonly junit?: string;
  readonly json?: boolean;
}

const line = (world: World, value: object): void => world.out(`${JSON.stringify(value)}\n`);

interface Ended {
  readonly venue: StandingVenue;
  /** What ended it. */
  readonly by: StopSignal | 'time';
  /** Of its scenario. */
  readonly expectations: readonly Expectation[];
}

export function endedVenue(
  world: World,
  flags: EndFlags,
  { venue, by, expectations }: Ended,
): ExitCode {
  const ledgers = venue.accounts.map(({ name, truth }) => ({ ...named(name), truth }));
  if (flags.json === true)
    for (const { truth, ...of } of ledgers) {
      const { arrivals, entries } = truth;
      line(world, { kind: 'ledger', ...of, arrivals, entries });
    }
  const sum = (count: (truth: TruthLedger) => number): number =>
    ledgers.reduce((all, { truth }) => all + count(truth), 0);
  const accepted = sum(({ entries }) => entries.filter(({ kind }) => kind === 'accepted').length);
  const executions = sum((truth) => truth.executions.length);
  const why = by === 'time' ? 'its time is over' : `told to end (${by})`;
  world.err(`${why}: ${accepted} orders accepted, ${executions} executions\n`);
  if (flags.judge === undefined) return by === 'time' ? EXIT.ok : EXIT_OF_SIGNAL[by];
  return flags.judge === true
    ? judgedBySight(world, flags, { venue, expectations })
    : judgedByFile(world, { file: flags.judge, json: flags.json === true, expectations }, venue);
}

/** Nothing where there is one account. */
const named = (account: string | null): { readonly account?: string } =>
  account === null ? {} : { account };

/** By what the venue saw of each: no figure of a run is in that. */
function judgedBySight(
  world: World,
  flags: EndFlags,
  { venue: { accounts, wall }, expectations }: Pick<Ended, 'venue' | 'expectations'>,
): ExitCode {
  if (expectations.length > 0)
    world.err(
      `${expectations.length} expectations of the scenario not judged: they are held against the state of an engine ("squall paper", and --judge with its state)\n`,
    );
  const all = accounts.flatMap(({ name, judge }): readonly JudgedAccount[] =>
    judge === null ? [] : [{ name, judgement: judge() }],
  );
  if (flags.junit !== undefined)
    writeJunit(world, flags.junit, judgementJunit(all, { scenario: flags.scenario ?? '', wall }));
  if (flags.json === true)
    for (const { name, judgement } of all)
      line(world, { kind: 'judgement', ...named(name), ...judgement });
  else world.out(judgementsText(all, wall));
  return all.every(({ judgement }) => judgement.findings.length === 0) ? EXIT.ok : EXIT.failed;
}

/** By what its client's own file says. Errors: `StoreError` where that is not in order, or its client has not ended. */
export function judgedByFile(
  world: World,
  {
    file,
    json,
    expectations,
  }: {
    readonly file: string;
    readonly json: boolean;
    readonly expectations: readonly Expectation[];
  },
  venue: JudgedVenue,
): ExitCode {
  const audit = auditOf(resolve(world.cwd, file), venue);
  const { lines, failed } = judgedByTruth(expectations, audit);
  if (json) line(world, { kind: 'audit', ...audit });
  else world.out(auditText(audit));
  for (const text of lines) world.err(`${text}\n`);
  return audit.findings.length === 0 && failed === 0 ? EXIT.ok : EXIT.failed;
}

type JudgedVenue = Pick<StandingVenue, 'accounts' | 'executionInside'>;

function auditOf(path: string, { accounts, executionInside }: JudgedVenue): ClientAudit {
  const [only] = accounts;
  invariant(only !== undefined && accounts.length === 1, 'a file is of one account');
  const store = openEngineStore(path);
  try {
    return clientAudit(only.truth, allChecked(store.blocks()), executionInside);
  } finally {
    store.close();
  }
}

function auditText({ findings, ...counts }: ClientAudit): string {
  const rows = Object.entries(counts).map(([name, count]) => [name, String(count)]);
  const verdict =
    findings.length === 0 ? 'the client knows what happened, each thing once' : 'WRONG';
  return textOfLines([...aligned(rows), verdict, ...findings.map((finding) => `  ${finding}`)]);
}
