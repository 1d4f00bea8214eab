/**
 * The positions that the venue tells do not fit the fills: they are as they were up to `age` ago, or somebody else has bought
 * (`lots` more of the first instrument). What is held, and what the venue tells of orders, is not touched.
 *
 * Unrealistic: each answer is wrong by itself; what somebody else bought is gone from the next answer that is not hit.
 */
import type { ExecutionReport } from '../../core/order/execution-report.js';
import type { PositionRow } from '../../core/order/outcome.js';
import { type EpochMicros, type Lots, micros, signOf } from '../../core/ground/units.js';
import type { LinkReply, LinkRequest } from '../link/messages.js';
import { messageOf } from './draw.js';
import { type FaultContext, faultKind } from './fault-kind.js';
import { HIT_RULES, Hits, hitParameters } from './hits.js';
import type { FaultSpan, LinkFault, ReplyVerdict } from './link-fault.js';
import { type ValuesOf, count, drawn, duration, optional } from './parameter.js';

const parameters = {
  ...hitParameters('answer with positions', 'answers with positions'),
  age: optional(drawn(duration('how far behind they are'), 50_000, 60_000_000)),
  lots: optional(count('how many lots more are held')),
};

interface Traded {
  readonly at: EpochMicros;
  readonly symbol: string;
  readonly signed: number;
}

class PositionsOff implements LinkFault {
  readonly #values: ValuesOf<typeof parameters>;
  readonly #hits: Hits;
  readonly #traded: Traded[] = [];
  readonly #firstSymbol: string;

  constructor(values: ValuesOf<typeof parameters>, context: FaultContext) {
    this.#values = values;
    this.#hits = new Hits(values, context);
    this.#firstSymbol = context.firstSymbol;
  }

  activations(): number {
    return this.#hits.count;
  }

  spans(now: EpochMicros): readonly FaultSpan[] {
    return this.#hits.spans(['query'], now);
  }

  reportHeard({ execution, symbol, side }: ExecutionReport, at: EpochMicros): void {
    if (execution === null || this.#values.age === null) return;
    this.#traded.push({ at, symbol, signed: signOf(side) * execution.quantity });
  }

  replyLeaves(sent: LinkRequest, reply: LinkReply, now: EpochMicros): ReplyVerdict {
    if (reply.kind !== 'positions') return null;
    const off = this.#off(now);
    if (off.length === 0 || !this.#hits.hits(messageOf(sent), now)) return null;
    const positions = moved(reply.positions, off);
    return { kind: 'instead', reply: { kind: 'positions', positions }, delay: micros(0) };
  }

  /** What is told too much. */
  #off(now: EpochMicros): readonly Omit<Traded, 'at'>[] {
    const { age, lots } = this.#values;
    if (age === null) return [{ symbol: this.#firstSymbol, signed: lots ?? 0 }];
    const recent = this.#traded.filter(({ at }) => at > now - age);
    return recent.map(({ symbol, signed }) => ({ symbol, signed: -signed }));
  }
}

function moved(
  rows: readonly PositionRow[],
  off: readonly Omit<Traded, 'at'>[],
): readonly PositionRow[] {
  const held = new Map<string, number>(rows.map(({ symbol, quantity }) => [symbol, quantity]));
  for (const { symbol, signed } of off) held.set(symbol, (held.get(symbol) ?? 0) + signed);
  return [...held].flatMap(([symbol, quantity]) =>
    quantity === 0 ? [] : [{ symbol, quantity: quantity as Lots }],
  );
}

export const positionsOff = faultKind({
  kind: 'positions-off',
  ids: ['QRY7'],
  holds: [],
  seam: 'semantic',
  text: 'The positions that the venue tells do not fit the fills.',
  scope: '`age`: every instrument; `lots`: the first of the run',
  acts: 'on answers to queries for positions; with `age` where something executed since then',
  counts: 'each answer that was off',
  parameters,
  exactlyOne: [...HIT_RULES.exactlyOne, ['age', 'lots']],
  onlyWith: HIT_RULES.onlyWith,
  build: (values, context) => new PositionsOff(values, context),
});
