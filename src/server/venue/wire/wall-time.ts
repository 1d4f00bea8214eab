/**
 * Two time lines that a venue on the wire has: that of its market, which may be compressed, and the wall clock, on which its clients live:
 * stamps and windows of validity are on the wall clock (docs/venue-server-binance.md). One straight line takes one to the other. Pure.
 */
import type { EpochMicros } from '../../../core/ground/units.js';

export interface WallTime {
  /** What the wall clock showed, or shows, at a time of the market; whole microseconds. */
  toWall(market: EpochMicros): EpochMicros;
  toMarket(wall: EpochMicros): EpochMicros;
}

/** `market` and `wall` are one instant; `speed` times of the market pass in a time of the wall clock. */
export const wallTime = (market: EpochMicros, wall: EpochMicros, speed: number): WallTime => ({
  toWall: (at) => (wall + Math.round((at - market) / speed)) as EpochMicros,
  toMarket: (at) => (market + Math.round((at - wall) * speed)) as EpochMicros,
});
