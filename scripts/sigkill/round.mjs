/** One round: a venue, a program that is killed so often, its last life, and the verdict of the venue. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';
import { Child } from './child.mjs';
import { drawFrom, drawMoment } from './moments.mjs';

/** Dialects of markets that trade nothing else. */
const FUTURES = new Set(['binance-usdm']);

const SCENARIO = join(import.meta.dirname, 'scenario.yaml');

/** Rounds that end wrong leave their folder. `lives`: how long they last, as of `drawMoment`. */
export async function playRound({
  seed,
  kills,
  speed,
  dialect = 'port',
  set: more = [],
  scenario = SCENARIO,
  lives,
}) {
  const folder = mkdtempSync(join(tmpdir(), 'squall-sigkill-'));
  const state = join(folder, 'paper.db');
  const set = [
    `seed=${seed}`,
    ...(FUTURES.has(dialect) ? ['venue.account.futures=true'] : []),
    ...more,
  ].flatMap((text) => ['--set', text]);
  const venue = new Child([
    ...['venue', '--scenario', scenario, '--dialect', dialect, '--speed', String(speed)],
    ...['--judge', state, '--json', ...set],
  ]);
  const round = {
    seed,
    folder,
    kills: 0,
    early: 0,
    kinds: {},
    slowestMs: 0,
    statuses: [],
    findings: [],
    audit: null,
  };
  try {
    const listens = await venue.until(({ out }) => out.includes('\n'), 'the venue to listen');
    if (!listens) throw new Error(`the venue did not start: ${venue.err}`);
    const { port } = JSON.parse(venue.out.split('\n')[0]);
    const paper = () =>
      new Child(['paper', scenario, ...traded(dialect, { port, speed }), '--state', state, ...set]);
    await killAgainAndAgain(round, { venue, paper, draw: drawFrom(seed), kills, lives });
    const last = await ended(paper(), 'the last life to end');
    round.statuses = statusesIn(last.out);
    if (last.code !== 0) round.findings.push(`the last life ended with ${last.code}: ${last.err}`);
    venue.kill('SIGTERM');
    const judged = await ended(venue, 'the venue to judge');
    round.audit = auditIn(judged.out);
    if (round.audit === null) round.findings.push(`no verdict (${judged.code}): ${judged.err}`);
    else round.findings.push(...round.audit.findings);
  } finally {
    venue.kill('SIGKILL');
  }
  if (round.findings.length === 0) rmSync(folder, { recursive: true, force: true });
  return round;
}

/** A dialect's venue is on the wall clock, and so is the engine: only its orders are shorter. */
const traded = (dialect, { port, speed }) =>
  dialect === 'port'
    ? ['--venue', `127.0.0.1:${port}`]
    : [
        ...['--broker', dialect, '--url', `http://127.0.0.1:${port}`],
        ...['--speed', String(speed)],
      ];

async function killAgainAndAgain(round, { venue, paper, draw, kills, lives }) {
  let acknowledged = 0;
  while (round.kills < kills) {
    const moment = drawMoment(draw, lives);
    const life = paper();
    const begun = performance.now();
    await moved(moment, venue, life);
    round.slowestMs = Math.max(round.slowestMs, Math.round(performance.now() - begun));
    life.kill('SIGKILL');
    const { code, signal } = await life.ended();
    acknowledged = checkBlocks(round, life.err, acknowledged);
    if (signal === 'SIGKILL') {
      round.kills += 1;
      round.kinds[moment.kind] = (round.kinds[moment.kind] ?? 0) + 1;
      continue;
    }
    // It was over before it was killed: no more orders, no more to see.
    if (code !== 0) round.findings.push(`a life ended with ${code}: ${life.err}`);
    round.early += 1;
    if (code !== 0 || round.early > 3) return;
  }
}

/** Resolves when it is time to kill, or the life has ended by itself. */
async function moved(moment, venue, life) {
  const ended = life.ended();
  if (moment.kind === 'submit') {
    const from = venue.out.length;
    const seen = venue.until(
      ({ out }) => out.slice(from).split('"arrived","command":"submit"').length > moment.nth,
      'a submit',
    );
    await Promise.race([
      seen,
      ended,
      ...(moment.withinMs < Infinity ? [passed(moment.withinMs)] : []),
    ]);
  } else if (moment.kind === 'time') {
    await life.until(({ err }) => err.includes('paper: '), 'the program to begin');
  }
  await Promise.race([passed(moment.afterMs), ended]);
}

/** What was acknowledged is there: no life begins on fewer blocks than one before it. */
function checkBlocks(round, err, before) {
  const [, after] = /goes on after block (\d+)/.exec(err) ?? [];
  const blocks = after === undefined ? before : Number(after) + 1;
  if (blocks < before) round.findings.push(`began after block ${after}, ${before} were there`);
  return Math.max(before, blocks);
}

async function ended(child, what) {
  const { code } = await child.ended(what);
  return { code, out: child.out, err: child.err };
}

/** Of the orders, as the program itself says at its end. */
const statusesIn = (out) =>
  out.split('\n').flatMap((line) => line.match(/\w+$/)?.slice(0, 1) ?? []);

const auditIn = (out) => {
  const line = out.split('\n').find((text) => text.startsWith('{"kind":"audit"'));
  return line === undefined ? null : JSON.parse(line);
};
