/** What a campaign says of itself: how far it is, how to go on, and in the end the table, JSON or JUnit. */
import { pageOf } from '../report/text/page.js';
import type { Ran } from '../runs/campaign/campaign.js';
import type { Claim } from '../runs/campaign/claims.js';
import { junitXml } from '../runs/campaign/junit.js';
import { type FailedRun, NO_RUNS, type Tally, tallyTogether } from '../runs/campaign/tally.js';
import { waysOf } from '../runs/campaign/ways.js';
import { shellWords } from './called.js';
import { type Campaign, MS_PER_MINUTE, minutesOf } from './campaign-asked.js';
import { campaignLines } from './campaign-text.js';
import { printJson } from './json.js';
import { type Progress, progressFor } from './progress.js';
import { writeJunit } from './write-junit.js';

/** How far it is, on stderr. Mutable on purpose, one owner. */
export class CampaignTold {
  readonly #campaign: Campaign;
  readonly #progress: Progress;
  readonly #before: number;
  readonly #started = Date.now();

  constructor(campaign: Campaign, before: readonly Ran[]) {
    this.#campaign = campaign;
    this.#progress = progressFor(campaign.world, campaign.flags.json === true);
    this.#before = runsOf(before);
  }

  update(ran: readonly Ran[]): void {
    const { flags, seeds, scenarios, beside } = this.#campaign;
    const runs = runsOf(ran);
    const wanted = seeds.length * (scenarios.length + beside.length);
    const ms = Math.max(1, Date.now() - this.#started);
    const minutes = minutesOf(flags);
    const share = minutes === null ? runs / wanted : ms / (minutes * MS_PER_MINUTE);
    const failed = judgedOf(this.#campaign, ran).failed.length;
    const rate = Math.round(((runs - this.#before) * MS_PER_MINUTE) / ms);
    const of = minutes === null ? ` of ${wanted}` : '';
    this.#progress.update(
      Math.min(1, share),
      `${runs}${of} runs, ${failed} failed, ${rate} a minute`,
    );
  }

  end(): void {
    this.#progress.end();
  }
}

const runsOf = (ran: readonly Ran[]): number => ran.reduce((sum, { tally }) => sum + tally.runs, 0);

/** Of the scenarios that are judged, together. */
export const judgedOf = ({ scenarios }: Campaign, ran: readonly Ran[]): Tally =>
  tallyTogether(ran.slice(0, scenarios.length).map(({ tally }) => tally));

export function interruptedText({ world, flags, patterns }: Campaign, ran: readonly Ran[]): string {
  const { set, shrink, resume: _, ...rest } = flags;
  const words = Object.entries(rest).flatMap(([flag, value]) =>
    value === true ? [`--${flag}`] : [`--${flag}`, String(value)],
  );
  const again = [
    ...patterns,
    ...words,
    ...set.flatMap((one) => ['--set', one]),
    ...(shrink === false ? ['--no-shrink'] : []),
    '--resume',
  ];
  return `interrupted; ${runsOf(ran)} runs are kept; to go on:\n  ${world.program} campaign ${shellWords(again)}\n`;
}

export interface ToldEnd {
  readonly ran: readonly Ran[];
  readonly all: Tally;
  readonly claims: readonly Claim[];
  /** By sign: how small the smallest scenario is that fails so, and the line that runs it. */
  readonly least: ReadonlyMap<string, string>;
}

export function tell(campaign: Campaign, { ran, all, claims, least }: ToldEnd): void {
  const { world, flags, scenarios, beside, engines, corpus } = campaign;
  const tallyAt = (at: number): Tally => ran[at]?.tally ?? NO_RUNS;
  const rows = scenarios.map(({ scenario }, at) => ({ name: scenario.name, tally: tallyAt(at) }));
  const others = beside.map(({ scenario }, at) => ({
    name: `${scenario.name}, ${engines[Math.floor(at / scenarios.length)] ?? ''}`,
    tally: tallyAt(scenarios.length + at),
  }));
  if (flags.junit !== undefined)
    writeJunit(
      world,
      flags.junit,
      junitXml({
        scenarios: rows,
        all,
        claims,
        lineOf: ({ first }) => corpus.lineOf(first),
      }),
    );
  if (flags.json === true) {
    printJson(world, { ...jsonOf(rows, claims, all), beside: others });
    return;
  }
  world.tell(
    campaignLines({
      rows,
      beside: others,
      all,
      seeds: [...new Set(ran.flatMap((one) => one.seeds))],
      claims,
      failures: failureLines(campaign, all.failed, least),
      full: flags.full === true,
      width: pageOf(world.columns).width,
    }),
  );
}

function jsonOf(
  rows: readonly { readonly name: string; readonly tally: Tally }[],
  claims: readonly Claim[],
  all: Tally,
): object {
  return {
    scenarios: rows,
    all,
    claims: claims.map(({ group, name, value, of, wanted, holds, judged }) => ({
      group,
      name,
      value: value(all),
      of: of?.(all) ?? null,
      wanted,
      holds: holds?.(all) ?? null,
      judged,
    })),
  };
}

/** Ways to fail that are told, each by its first seed. */
const WAYS_TOLD = 20;

const failureLines = (
  { corpus }: Campaign,
  failed: readonly FailedRun[],
  least: ReadonlyMap<string, string>,
): readonly string[] =>
  waysOf(failed)
    .slice(0, WAYS_TOLD)
    .flatMap(({ sign, first, text, runs }) => {
      const smallest = least.get(sign);
      return [
        '',
        `${sign}: ${runs} runs, first ${first.scenario} (seed ${first.seed}): ${text}`,
        `  ${corpus.lineOf(first)}`,
        ...(smallest === undefined ? [] : [`  ${smallest}`]),
      ];
    });
