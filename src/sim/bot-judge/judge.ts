/**
 * The judge of a client of another make: what it sent and asked, and what it was told, held against the venue's truth. A fold over what
 * the venue saw; it reads nobody's mind. What it calls wrong, and where it guesses, is in docs/test-your-bot.md.
 */
import type { EpochMicros } from '../../core/ground/units.js';
import type { FaultWindow } from '../../core/order/fault-record.js';
import { type FaultHit, faultHits } from './fault-hits.js';
import {
  type Parts,
  fillsUnknown,
  ordersUnknown,
  positionsWrong,
  soldUnheld,
} from './fills-and-positions.js';
import { type Finding, RULES, type RuleName } from './finding.js';
import { Knowledge } from './knowledge.js';
import { cameBackEarly, overLimit, refusedIn } from './limits.js';
import type { Watched } from './observation.js';
import { Positions } from './positions.js';
import { sentTwice } from './sent-twice.js';
import { tripsOf } from './trips.js';
import { TrueOrders } from './true-orders.js';
import { Words } from './words.js';

export interface JudgedFinding {
  readonly rule: RuleName;
  readonly at: EpochMicros;
  readonly symbol: string | null;
  /** As the client calls them. */
  readonly orders: readonly string[];
  readonly text: string;
}

export interface Judgement {
  readonly counts: {
    readonly requests: number;
    /** Asked for by the client and taken by the venue. */
    readonly orders: number;
    readonly executions: number;
    /** Of the order stream, that reached the client. */
    readonly frames: number;
    readonly refusedForLimit: number;
  };
  /** In the order of the rules, then of time. */
  readonly findings: readonly JudgedFinding[];
  readonly hits: readonly FaultHit[];
  /** All that were in force, those that hit no single message, too. */
  readonly faults: readonly FaultWindow[];
  /** Kinds of those whose time had not come. */
  readonly neverInForce: readonly string[];
}

export function judged(watched: Watched): Judgement {
  const trips = tripsOf(watched.observations);
  const orders = new TrueOrders(watched.truth, trips);
  const knowledge = new Knowledge(watched, orders, trips);
  const { instruments, held } = watched;
  const symbols = instruments.map(({ symbol }) => symbol);
  const positions = new Positions(symbols, held, orders.movements);
  const words = new Words(instruments, watched.speed);
  const parts = { watched, orders, positions, trips, knowledge, words };
  const findings = (Object.keys(RULES) as RuleName[]).flatMap((rule) => FIND[rule](parts));
  return {
    counts: {
      requests: trips.length,
      orders: orders.all.filter(({ trip }) => trip !== null).length,
      executions: watched.truth.executions.length,
      frames: watched.observations.filter(({ kind }) => kind === 'told').length,
      refusedForLimit: refusedIn(trips).length,
    },
    findings: findings.map(({ orders: about, ...finding }) => ({
      ...finding,
      orders: about.map(({ clientOrderId }) => clientOrderId),
    })),
    hits: faultHits({ ...parts, findings }),
    faults: watched.faults.windows,
    neverInForce: watched.planned.filter((kind) =>
      watched.faults.windows.every((one) => one.kind !== kind),
    ),
  };
}

const FIND: Readonly<Record<RuleName, (parts: Parts) => readonly Finding[]>> = {
  'sent-twice': ({ orders, ...parts }) =>
    sentTwice({ ...parts, orders: orders.all, lag: parts.watched.lag }),
  'fill-unknown': fillsUnknown,
  'order-unknown': ordersUnknown,
  'position-wrong': positionsWrong,
  'sold-unheld': soldUnheld,
  'over-limit': ({ watched, trips, words }) => overLimit(watched, trips, words),
  'came-back-early': ({ trips, words }) => cameBackEarly(trips, words),
  'nothing-judged': nothingJudged,
};

function nothingJudged({ trips, watched }: Parts): readonly Finding[] {
  if (trips.some(({ request }) => request.kind === 'submit')) return [];
  const text = `requests: ${trips.length}, and no order among them`;
  return [{ rule: 'nothing-judged', at: watched.end, symbol: null, orders: [], text }];
}
