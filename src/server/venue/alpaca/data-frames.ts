/** Frames of the data streams: JSON, or MessagePack in which times are its own kind of value. Pure. */
import { EXT_TIMESTAMP, ExtensionCodec, encode, encodeTimeSpecToTimestamp } from '@msgpack/msgpack';
import { type EpochMicros, MICROS_PER_SECOND } from '../../../core/ground/units.js';
import { stampOfWall } from './wall-stamps.js';

const NANOS_PER_MICRO = 1_000;

/** A time on the wall clock, whichever way it is written. */
export class DataStamp {
  readonly #wall: EpochMicros;

  constructor(wall: EpochMicros) {
    this.#wall = wall;
  }

  toJSON(): string {
    return stampOfWall(this.#wall);
  }

  get parts(): { readonly sec: number; readonly nsec: number } {
    const sec = Math.floor(this.#wall / MICROS_PER_SECOND);
    return { sec, nsec: (this.#wall - sec * MICROS_PER_SECOND) * NANOS_PER_MICRO };
  }
}

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: EXT_TIMESTAMP,
  encode: (value) => (value instanceof DataStamp ? encodeTimeSpecToTimestamp(value.parts) : null),
  decode: () => null,
});

export const packed = (frame: readonly object[]): Uint8Array => encode(frame, { extensionCodec });
