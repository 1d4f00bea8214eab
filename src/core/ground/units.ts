/**
 * The units of the whole product, as brands over integers: time is microseconds since the Unix epoch, prices are
 * ticks and quantities lots of an `Instrument`. A brand costs nothing at run time; the constructors check that the
 * value is a safe integer (1e7 ticks x 1e9 lots is not: products go through BigInt, see `notional`).
 */
import { InvariantError } from './invariant.js';

declare const unit: unique symbol;
export type Branded<B, N extends string> = B & { readonly [unit]: N };

/** Microseconds since 1970-01-01T00:00:00Z; exact in a double until the year 2255. */
export type EpochMicros = Branded<number, 'EpochMicros'>;
/** A length of time in microseconds. */
export type Micros = Branded<number, 'Micros'>;
/** Price as an integer multiple of the instrument's tick size. */
export type Ticks = Branded<number, 'Ticks'>;
/** Quantity as an integer multiple of the instrument's lot size. */
export type Lots = Branded<number, 'Lots'>;
/** A recorded quantity: lots x the tape's `quantaPerLot`, so that what is finer than a lot stays exact. */
export type Quanta = Branded<number, 'Quanta'>;
/** A recorded price: ticks x the tape's `quantaPerTick`. */
export type PriceQuanta = Branded<number, 'PriceQuanta'>;
/** Ticks x lots, summed without loss. */
export type TickLots = Branded<bigint, 'TickLots'>;

export type Side = 'buy' | 'sell';

/** +1 for a buy, -1 for a sell: the sign of the position change a fill makes. */
export const signOf = (side: Side): 1 | -1 => (side === 'buy' ? 1 : -1);

/** The message is built only when it is needed: these stand on hot paths. */
const safe = (value: number, name: string): number => {
  if (!Number.isSafeInteger(value))
    throw new InvariantError(`${name} must be a safe integer, got ${value}`);
  return value;
};

export const epochMicros = (value: number): EpochMicros =>
  safe(value, 'EpochMicros') as EpochMicros;
export const micros = (value: number): Micros => safe(value, 'Micros') as Micros;
export const ticks = (value: number): Ticks => safe(value, 'Ticks') as Ticks;
export const lots = (value: number): Lots => safe(value, 'Lots') as Lots;

export const MICROS_PER_MS = 1_000;
export const MICROS_PER_SECOND = 1_000_000;
export const MICROS_PER_MINUTE = 60_000_000;
export const MICROS_PER_DAY = 86_400_000_000;

export const millis = (value: number): Micros => micros(value * MICROS_PER_MS);
export const seconds = (value: number): Micros => micros(value * MICROS_PER_SECOND);

export const plus = (at: EpochMicros, length: Micros): EpochMicros => epochMicros(at + length);

/** Price x quantity of one fill, exact. */
export const notional = (price: Ticks, quantity: Lots): TickLots =>
  (BigInt(price) * BigInt(quantity)) as TickLots;
