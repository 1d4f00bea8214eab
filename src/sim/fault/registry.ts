/** Every kind of fault a scenario may name; a new kind is a file of its own and a line here. */
import { ackLost } from './ack-lost.js';
import { badNumber } from './bad-number.js';
import { blankAnswer } from './blank-answer.js';
import { breakerTrip } from './breaker-trip.js';
import { cancelPretended } from './cancel-pretended.js';
import { clientPaused } from './client-paused.js';
import { clockDrift } from './clock-drift.js';
import { clockJump } from './clock-jump.js';
import { clockRefused } from './clock-refused.js';
import { clockSkew } from './clock-skew.js';
import { crossedBook } from './crossed-book.js';
import { depthGap } from './depth-gap.js';
import { diskError } from './disk-error.js';
import { diskFull } from './disk-full.js';
import { diskSlow } from './disk-slow.js';
import { dustLeft } from './dust-left.js';
import { drought } from './drought.js';
import { endedPartly } from './ended-partly.js';
import { falseEnd } from './false-end.js';
import { falseNotFound } from './false-not-found.js';
import type { FaultKind } from './fault-kind.js';
import { feeLate } from './fee-late.js';
import { fillPieces } from './fill-pieces.js';
import { filtersChanged } from './filters-changed.js';
import { flashMove } from './flash-move.js';
import { frameLost } from './frame-lost.js';
import { frameReordered } from './frame-reordered.js';
import { frameRepeated } from './frame-repeated.js';
import { garbledReply } from './garbled-reply.js';
import { halt } from './halt.js';
import { killSwitch } from './kill-switch.js';
import { lateArrival } from './late-arrival.js';
import { leapSecond } from './leap-second.js';
import { limitsLowered } from './limits-lowered.js';
import { listsDisagree } from './lists-disagree.js';
import { machineAsleep } from './machine-asleep.js';
import { maintenance } from './maintenance.js';
import { orderArchived } from './order-archived.js';
import { orderByHand } from './order-by-hand.js';
import { orderHidden } from './order-hidden.js';
import { otherOrder } from './other-order.js';
import { outage } from './outage.js';
import { pagesAstray } from './pages-astray.js';
import { positionsMissing } from './positions-missing.js';
import { positionsOff } from './positions-off.js';
import { powerLost } from './power-lost.js';
import { priceOff } from './price-off.js';
import { clientKilled } from './client-killed.js';
import { quantityFalls } from './quantity-falls.js';
import { quoteFrozen } from './quote-frozen.js';
import { rateLimit } from './rate-limit.js';
import { refusedAfterwards } from './refused-afterwards.js';
import { reject } from './reject.js';
import { requestLost } from './request-lost.js';
import { requestRepeated } from './request-repeated.js';
import { riskStore } from './risk-store.js';
import { secondInstance } from './second-instance.js';
import { signalStorm } from './signal-storm.js';
import { slowReply } from './slow-reply.js';
import { spreadShift } from './spread-shift.js';
import { staleAnswer } from './stale-answer.js';
import { streamDisconnect } from './stream-disconnect.js';
import { streamDisplaced } from './stream-displaced.js';
import { streamExpired } from './stream-expired.js';
import { streamHalfOpen } from './stream-half-open.js';
import { streamReplay } from './stream-replay.js';
import { streamStalled } from './stream-stalled.js';
import { streamUnconfirmed } from './stream-unconfirmed.js';
import { symbolChanged } from './symbol-changed.js';
import { termsRounded } from './terms-rounded.js';
import { tradeBusted } from './trade-busted.js';
import { venueStamps } from './venue-stamps.js';
import { volumeMissing } from './volume-missing.js';

const KINDS: readonly FaultKind[] = [
  outage,
  quoteFrozen,
  spreadShift,
  flashMove,
  drought,
  crossedBook,
  depthGap,
  badNumber,
  volumeMissing,
  filtersChanged,
  symbolChanged,
  halt,
  reject,
  refusedAfterwards,
  rateLimit,
  clockRefused,
  ackLost,
  fillPieces,
  endedPartly,
  falseEnd,
  dustLeft,
  priceOff,
  tradeBusted,
  frameLost,
  frameRepeated,
  frameReordered,
  streamStalled,
  streamReplay,
  streamDisconnect,
  streamHalfOpen,
  streamExpired,
  streamUnconfirmed,
  streamDisplaced,
  feeLate,
  venueStamps,
  requestLost,
  lateArrival,
  requestRepeated,
  slowReply,
  garbledReply,
  maintenance,
  cancelPretended,
  orderHidden,
  orderArchived,
  falseNotFound,
  otherOrder,
  staleAnswer,
  blankAnswer,
  quantityFalls,
  listsDisagree,
  pagesAstray,
  orderByHand,
  positionsOff,
  positionsMissing,
  termsRounded,
  killSwitch,
  riskStore,
  breakerTrip,
  limitsLowered,
  signalStorm,
  clockSkew,
  clockDrift,
  clockJump,
  leapSecond,
  machineAsleep,
  clientPaused,
  clientKilled,
  powerLost,
  diskFull,
  diskError,
  diskSlow,
  secondInstance,
];

export const FAULT_KINDS: ReadonlyMap<string, FaultKind> = new Map(
  KINDS.map((kind) => [kind.kind, kind]),
);
