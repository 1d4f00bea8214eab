/** What a socket carries: numbers that JSON does not know, lines however they are cut, and shapes that are refused. */
import { describe, expect, it } from 'vitest';
import { exactJson, parsedExactly } from '../../../src/live/port/exact-json.js';
import { TO_VENUE_BYTES_MAX, frameText } from '../../../src/live/port/frames.js';
import { LineReader } from '../../../src/live/port/line-reader.js';
import { frameToClient } from '../../../src/live/port/to-client.js';
import { frameToVenue } from '../../../src/live/port/to-venue.js';
import type { EpochMicros } from '../../../src/core/ground/units.js';
import { submitOf } from '../../contract/broker-rig.js';
import { MARKETABLE } from '../../contract/scripted-venue.js';

const linesOf = (reader: LineReader, bytes: Uint8Array, size: number): string[] => {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += size)
    lines.push(...reader.read(bytes.subarray(at, at + size)));
  return lines;
};

describe('text of the port', () => {
  it('F:MD8: numbers come back as they were, also those JSON does not know', () => {
    const value = { a: 2n ** 80n, b: [NaN, Infinity, -Infinity, -0, 0, 1.5], c: null, d: '1' };
    expect(parsedExactly(exactJson(value))).toEqual(value);
    expect(() => exactJson({ $bigint: 1n })).toThrow('$bigint');
  });

  it('lines come whole however the bytes are cut', () => {
    const bytes = Buffer.from('{"a":1}\nsecond ü€\n\nrest');
    for (let size = 1; size <= bytes.length; size += 1)
      expect(linesOf(new LineReader(100), bytes, size)).toEqual(['{"a":1}', 'second ü€', '']);
  });

  it.each([
    ['too long', Buffer.from('x'.repeat(TO_VENUE_BYTES_MAX + 1)), /more than 65536 bytes/],
    ['no UTF-8', Buffer.from([0xff, 0xfe, 10]), /no UTF-8/],
  ])('a line that is %s is refused', (_, bytes, why) => {
    expect(() => linesOf(new LineReader(TO_VENUE_BYTES_MAX), bytes, 1_000)).toThrow(why);
  });

  it('a command comes back as it was', () => {
    const frame = {
      kind: 'command',
      command: submitOf(MARKETABLE),
      leftAt: 5 as EpochMicros,
    } as const;
    expect(frameToVenue(frameText(frame))).toEqual(frame);
  });

  it.each([
    'x',
    '[]',
    'null',
    '"hello"',
    '{}',
    '{"kind":"constructor"}',
    '{"kind":"hello"}',
    '{"kind":"command","leftAt":1,"command":{"kind":"submit"}}',
    '{"kind":"command","leftAt":1,"command":{"kind":"read-order","readId":1.5,"clientOrderId":"a","symbol":"b"}}',
    '{"kind":"command","leftAt":null,"command":{"kind":"read-positions","readId":1}}',
    '{"kind":"read","read":{"kind":"read-depth","readId":1,"symbol":7,"levels":1}}',
    '{"kind":"read","read":null}',
  ])('%s is no frame to a venue', (line) => {
    expect(() => frameToVenue(line)).toThrow(/no (JSON|record|frame)/);
  });

  it.each([
    '{"kind":"greeting","protocol":1}',
    '{"kind":"broker","input":{"kind":"wake"}}',
    '{"kind":"broker","input":{"kind":"execution-report"}}',
    '{"kind":"feed","input":{"kind":"answer","readId":1}}',
    '{"kind":"quote","view":{"symbol":"X","quote":{"bid":"1"},"aliveAt":1}}',
  ])('%s is no frame to a client', (line) => {
    expect(() => frameToClient(line)).toThrow('no frame of this protocol');
  });
});
