/**
 * FIL-4 and SCH-4 at Binance: what an effect came to, by the code on the wire. ccxt throws NetworkError for a refusal and ExchangeError for an
 * order that may exist, so that nothing it throws is looked at. Each row is sent to a submit and to a cancel.
 */
import { describe, expect, it } from 'vitest';
import { SPOT_ERRORS } from '../../../src/live/binance/error-words.js';
import { outcomeOf } from '../../../src/core/state/client-words.js';
import { CANCEL, OPEN, RestRig, SUBMIT } from './rest-rig.js';
import { placed } from './sample.js';
import { type Answer, StubVenue, refused, said } from './stub-venue.js';

const rig = RestRig.ofFile();

const unknown = (shape: string): object => ({ kind: 'unknown', shape });
const UNPARSABLE = unknown('unparsable');
const rejected = (code: string): object => ({ kind: 'rejected', code });
const limited = (retryAfter: number): object => ({
  kind: 'not-sent',
  reason: 'rate-limited',
  retryAfter,
});
const filter = (name: string): Answer => refused(-1013, `Filter failure: ${name}`);
const wait = (status: number, seconds: string): Answer => ({
  status,
  body: { code: -1003, msg: 'Too many requests.' },
  headers: { 'retry-after': seconds },
});
const html = (status: number): Answer => ({ status, text: `<html><h1>${status}</h1></html>` });
const ORDER = placed({ origClientOrderId: 'my-1' });
const OTHER = said(placed({ clientOrderId: 'my-9', origClientOrderId: 'my-9' }));

/** What the wire says; what it means for a submit; and for a cancel, where that is another. */
const ROWS: readonly (readonly [string, Answer, object, object?])[] = [
  ['429 with Retry-After', wait(429, '7'), limited(7_000_000)],
  ['418 with Retry-After', wait(418, '120'), limited(120_000_000)],
  ['400 -1003', refused(-1003, 'Too much request weight used.'), limited(10_000_000)],
  ['400 -1015', refused(-1015, 'Too many new orders.'), limited(10_000_000)],
  ['-1013 LOT_SIZE', filter('LOT_SIZE'), rejected('-1013'), UNPARSABLE],
  ['-1013 PRICE_FILTER', filter('PRICE_FILTER'), rejected('-1013'), UNPARSABLE],
  ['-1013 NOTIONAL', filter('NOTIONAL'), rejected('-1013'), UNPARSABLE],
  [
    '-1021',
    refused(-1021, 'Outside of the recvWindow.'),
    { kind: 'not-sent', reason: 'clock-refused' },
  ],
  ['-1022', refused(-1022, 'Signature for this request is not valid.'), rejected('-1022')],
  ['401 -2014', refused(-2014, 'API-key format invalid.', 401), rejected('-2014')],
  ['401 -2015', refused(-2015, 'Invalid API-key, IP, or permissions.', 401), rejected('-2015')],
  [
    '-2010 balance',
    refused(-2010, 'Account has insufficient balance for requested action.'),
    rejected('-2010'),
    UNPARSABLE,
  ],
  [
    '-2010 would take',
    refused(-2010, 'Order would immediately match and take.'),
    rejected('-2010'),
    UNPARSABLE,
  ],
  ['-2010 closed', refused(-2010, 'Market is closed.'), rejected('-2010'), UNPARSABLE],
  ['-2010 duplicate', refused(-2010, 'Duplicate order sent.'), { kind: 'exists' }],
  ['-2011', refused(-2011, 'Unknown order sent.'), UNPARSABLE, rejected('-2011')],
  ['-2013', refused(-2013, 'Order does not exist.'), UNPARSABLE],
  ['-1121', refused(-1121, 'Invalid symbol.'), { ...rejected('-1121'), gone: true }],
  ['500 -1000', refused(-1000, 'An unknown error occurred.', 500), unknown('5xx')],
  ['500 -1001', refused(-1001, 'Internal error.', 500), unknown('5xx')],
  ['500 -1006', refused(-1006, 'An unexpected response was received.', 500), unknown('5xx')],
  ['504 -1007', refused(-1007, 'Timeout waiting for response.', 504), unknown('5xx')],
  ['503 -1008', refused(-1008, 'Server is currently overloaded.', 503), unknown('5xx')],
  ['400 -1007', refused(-1007, 'Execution status unknown.'), UNPARSABLE],
  ['a code nobody knows', refused(-9999, 'Computer says no.'), UNPARSABLE],
  ['403 HTML', html(403), rejected('firewall')],
  ['404 HTML', html(404), UNPARSABLE],
  ['502 HTML', html(502), unknown('5xx')],
  ['302', { status: 302, text: '', headers: { location: '/elsewhere' } }, unknown('reset')],
  ['200 empty', { text: '' }, UNPARSABLE],
  ['200 HTML', html(200), UNPARSABLE],
  ['200 of another order', OTHER, UNPARSABLE],
  ['400 without a code', { status: 400, body: { oops: true } }, UNPARSABLE],
  ['400 that reads like an order', { status: 400, body: ORDER }, UNPARSABLE],
  ['200 truncated', 'truncated', unknown('truncated')],
  ['reset', 'reset', unknown('reset')],
];

describe('FIL-4, SCH-4: what an effect came to', () => {
  for (const [title, answer, ofSubmit, ofCancel = ofSubmit] of ROWS)
    it(title, async () => {
      rig.answers(answer);
      expect(await rig.outcomeOf(SUBMIT)).toMatchObject(ofSubmit);
      expect(await rig.outcomeOf(CANCEL)).toMatchObject(ofCancel);
      // Nobody has asked a second time, and nobody went where he was sent.
      expect(rig.asked()).toEqual(['order', 'order']);
    });

  it('SCH-4: no answer is unknown once nobody waits any more', async () => {
    rig.answers('hang');
    const abort = new AbortController();
    const entered = rig.venue.enter(SUBMIT, { signal: abort.signal });
    await rig.stub.until(() => rig.stub.received.length === 1);
    abort.abort();
    expect(outcomeOf(await entered, 'submit', SPOT_ERRORS)).toEqual(unknown('timeout'));
  });

  it('SCH-4: where nobody listens nothing was sent', async () => {
    const gone = await new StubVenue().listen();
    const { url } = gone;
    await gone.close();
    const client = await rig.clientAt(url);
    const reply = await rig.venueOn(client).enter(SUBMIT, { signal: OPEN });
    expect(reply).toMatchObject({ kind: 'not-sent', reason: 'connection-refused' });
    await client.close();
  });
});
