/** Amounts, statuses and refusals in Binance's words. */
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../../src/core/ground/decimal.js';
import type { Lots, Ticks } from '../../../../src/core/ground/units.js';
import { STATUS_TABLE } from '../../../../src/core/order/status.js';
import {
  feeWords,
  fixed,
  priceText,
  quantityText,
  scaledText,
  valueText,
} from '../../../../src/server/venue/binance/words/amounts.js';
import { nameOf } from '../../../../src/server/venue/binance/symbols.js';
import { tifWord, typeWord } from '../../../../src/server/venue/binance/words/order-terms.js';
import {
  SPOT_REFUSALS,
  refusedByVenue,
} from '../../../../src/server/venue/binance/words/refused-by-venue.js';
import { statusSaid, statusWord } from '../../../../src/server/venue/binance/words/status.js';
import { PLAYED_REFUSALS, SIM_CODES } from '../../../../src/sim/link/sim-error-classes.js';
import { INSTRUMENT } from '../../../support/simulation-plan.js';

describe('amounts', () => {
  it.each([
    ['0', '0.00000000'],
    ['1', '1.00000000'],
    ['-0.5', '-0.50000000'],
    ['61800.1', '61800.10000000'],
    ['0.000000019', '0.00000001'],
    ['123456789012345678901234567890', '123456789012345678901234567890.00000000'],
  ])('%s is %s', (text, told) => {
    expect(fixed(decimal(text))).toBe(told);
  });

  it('are on the grid of their instrument', () => {
    expect(priceText(INSTRUMENT, 618_001 as Ticks)).toBe('61800.10000000');
    expect(priceText(INSTRUMENT, null)).toBe('0.00000000');
    expect(quantityText(INSTRUMENT, 12 as Lots)).toBe('0.01200000');
    expect(valueText(INSTRUMENT, 618_001n * 12n)).toBe('741.60120000');
  });

  it('of a tape are as fine as its quanta', () => {
    expect(scaledText(6_180_015n, decimal('0.1'), 10)).toBe('61800.15000000');
  });

  it('a commission that is not said yet is none, in no asset', () => {
    expect(feeWords(null)).toEqual({ amount: '0.00000000', asset: null });
    expect(feeWords({ asset: 'BTC', amount: '0.00001' })).toEqual({
      amount: '0.00001000',
      asset: 'BTC',
    });
  });
});

describe('the status of an order', () => {
  it.each([
    ['accepted', null, 'NEW'],
    ['partially_filled', null, 'PARTIALLY_FILLED'],
    ['filled', null, 'FILLED'],
    ['canceled', 'requested', 'CANCELED'],
    ['canceled', 'by-hand', 'CANCELED'],
    ['canceled', 'no-liquidity', 'EXPIRED'],
    ['canceled', 'insufficient-balance', 'EXPIRED'],
    // An execution was undone: nobody ended the order.
    ['canceled', null, 'CANCELED'],
    ['expired', 'no-liquidity', 'EXPIRED'],
    ['expired', 'self-trade', 'EXPIRED_IN_MATCH'],
    ['rejected', 'refused: risk-check', 'REJECTED'],
  ] as const)('%s, for %s: %s', (status, endedFor, word) => {
    expect(statusWord(status, endedFor)).toBe(word);
  });

  it('is one of Binance, whatever ours is', () => {
    const words = new Set(STATUS_TABLE.map(({ status }) => statusWord(status, null)));
    expect([...words].sort()).toEqual([
      'CANCELED',
      'EXPIRED',
      'FILLED',
      'NEW',
      'PARTIALLY_FILLED',
      'PENDING_CANCEL',
      'REJECTED',
    ]);
  });

  it('F:QRY6: is left out, or a word that nobody knows, where the answer has it so', () => {
    expect(statusSaid({ status: null, venueWord: '' }, null)).toBeNull();
    expect(statusSaid({ status: null, venueWord: 'being_looked_into' }, null)).toBe(
      'BEING_LOOKED_INTO',
    );
  });
});

describe('the terms of an order', () => {
  it.each([
    [{ type: 'limit', postOnly: true, timeInForce: 'gtc' }, 'LIMIT_MAKER GTC'],
    [{ type: 'limit', postOnly: false, timeInForce: 'fok' }, 'LIMIT FOK'],
    [{ type: 'market', postOnly: false, timeInForce: 'ioc' }, 'MARKET GTC'],
    [{ type: 'stop', postOnly: false, timeInForce: 'gtc' }, 'STOP_LOSS GTC'],
    [{ type: 'stop-limit', postOnly: false, timeInForce: 'ioc' }, 'STOP_LOSS_LIMIT IOC'],
  ] as const)('%o: %s', (terms, words) => {
    expect(`${typeWord(terms)} ${tifWord(terms)}`).toBe(words);
  });
});

describe('refusals of the venue', () => {
  const told = (asked: 'submit' | 'cancel' | 'query-order', code: string, text = ''): string => {
    const {
      status,
      code: number,
      msg,
    } = refusedByVenue(SPOT_REFUSALS, asked, { code, text }).words;
    return `${status} ${number} ${msg}`;
  };

  it.each([
    ['submit', 'halted', '400 -2010 Market is closed.'],
    ['cancel', 'halted', '400 -2011 Market is closed.'],
    [
      'submit',
      'insufficient-balance',
      '400 -2010 Account has insufficient balance for requested action.',
    ],
    ['submit', 'post-only-would-take', '400 -2010 Order would immediately match and take.'],
    ['submit', 'stop-already-through', '400 -2010 Stop price would trigger immediately.'],
    ['submit', 'unknown-symbol', '400 -1121 Invalid symbol.'],
    [
      'submit',
      'request-expired',
      '400 -1021 Timestamp for this request is outside of the recvWindow.',
    ],
    ['cancel', 'order-filled', '400 -2011 Unknown order sent.'],
    ['cancel', 'order-not-found', '400 -2011 Unknown order sent.'],
  ] as const)('of a %s, %s: %s', (asked, code, words) => {
    expect(told(asked, code)).toBe(words);
  });

  it.each([
    ['-2010', 'fault: -2010', '400 -2010 fault: -2010'],
    ['-2018', 'fault: -2018', '400 -2018 fault: -2018'],
    ['-1013', 'fault: -1013', '400 -1013 fault: -1013'],
    ['-1013', 'LOT_SIZE: 7 lots are no multiple of 2', '400 -1013 Filter failure: LOT_SIZE'],
    ['-1013', 'MIN_QTY: 1 lots are below 2', '400 -1013 Filter failure: LOT_SIZE'],
    ['-1021', 'fault: …', '400 -1021 Timestamp for this request is outside of the recvWindow.'],
    ['pdt', 'fault: pdt', '400 -2010 fault: pdt'],
  ])('that a fault makes up, %s (%s): %s', (code, text, words) => {
    expect(told('submit', code, text)).toBe(words);
  });

  it('F:SUB5: every code that a fault may play has a number, and says what was refused', () => {
    for (const code of [...SIM_CODES, ...PLAYED_REFUSALS])
      expect(told('submit', code, `fault: ${code}`)).toMatch(/^400 -\d{4} \S/);
  });
});

it('an instrument is named by letters and digits alone', () => {
  expect(nameOf({ symbol: 'btc/usdt' })).toBe('BTCUSDT');
});
