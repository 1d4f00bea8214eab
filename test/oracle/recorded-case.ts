/**
 * A case on a recorded tape: requests of every kind, replaces too, which no scenario sends, drawn around the last
 * trade; fill options and a halt drawn as for generated tapes.
 */
import type { EpochMicros } from '../../src/core/ground/units.js';
import {
  ROW_KIND_MASK,
  ROW_TRADE,
  type Tape,
  tapeEnd,
  tapeStart,
} from '../../src/sim/tape/tape.js';
import { type Draw, drawFrom } from './draw.js';
import { type Aim, type GeneratedCase, Script, drawOptions } from './generated-case.js';

const REQUESTS = 600;
/** More than on generated tapes: between two requests a recorded market has more time to end the earlier order. */
const JOINING = 85;
const HALT_MICROS_MAX = 40_000_000;

/** `aim`: how many ticks and lots of this market make one step of a drawn price or quantity. */
export function recordedCase(
  tape: Tape,
  seed: number,
  aim: Pick<Aim, 'ticks' | 'lots'>,
): GeneratedCase {
  const draw = drawFrom(seed);
  const newOrders = draw.pick(['refuse', 'queue'] as const);
  const from = drawTime(draw, tape);
  const to = (from + draw.int(1, HALT_MICROS_MAX)) as EpochMicros;
  const times = Array.from({ length: REQUESTS }, () => drawTime(draw, tape)).sort((a, b) => a - b);
  const script = new Script(draw, { ...aim, symbol: 'TEST', middle: lastTrade(tape) }, JOINING);
  return {
    tape,
    options: drawOptions(draw),
    profile: {
      stopAlreadyThrough: draw.pick(['trigger', 'reject']),
      selfTrade: 'none',
    },
    halts: [{ from, to, newOrders }],
    arrivals: times.map((time, seq) => script.next(seq, time)),
  };
}

/** An instant of the tape, or any time. */
function drawTime(draw: Draw, tape: Tape): EpochMicros {
  const at = draw.chance(60)
    ? tape.time[draw.int(0, tape.rows - 1)]!
    : tapeStart(tape) + draw.int(0, tapeEnd(tape) - tapeStart(tape));
  return at as EpochMicros;
}

function lastTrade(tape: Tape): (at: EpochMicros) => number {
  const trades = Array.from(tape.kind.keys()).filter(
    (row) => (tape.kind[row]! & ROW_KIND_MASK) === ROW_TRADE,
  );
  return (at) => {
    const after = trades.findIndex((row) => tape.time[row]! > at);
    const row = trades[Math.max(0, (after < 0 ? trades.length : after) - 1)]!;
    return Math.round(tape.price[row]! / tape.quantaPerTick);
  };
}
