/** What the judge says of clients of another make, account by account, as text and as JUnit. */
import type { EpochMicros } from '../core/ground/units.js';
import { MICROS_PER_MS, plus } from '../core/ground/units.js';
import { aligned, textOfLines } from '../report/text/layout.js';
import { type JunitCase, junitDocument } from '../runs/junit-xml.js';
import type { WallTime } from '../server/venue/wire/wall-time.js';
import { type FaultHit, NEXT } from '../sim/bot-judge/fault-hits.js';
import { RULES, type RuleName } from '../sim/bot-judge/finding.js';
import type { JudgedFinding, Judgement } from '../sim/bot-judge/judge.js';
import { realSeconds } from '../sim/bot-judge/words.js';

/** Hits shown one by one; `--json` has them all. */
const HITS_SHOWN = 20;

/** What the clients of an account did. */
export interface JudgedAccount {
  /** Null: it is the only one. */
  readonly name: string | null;
  readonly judgement: Judgement;
}

export function judgementsText(all: readonly JudgedAccount[], wall: WallTime): string {
  const texts = all.map(({ name, judgement }) => {
    const text = judgementText(judgement, wall);
    return name === null ? text : `account ${name}\n${text}\n`;
  });
  const isNamed = all.some(({ name }) => name !== null);
  return `${texts.join('')}${isNamed ? `${sumText(all)}\n` : ''}`;
}

function sumText(all: readonly JudgedAccount[]): string {
  const wrong = all.filter(({ judgement }) => judgement.findings.length > 0);
  const names = wrong.map(({ name }) => name ?? '').join(', ');
  return wrong.length === 0
    ? `all accounts are right: ${all.length}`
    : `WRONG in ${wrong.length} of ${all.length} accounts: ${names}`;
}

export function judgementText(judgement: Judgement, wall: WallTime): string {
  const { counts, findings } = judgement;
  const { requests, orders, executions, frames, refusedForLimit } = counts;
  return textOfLines([
    ...aligned([
      ['requests', String(requests)],
      ['orders taken', String(orders)],
      ['executions', String(executions)],
      ['frames told', String(frames)],
      ['refused for a limit', String(refusedForLimit)],
    ]),
    '',
    ...(findings.length === 0 ? [RIGHT] : wrongLines(findings, wall)),
    '',
    ...faultLines(judgement, wall),
  ]);
}

const RIGHT = 'right: each order once, and it was told, or asked for, all that happened';

const rulesIn = (findings: readonly JudgedFinding[]): readonly RuleName[] =>
  (Object.keys(RULES) as RuleName[]).filter((name) => findings.some(({ rule }) => rule === name));

const wrongLines = (findings: readonly JudgedFinding[], wall: WallTime): readonly string[] => [
  `WRONG (${findings.length})`,
  ...rulesIn(findings).flatMap((name) => [
    `  ${name}: ${RULES[name]}`,
    ...findings.flatMap(({ rule, at, text }, index) =>
      rule === name ? [`    ${index + 1}. ${clockText(at, wall)}  ${text}`] : [],
    ),
  ]),
];

function faultLines({ hits, faults, neverInForce }: Judgement, wall: WallTime): readonly string[] {
  const inForce = [...new Set(faults.map(({ kind }) => kind))];
  const apart = inForce.filter((kind) => hits.every((hit) => hit.kind !== kind));
  const acted = apart.filter((kind) => faults.some((one) => one.kind === kind && one.acts > 0));
  const idle = apart.filter((kind) => !acted.includes(kind));
  const more = hits.length - HITS_SHOWN;
  return [
    hits.length === 0 ? 'no fault hit a request or a frame of its' : `faults hit ${hits.length}:`,
    ...aligned(hits.slice(0, HITS_SHOWN).map((hit) => hitCells(hit, wall))).map(
      (line) => `  ${line}`,
    ),
    ...(more > 0 ? [`  and ${more} more (--json)`] : []),
    ...(acted.length > 0 ? [`acted on no single message: ${acted.join(', ')}`] : []),
    ...(idle.length > 0 ? [`in force, and hit nothing: ${idle.join(', ')}`] : []),
    ...(neverInForce.length > 0 ? [`never in force until then: ${neverInForce.join(', ')}`] : []),
  ];
}

function hitCells(hit: FaultHit, wall: WallTime): readonly string[] {
  const { kind, at, deed, next, nextAfter, findings } = hit;
  const later =
    nextAfter === null
      ? ''
      : ` ${realSeconds(wall.toWall(plus(at, nextAfter)) - wall.toWall(at))} later`;
  const cost = findings.length === 0 ? '' : `wrong: ${findings.map((one) => one + 1).join(', ')}`;
  return [clockText(at, wall), kind, `${hit.hit}, ${deed}`, `${NEXT[next]}${later}`, cost];
}

/** hh:mm:ss.mmm UTC, as in a client's own log. */
const clockText = (at: EpochMicros, wall: WallTime): string =>
  new Date(wall.toWall(at) / MICROS_PER_MS).toISOString().slice(11, 23);

/** A suite for each account, a case for each rule, so that one that was kept is seen to have been judged. */
export const judgementJunit = (
  all: readonly JudgedAccount[],
  { scenario, wall }: { readonly scenario: string; readonly wall: WallTime },
): string =>
  junitDocument(
    'squall venue --judge',
    all.map(({ name, judgement: { findings } }) => ({
      name: name === null ? scenario : `${scenario} ${name}`,
      cases: (Object.keys(RULES) as RuleName[]).map((rule) => caseOf(rule, findings, wall)),
    })),
  );

function caseOf(name: RuleName, findings: readonly JudgedFinding[], wall: WallTime): JunitCase {
  const broken = findings.filter(({ rule }) => rule === name);
  if (broken.length === 0) return { name, failed: null, skipped: null };
  const message = `${RULES[name]} (${broken.length})`;
  const text = broken.map((one) => `${clockText(one.at, wall)}  ${one.text}`).join('\n');
  return { name, failed: { message, text }, skipped: null };
}
