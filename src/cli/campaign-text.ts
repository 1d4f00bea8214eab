/** A campaign told to people: what its scenarios came to, what is claimed of all of them, and what was never seen. */
import { type Align, aligned, labeled, left, right, table, wrap } from '../report/text/layout.js';
import { DASH, grouped } from '../report/text/numbers.js';
import { type TonedLine, plain, toned } from '../report/text/toned.js';
import { type Claim, RARE_FROM, SHARES_FROM } from '../runs/campaign/claims.js';
import type { Tally } from '../runs/campaign/tally.js';
import { seedsText, stretchesOf } from './seeds.js';

export interface CampaignRow {
  readonly name: string;
  readonly tally: Tally;
}

export interface ToldCampaign {
  /** A row each. */
  readonly rows: readonly CampaignRow[];
  /** The same seeds under other engines. */
  readonly beside: readonly CampaignRow[];
  readonly all: Tally;
  readonly seeds: readonly number[];
  readonly claims: readonly Claim[];
  /** Of the failing seeds, how each is run again. */
  readonly failures: readonly string[];
  /** Every fault and key, not only what is missing. */
  readonly full: boolean;
  readonly width: number;
}

export function campaignLines(told: ToldCampaign): readonly TonedLine[] {
  return [
    ...headLines(told),
    ...plain(['', ...scenarioTable(told), '']),
    ...claimLines(told),
    ...faultLines(told),
    ...sometimesLines(told),
    ...toned('bad', told.failures),
  ];
}

function headLines({ rows, all, seeds, width }: ToldCampaign): readonly TonedLine[] {
  const { runs, failed } = all;
  const scenarios = rows.length === 1 ? (rows[0]?.name ?? '') : `${rows.length} scenarios`;
  const over = stretchesOf(seeds.toSorted((a, b) => a - b)).map(seedsText);
  const bad = failed.length === 0 ? 'none failed' : `${grouped(failed.length)} FAILED`;
  const text = `campaign of ${scenarios}, seeds ${over.join(', ')}: ${grouped(runs)} runs, ${bad}`;
  return toned(failed.length === 0 ? 'good' : 'bad', wrap(text, '', '  ', width));
}

const percent = (of: number, all: number): string =>
  all === 0 ? DASH : `${((100 * of) / all).toFixed(2)} %`;

const COLUMNS: readonly (readonly [string, (tally: Tally) => string])[] = [
  ['runs', ({ runs }) => grouped(runs)],
  ['orders', ({ counts }) => grouped(counts.orders)],
  ['fills', ({ counts }) => grouped(counts.fills)],
  ['in time', ({ counts }) => percent(counts.fillsInTime, counts.fills)],
  ['missed', ({ counts }) => grouped(counts.fillsMissed)],
  ['made up', ({ counts }) => grouped(counts.phantom)],
  ['twice', ({ counts }) => grouped(counts.doubled)],
  ['fillable', ({ counts }) => grouped(counts.fillable)],
  ['timeouts', ({ counts }) => percent(counts.fillableTimeouts, counts.fillable)],
  ['failed', ({ failed }) => grouped(failed.length)],
];

function scenarioTable({ rows, all, beside }: ToldCampaign): readonly string[] {
  const told = rows.length === 1 ? rows : [...rows, { name: 'all', tally: all }];
  return table(
    [left('scenario'), ...COLUMNS.map(([title]) => right(title))],
    [...told, ...beside].map(({ name, tally }) => [
      name,
      ...COLUMNS.map(([, text]) => text(tally)),
    ]),
  );
}

const HEADS = {
  counted: 'counted',
  size: 'least of any run',
  right: 'must be none',
  share: 'shares',
  beside: 'beside, of the runs in which acknowledgements or frames were lost or orders came late',
} as const;

function claimLines({ claims, all }: ToldCampaign): readonly TonedLine[] {
  const shown = claims.filter(({ group }) => group in HEADS);
  const texts = aligned(
    shown.map((claim) => rowOf(claim, all)),
    ALIGNS,
  );
  const lines = shown.map((claim, at) => ({
    group: claim.group,
    tone: toneOf(claim, all),
    text: texts[at] ?? '',
  }));
  return Object.entries(HEADS).flatMap(([group, head]): readonly TonedLine[] => {
    const own = lines.filter((line) => line.group === group);
    return own.length === 0 ? [] : [...plain([head]), ...own];
  });
}

const ALIGNS: readonly Align[] = ['left', 'right', 'left', 'left', 'left'];

function rowOf(claim: Claim, all: Tally): readonly string[] {
  const { group, name, wanted } = claim;
  const value = claim.value(all);
  const of = claim.of?.(all) ?? null;
  const figure = value === null ? DASH : grouped(Math.floor(value));
  const part = of === null ? '' : `of ${grouped(of)}`;
  const asShare =
    (group === 'share' || group === 'beside') && of !== null ? `, ${percent(value ?? 0, of)}` : '';
  return [`  ${name}`, figure, `${part}${asShare}`, wanted, verdictOf(claim, all)];
}

function verdictOf({ holds, judged, group }: Claim, all: Tally): string {
  if (holds === null) return '';
  const told = holds(all) ? 'yes' : 'NO';
  if (judged) return told;
  if (group === 'size') return `${told}${holds(all) ? '' : ' (not judged)'}`;
  return `${told} (not judged: fewer than ${grouped(group === 'share' || group === 'beside' ? SHARES_FROM : RARE_FROM)} runs)`;
}

function toneOf(claim: Claim, all: Tally): TonedLine['tone'] {
  if (claim.holds === null || claim.holds(all)) return 'plain';
  return claim.judged ? 'bad' : 'warn';
}

/** Acts, and in how many of the runs that had it switched on it acted. */
function faultLines({ claims, all, full, width }: ToldCampaign): readonly TonedLine[] {
  const kinds = claims.filter(({ group }) => group === 'fault');
  if (kinds.length === 0) return [];
  const short = kinds.filter(({ holds }) => holds?.(all) === false);
  const wanted = kinds[0]?.wanted ?? '';
  const verdict =
    short.length === 0
      ? `each of ${kinds.length} kinds occurred ${wanted} times`
      : `${short.length} of ${kinds.length} kinds did not occur ${wanted} times${notJudged(short)}: ${short.map(({ name }) => name).join(', ')}`;
  const rows = kinds.map(({ name }) => {
    const { acts, runsActing, runs } = all.faults[name] ?? { acts: 0, runsActing: 0, runs: 0 };
    return [`  ${name}`, ...[acts, runsActing, runs].map(grouped)];
  });
  const head = [
    left('fault'),
    right('acts'),
    right('runs it acted in'),
    right('runs it was on in'),
  ];
  return [
    ...plain(['']),
    ...toned(short.length === 0 ? 'plain' : 'warn', labeled('faults', verdict, LABEL, width)),
    ...plain(full ? ['', ...table(head, rows)] : labeled('', busiest(all, width), LABEL, width)),
  ];
}

const LABEL = 11;

const busiest = ({ faults }: Tally, _width: number): string =>
  Object.entries(faults)
    .toSorted(([, a], [, b]) => b.acts - a.acts)
    .map(([kind, { acts }]) => `${kind} ${grouped(acts)}`)
    .join(', ');

function sometimesLines({ claims, all, full, width }: ToldCampaign): readonly TonedLine[] {
  const keys = claims.filter(({ group }) => group === 'sometimes');
  if (keys.length === 0) return [];
  const never = keys.filter(({ holds }) => holds?.(all) === false);
  const text =
    never.length === 0
      ? `each of ${keys.length} alerts, outcomes, statuses, stages, branches and responses was reached`
      : `${never.length} of ${keys.length} were never reached${notJudged(never)}: ${never.map(({ name }) => name).join(', ')}`;
  const rows = keys.map(({ name, value }) => [`  ${name}`, grouped(value(all) ?? 0)]);
  return [
    ...plain(['']),
    ...toned(never.length === 0 ? 'plain' : 'warn', labeled('sometimes', text, LABEL, width)),
    ...plain(full ? ['', ...table([left('reached'), right('runs')], rows)] : []),
  ];
}

const notJudged = (claims: readonly Claim[]): string =>
  claims.some(({ judged }) => judged) ? '' : ` (not judged: fewer than ${grouped(RARE_FROM)} runs)`;
