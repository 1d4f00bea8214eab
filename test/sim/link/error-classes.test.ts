/** FIL-4: each code of the simulated venue and each that a fault plays stands in the allow-lists, or stands in none and proves nothing. */
import { describe, expect, it } from 'vitest';
import {
  type EffectKind,
  answerOfError,
  outcomeOfError,
} from '../../../src/core/order/error-classes.js';
import { FAULT_KINDS } from '../../../src/sim/fault/registry.js';
import {
  PLAYED_REFUSALS,
  SIM_CODES,
  SIM_ERROR_CLASSES,
  SIM_TIME_CODES,
} from '../../../src/sim/link/sim-error-classes.js';

const EFFECTS: readonly EffectKind[] = ['submit', 'cancel', 'replace'];
/** Said by the stream of an order that was taken before; no reply, and so in no list. */
const TOLD_AFTERWARDS = ['risk-check'];
const refusedBy = (code: string): readonly EffectKind[] =>
  EFFECTS.filter((effect) => {
    const { kind } = outcomeOfError(SIM_ERROR_CLASSES, effect, { code, text: '' });
    return kind === 'rejected';
  });

describe('the allow-lists of the simulated venue', () => {
  it.each([...SIM_CODES, ...PLAYED_REFUSALS])('FIL-4: %s refuses some request', (code) => {
    expect(refusedBy(code).length).toBeGreaterThan(0);
  });

  it.each([...SIM_TIME_CODES, '-1021'])(
    'FIL-4 F:SUB8: %s speaks of the time of any request, which was not looked at',
    (code) => {
      expect(refusedBy(code)).toEqual([]);
      for (const effect of EFFECTS)
        expect(outcomeOfError(SIM_ERROR_CLASSES, effect, { code, text: '' })).toMatchObject({
          kind: 'not-sent',
          reason: 'clock-refused',
        });
      expect(answerOfError(SIM_ERROR_CLASSES, 'query-order', { code, text: '' })).toMatchObject({
        failure: 'clock-refused',
      });
    },
  );

  it('FIL-4: what only a cancel can be told proves nothing of a submit, and the other way round', () => {
    expect(refusedBy('order-not-found')).toEqual(['cancel', 'replace']);
    expect(refusedBy('insufficient-balance')).toEqual(['submit', 'replace']);
  });

  it.each(['', 'ORDER-FILLED', 'insufficient-balance ', '-9999', '503', 'constructor'])(
    'FIL-4: a code in no list (%j) proves nothing: unknown, ambiguous',
    (code) => {
      expect(refusedBy(code)).toEqual([]);
      expect(
        outcomeOfError(SIM_ERROR_CLASSES, 'submit', { code, text: 'no such word' }),
      ).toMatchObject({ kind: 'unknown' });
      expect(answerOfError(SIM_ERROR_CLASSES, 'query-order', { code, text: '' })).toMatchObject({
        kind: 'failed',
        failure: 'ambiguous',
      });
    },
  );

  it('FIL-4: of a query only what will never be otherwise is permanent', () => {
    const permanent = [...SIM_CODES, ...PLAYED_REFUSALS].filter((code) => {
      const answer = answerOfError(SIM_ERROR_CLASSES, 'query-order', { code, text: '' });
      return answer.kind === 'failed' && answer.failure === 'permanent';
    });
    expect(permanent).toEqual(['unknown-symbol', 'invalid-order']);
  });

  it('FIL-4 F:QRY11: of a query for an order alone, that it was archived is an answer', () => {
    const said = { code: '-2026', text: '' };
    expect(answerOfError(SIM_ERROR_CLASSES, 'query-order', said)).toEqual({ kind: 'archived' });
    expect(answerOfError(SIM_ERROR_CLASSES, 'query-executions', said)).toMatchObject({
      failure: 'ambiguous',
    });
    expect(refusedBy('-2026')).toEqual([]);
  });

  it('FIL-4: the code that a fault says unless told otherwise is a listed one', () => {
    const codes = [...FAULT_KINDS.values()].flatMap(({ parameters }) =>
      Object.values(parameters)
        .filter(({ type }) => type === 'code')
        .map(({ fallback }) => fallback),
    );
    expect(codes.length).toBeGreaterThan(0);
    const unlisted = codes.map(String).filter((code) => refusedBy(code).length === 0);
    expect(unlisted).toEqual(TOLD_AFTERWARDS);
  });
});
