/** FIL-4 for Alpaca: what each of its errors proves, and that nothing else proves anything. */
import { describe, expect, it } from 'vitest';
import {
  type EffectKind,
  answerOfError,
  outcomeOfError,
} from '../../../src/core/order/error-classes.js';
import type { EffectOutcome } from '../../../src/core/order/outcome.js';
import { ALPACA_ERRORS, ERROR_ROWS, classified } from '../../../src/live/alpaca/errors.js';

const body = (code: number | null, message: string): string =>
  JSON.stringify({ ...(code === null ? {} : { code }), message });

const EFFECTS: readonly EffectKind[] = ['submit', 'cancel', 'replace'];

/** As the broker makes an outcome of it. */
function outcome(status: number, text: string, effect: EffectKind): EffectOutcome['kind'] {
  const error = classified(status, text, effect);
  return error.isTaken ? 'exists' : outcomeOfError(ALPACA_ERRORS, effect, error).kind;
}

const outcomes = (status: number, text: string): readonly string[] =>
  EFFECTS.map((effect) => outcome(status, text, effect));

const read = (status: number, text: string): string => {
  const answer = answerOfError(ALPACA_ERRORS, 'query-order', classified(status, text, null));
  return answer.kind === 'failed' ? answer.failure : answer.kind;
};

const REFUSED = 'rejected';
const SILENT = 'unknown';

describe('an error of Alpaca', () => {
  it.each([
    [403, 40310000, 'insufficient buying power', [REFUSED, SILENT, REFUSED]],
    [
      403,
      40310000,
      'insufficient qty available for order (requested: 5, available: 0)',
      [REFUSED, SILENT, REFUSED],
    ],
    [
      403,
      40310100,
      'trade denied due to pattern day trading protection',
      [REFUSED, SILENT, REFUSED],
    ],
    [422, 40010001, 'client_order_id must be unique', ['exists', REFUSED, 'exists']],
    [422, 42210000, 'client_order_id must be unique', ['exists', SILENT, 'exists']],
    [422, 40010001, 'order_id is missing', [REFUSED, REFUSED, REFUSED]],
    [422, 42210000, 'order is already in "filled" state', [SILENT, REFUSED, REFUSED]],
    [422, 42210000, 'order is not cancelable', [SILENT, REFUSED, REFUSED]],
    [422, 42210000, 'cannot replace order in pending_new status', [SILENT, SILENT, REFUSED]],
    [422, 42210000, 'order parameters are not changed', [SILENT, SILENT, REFUSED]],
    [422, 42210000, 'qty must be > filled_qty', [SILENT, SILENT, REFUSED]],
    [
      422,
      42210000,
      'invalid limit_price 185.505. sub-penny increment does not fulfill minimum pricing criteria',
      [REFUSED, SILENT, REFUSED],
    ],
    [422, 42210000, 'asset "NOSUCH" not found', [REFUSED, SILENT, REFUSED]],
    [422, 42210000, 'asset "TXN" cannot be sold short', [REFUSED, SILENT, REFUSED]],
    [404, 40410000, 'order not found for 61e69015', [SILENT, REFUSED, REFUSED]],
    [401, 40110000, 'request is not authorized', [REFUSED, REFUSED, REFUSED]],
    [401, null, 'unauthorized.', [REFUSED, REFUSED, REFUSED]],
  ] as const)('FIL-4: %i %s "%s"', (status, code, message, expected) => {
    expect(outcomes(status, body(code, message))).toEqual(expected);
  });

  it.each([
    // Somebody replaced it, perhaps we did: both are looked up.
    [422, body(42210000, 'order already replaced')],
    [422, body(42210000, 'something nobody has seen')],
    [422, body(42290000, 'order is already in "filled" state')],
    [400, body(40010001, 'client_order_id must be unique')],
    [403, body(40399999, 'insufficient buying power')],
    [403, '<html>Forbidden</html>'],
    [404, body(null, 'Not Found')],
    [404, body(40410000, 'endpoint not found')],
    [408, ''],
    [401, '<html>login</html>'],
    [422, '"order is already in \\"filled\\" state"'],
    [200, body(42210000, 'order is already in "filled" state')],
  ])('FIL-4, SCH-4: %i %s proves nothing', (status, text) => {
    expect(outcomes(status, text)).toEqual([SILENT, SILENT, SILENT]);
  });

  it('FIL-4: of a read: absent, flat, refused for good, or nothing known', () => {
    expect(classified(404, body(40410000, 'order not found for c-1'), null).isAbsent).toBe(true);
    expect(classified(404, body(null, 'order not found'), null).isAbsent).toBe(false);
    const flat = classified(404, body(40410000, 'position does not exist'), null);
    expect(ALPACA_ERRORS.flat.has(flat.code)).toBe(true);
    expect(read(401, body(40110000, 'request is not authorized'))).toBe('permanent');
    expect(read(422, body(40010001, 'invalid after'))).toBe('permanent');
    expect(read(404, body(40410000, 'position does not exist'))).toBe('ambiguous');
    expect(read(403, body(40310000, 'forbidden'))).toBe('ambiguous');
    expect(read(400, 'what?')).toBe('ambiguous');
  });

  it('F:MD10: an asset that is not traded any more is gone', () => {
    const error = classified(422, body(42210000, 'asset "AAPL" is not tradable'), 'submit');
    expect(outcomeOfError(ALPACA_ERRORS, 'submit', error)).toMatchObject({ gone: true });
  });

  it('names of rows are one of a kind', () => {
    expect(new Set(ERROR_ROWS.map(({ name }) => name)).size).toBe(ERROR_ROWS.length);
  });
});
