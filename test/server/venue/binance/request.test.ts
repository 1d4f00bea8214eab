/** What a request has to be like: parameters, keys, signatures, the window of its time, and what it uses of the limits. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EpochMicros } from '../../../../src/core/ground/units.js';
import {
  checkSignature,
  keyNamed,
  windowAsked,
} from '../../../../src/server/venue/binance/request/admission.js';
import { knownKey } from '../../../../src/server/venue/binance/request/keys.js';
import { Params, paramsOf } from '../../../../src/server/venue/binance/request/params.js';
import { Usage } from '../../../../src/server/venue/binance/request/usage.js';
import { SPOT_LIMITS } from '../../../../src/server/venue/binance/spot-limits.js';
import { Refusal } from '../../../../src/server/venue/binance/words/refusal.js';
import { wallTime } from '../../../../src/server/venue/wire/wall-time.js';

/** `code: msg` of what `run` refuses. */
function refusalOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, code, msg } = error.words;
    return `${status} ${code}: ${msg}`;
  }
  return 'taken';
}

const params = (values: Readonly<Record<string, string>>): Params =>
  new Params(new Map(Object.entries(values)));

describe('parameters', () => {
  it('of the query go before those of the body, and are decoded', () => {
    const both = paramsOf('symbol=BTCUSDT&price=1', 'price=2&newClientOrderId=a%3Ab');
    expect(['symbol', 'price', 'newClientOrderId'].map((name) => both.text(name))).toEqual([
      'BTCUSDT',
      '1',
      'a:b',
    ]);
  });

  it('are refused where one is there twice', () => {
    expect(refusalOf(() => paramsOf('a=1&a=2', ''))).toBe(
      '400 -1101: Duplicate values for a parameter detected.',
    );
  });

  it.each(['1e-7', '-1', '+1', '.5', '1.', ' 1', 'abc', '1'.repeat(21), '1,5', 'NaN', '0x1'])(
    '%s is no amount',
    (text) => {
      expect(refusalOf(() => params({ quantity: text }).like('quantity', 'amount'))).toBe(
        String.raw`400 -1100: Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\.[0-9]{1,20})?$'.`,
      );
    },
  );

  it.each(['0', '0.10', '12345678901234567890', '0.00000001'])('%s is one', (text) => {
    expect(params({ quantity: text }).like('quantity', 'amount')).toBe(text);
  });

  it.each([
    [() => params({}).needed('symbol', 'symbol'), /-1102: Mandatory parameter 'symbol'/],
    [() => params({ symbol: '' }).needed('symbol', 'symbol'), /-1102: Mandatory parameter/],
    [() => params({ symbol: '' }).text('symbol'), /-1105: Parameter 'symbol' was empty/],
    [() => params({ symbol: 'btcusdt' }).needed('symbol', 'symbol'), /-1100: .*'symbol'/],
    [() => params({ orderId: '9007199254740993' }).whole('orderId'), /-1108: .*overflowed/],
    [() => params({ limit: '0' }).limit(1, 2), /-1130: .*'limit' is not valid/],
    [() => params({ id: 'a b' }).like('id', 'order-id'), /-1100: .*'id'/],
    [() => params({ id: 'x'.repeat(37) }).like('id', 'order-id'), /-1100: .*'id'/],
    [() => params({ price: '1' }).forbid(['price']), /-1106: .*'price' sent when not required/],
    [() => params({ a: 'toString' }).word('a', {}, { code: -1, msg: 'no' }), /-1: no/],
  ])('%s is refused by name', (run, pattern) => {
    expect(refusalOf(run)).toMatch(pattern);
  });

  it('a number of an order is as the venue writes it, however long', () => {
    expect(params({ orderId: '0012' }).numberText('orderId')).toBe('12');
    expect(params({ orderId: '99999999999999999999' }).numberText('orderId')).toBe(
      '99999999999999999999',
    );
  });

  it('more than the most of a list is the most', () => {
    expect(params({ limit: '5000' }).limit(500, 1000)).toBe(1000);
    expect(params({}).limit(500, 1000)).toBe(500);
  });
});

describe('keys', () => {
  /** As published with the interface: rest-api of binance/binance-spot-api-docs, "Example 1". */
  const published = knownKey({
    keyId: 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A',
    secret: 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j',
  });
  const payload =
    'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559';
  const signature = 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71';

  it('HMAC: the published example is signed right, in either case', () => {
    expect(published.verify(payload, signature)).toBe(true);
    expect(published.verify(payload, signature.toUpperCase())).toBe(true);
    expect(published.verify(`${payload} `, signature)).toBe(false);
  });

  it.each(['', 'c8db', 'xyz', signature.slice(0, -1)])('HMAC: "%s" is no signature', (text) => {
    expect(published.verify(payload, text)).toBe(false);
  });

  it('Ed25519: a signature in base64', () => {
    const pair = generateKeyPairSync('ed25519');
    const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const key = knownKey({ keyId: 'ed', publicKey });
    const own = sign(null, Buffer.from(payload), pair.privateKey).toString('base64');
    expect(key.verify(payload, own)).toBe(true);
    expect(key.verify(`${payload}1`, own)).toBe(false);
    expect(key.verify(payload, signature)).toBe(false);
  });

  it('a key that is missing, of the wrong form or unknown is told apart', () => {
    const keys = new Map([[published.keyId, published]]);
    expect(keyNamed(keys, published.keyId)).toBe(published);
    expect(refusalOf(() => keyNamed(keys, null))).toBe('401 -2014: API-key format invalid.');
    expect(refusalOf(() => keyNamed(keys, 'a b'))).toBe('401 -2014: API-key format invalid.');
    expect(refusalOf(() => keyNamed(keys, 'other'))).toBe(
      '401 -2015: Invalid API-key, IP, or permissions for action.',
    );
  });

  it('a signature that is missing is no wrong one', () => {
    expect(refusalOf(() => checkSignature(published, { payload, signature: null }))).toMatch(
      /^400 -1102: Mandatory parameter 'signature'/,
    );
    expect(refusalOf(() => checkSignature(published, { payload, signature: 'ab' }))).toBe(
      '400 -1022: Signature for this request is not valid.',
    );
  });
});

describe('the window of a request', () => {
  const SERVER_MS = 1_700_000_000_000;
  const MARKET = 1_000_000_000_000_000 as EpochMicros;
  const SPEED = 4;
  const wall = wallTime(MARKET, (SERVER_MS * 1_000) as EpochMicros, SPEED);
  const at = (values: Readonly<Record<string, string>>): ReturnType<typeof windowAsked> =>
    windowAsked(params(values), { wall, now: MARKET });
  const stamped = (ms: number, more = {}): string =>
    refusalOf(() => at({ timestamp: String(SERVER_MS + ms), ...more }));
  const OUTSIDE = '400 -1021: Timestamp for this request is outside of the recvWindow.';
  const AHEAD = "400 -1021: Timestamp for this request was 1000ms ahead of the server's time.";

  it.each([
    [999, {}, 'taken'],
    [1_000, {}, AHEAD],
    [-5_000, {}, 'taken'],
    [-5_001, {}, OUTSIDE],
    [-10, { recvWindow: '10' }, 'taken'],
    [-11, { recvWindow: '10' }, OUTSIDE],
    [-60_000, { recvWindow: '60000' }, 'taken'],
    [-60_001, { recvWindow: '60000' }, OUTSIDE],
    [0, { recvWindow: '60000.001' }, '400 -1131: recvWindow must be less than 60000'],
    [0, { recvWindow: '0' }, 'taken'],
  ])('%i ms from the time of the server, %o: %s', (ms, more, told) => {
    expect(stamped(ms, more)).toBe(told);
  });

  it('a time that is missing or none is refused by name', () => {
    expect(refusalOf(() => at({}))).toMatch(/-1102: Mandatory parameter 'timestamp'/);
    expect(refusalOf(() => at({ timestamp: 'now' }))).toMatch(/-1100: .*'timestamp'/);
  });

  it('is on the clock of the market, which passes faster, and never from the future', () => {
    const stamp = at({ timestamp: String(SERVER_MS - 100), recvWindow: '1000' });
    expect(stamp).toEqual({
      sentAt: MARKET - 100_000 * SPEED,
      validUntil: MARKET + 900_000 * SPEED,
    });
    const ahead = at({ timestamp: String(SERVER_MS + 500), recvWindow: '1000' });
    expect(ahead).toEqual({ sentAt: MARKET, validUntil: MARKET + 1_500_000 * SPEED });
  });

  it('may be stamped in microseconds', () => {
    const stamp = at({ timestamp: `${SERVER_MS - 1}500`, recvWindow: '1.5' });
    expect(stamp.sentAt).toBe(MARKET - 500 * SPEED);
    expect(stamp.validUntil).toBe(MARKET + 1_000 * SPEED);
  });
});

describe('what a client uses of the limits', () => {
  it('is counted from the beginning of each minute, and of each interval of orders', () => {
    const usage = new Usage(SPOT_LIMITS);
    usage.weigh(20, 59_000);
    usage.weigh(4, 59_999);
    expect(usage.headers(59_999, false)).toEqual({ 'X-MBX-USED-WEIGHT-1M': '24' });
    usage.ordered(59_999);
    expect(usage.headers(60_000, true)).toEqual({
      'X-MBX-USED-WEIGHT-1M': '0',
      'X-MBX-ORDER-COUNT-10S': '0',
      'X-MBX-ORDER-COUNT-1D': '1',
    });
  });

  it('who is told to stay away hears 429 with the seconds, and who comes back at once 418', () => {
    const usage = new Usage(SPOT_LIMITS);
    const told = (received: number, now: number): string => {
      const { status, away, msg } = usage.limited(received, now, 2_500).words;
      return `${status} ${away?.seconds} ${msg.slice(0, 23)}`;
    };
    expect(told(1_000, 1_020)).toBe('429 3 Too much request weight');
    expect(told(1_010, 1_030)).toBe('429 3 Too much request weight');
    expect(told(1_030, 1_050)).toBe('418 3 Way too much request we');
    expect(told(3_600, 3_620)).toBe('429 3 Too much request weight');
  });
});
