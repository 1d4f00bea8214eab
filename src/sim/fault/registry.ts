/** Every kind of fault a scenario may name; a new kind is a file of its own and a line here. */
import { ackLost } from './ack-lost.js';
import type { FaultKind } from './fault-kind.js';
import { halt } from './halt.js';
import { outage } from './outage.js';
import { rateLimit } from './rate-limit.js';
import { reject } from './reject.js';
import { spreadShift } from './spread-shift.js';

const KINDS: readonly FaultKind[] = [outage, spreadShift, halt, reject, rateLimit, ackLost];

export const FAULT_KINDS: ReadonlyMap<string, FaultKind> = new Map(
  KINDS.map((kind) => [kind.kind, kind]),
);
