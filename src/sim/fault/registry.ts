/** Every kind of fault a scenario may name; a new kind is a file of its own and a line here. */
import { ackLost } from './ack-lost.js';
import type { FaultKind } from './fault-kind.js';
import { frameLost } from './frame-lost.js';
import { frameReordered } from './frame-reordered.js';
import { frameRepeated } from './frame-repeated.js';
import { halt } from './halt.js';
import { outage } from './outage.js';
import { rateLimit } from './rate-limit.js';
import { reject } from './reject.js';
import { spreadShift } from './spread-shift.js';
import { streamReplay } from './stream-replay.js';
import { streamStalled } from './stream-stalled.js';

const KINDS: readonly FaultKind[] = [
  outage,
  spreadShift,
  halt,
  reject,
  rateLimit,
  ackLost,
  frameLost,
  frameRepeated,
  frameReordered,
  streamStalled,
  streamReplay,
];

export const FAULT_KINDS: ReadonlyMap<string, FaultKind> = new Map(
  KINDS.map((kind) => [kind.kind, kind]),
);
