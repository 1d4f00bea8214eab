/** ORD-6: the second factor of large orders by hand: codes as RFC 6238 has them, right once, few wrong ones, and nothing that lets a code in where its use cannot be written down. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type CheckFactor,
  addFactor,
  factorsIn,
  readFactors,
  removeFactor,
} from '../../src/server/engine/second-factor.js';
import { addToken } from '../../src/server/engine/tokens.js';
import { base32, fromBase32, hotp, stepAt } from '../../src/server/engine/totp.js';
import { EngineWorld, type Heard } from './support/engine-world.js';

describe('codes', () => {
  const RFC_SECRET = Buffer.from('12345678901234567890');

  it('are those of RFC 4226, appendix D', () => {
    const told = Array.from({ length: 10 }, (_, counter) => hotp(RFC_SECRET, counter));
    expect(told).toEqual(
      '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' '),
    );
  });

  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('ORD-6: at second %i are those of RFC 6238, appendix B', (seconds, code) => {
    expect(hotp(RFC_SECRET, stepAt(seconds * 1_000), 8)).toBe(code);
  });

  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('have secrets in the letters of RFC 4648: %j', (text, letters) => {
    expect(base32(Buffer.from(text))).toBe(letters);
  });

  it('have secrets that letters bring back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect([...fromBase32(base32(Buffer.from(bytes)))]).toEqual([...bytes]);
      }),
    );
  });
});

const START = 1_700_000_010_000;
const STEP = 30_000;

let folder = '';
let file = '';
let tokens = '';
let now = START;
let check: CheckFactor = () => ({ said: 'failed', why: '' });
let secret: Buffer = Buffer.alloc(0);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'squall-factor-'));
  [file, tokens] = [join(folder, 'e.totp'), join(folder, 'e.tokens')];
  now = START;
  addToken(tokens, { name: 'alice', role: 'trader' }, new Date(0));
  secret = fromBase32(addFactor(file, { name: 'alice', tokens }, new Date(0)).secret);
  check = factorsIn(file, () => now);
});
afterEach(() => rmSync(folder, { recursive: true }));

const codeAt = (time: number): string => hotp(secret, stepAt(time));
/** Of no step near. */
const wrongCode = (): string =>
  ['000000', '111111', '222222', '333333'].find(
    (code) => ![-STEP, 0, STEP].some((apart) => codeAt(now + apart) === code),
  )!;

describe('a second factor', () => {
  it('is made for who has a token, once, and lies in a file of its owner’s alone', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(() => addFactor(file, { name: 'alice', tokens }, new Date(0))).toThrow(
      /already\n {2}fix/,
    );
    expect(() => addFactor(file, { name: 'bob', tokens }, new Date(0))).toThrow(/no token of bob/);
    expect(readFactors(file)).toHaveLength(1);
    expect(removeFactor(file, 'alice')).toBe(true);
    expect(removeFactor(file, 'alice')).toBe(false);
    const { secret: letters, uri } = addFactor(file, { name: 'alice', tokens }, new Date(0));
    expect(letters).toMatch(/^[A-Z2-7]{32}$/);
    expect(uri).toBe(`otpauth://totp/squall%3Aalice?secret=${letters}&issuer=squall`);
  });

  it('ORD-6: a code is right once, also for the next process, and so is none before it', () => {
    const code = codeAt(now);
    expect(check('alice', code)).toEqual({ said: 'verified', why: '' });
    expect(check('alice', code)).toMatchObject({ said: 'failed', why: /was used/ });
    expect(factorsIn(file, () => now)('alice', code).said).toBe('failed');
    expect(check('alice', codeAt(now - STEP)).said).toBe('failed');
    expect(statSync(`${file}.used`).mode & 0o777).toBe(0o600);
    now += STEP;
    expect(check('alice', codeAt(now)).said).toBe('verified');
  });

  it.each([
    [-2, 'failed'],
    [-1, 'verified'],
    [0, 'verified'],
    [1, 'verified'],
    [2, 'failed'],
  ])('a code of %i steps from now is %s', (apart, said) => {
    expect(check('alice', codeAt(now + apart * STEP)).said).toBe(said);
  });

  it('ORD-6: after five wrong codes within a minute none is looked at, a right one neither', () => {
    for (let times = 0; times < 5; times += 1) {
      expect(check('alice', wrongCode())).toEqual({ said: 'failed', why: 'the code is wrong' });
      now += 1_000;
    }
    const limited = check('alice', codeAt(now));
    expect(limited).toMatchObject({ said: 'failed', why: /within a minute/ });
    now = START + 60_000;
    expect(check('alice', codeAt(now)).said).toBe('verified');
  });

  it('of one is not that of another, nor of who has none', () => {
    addToken(tokens, { name: 'bob', role: 'trader' }, new Date(0));
    expect(check('bob', codeAt(now))).toMatchObject({ said: 'failed' });
    addFactor(file, { name: 'bob', tokens }, new Date(0));
    expect(check('bob', codeAt(now)).said).toBe('failed');
    expect(check('alice', codeAt(now)).said).toBe('verified');
  });

  it('ends when it is taken away, and where its files cannot be read', () => {
    writeFileSync(`${file}.used`, 'nonsense');
    expect(check('alice', codeAt(now))).toMatchObject({
      said: 'failed',
      why: /cannot be written down/,
    });
    rmSync(`${file}.used`);
    const before = readFileSync(file);
    writeFileSync(file, 'nonsense');
    expect(check('alice', codeAt(now)).said).toBe('failed');
    expect(() => readFactors(file)).toThrow(/not a file of second factors\n {2}fix: /);
    writeFileSync(file, before);
    expect(check('alice', codeAt(now)).said).toBe('verified');
    removeFactor(file, 'alice');
    now += STEP;
    expect(check('alice', codeAt(now)).said).toBe('failed');
  });
});

describe('API-5: POST /api/v1/orders', () => {
  let world: EngineWorld;
  const give = (more: object = {}): Promise<Heard> =>
    world.ask('POST', '/api/v1/orders', {
      role: 'trader',
      body: { symbol: 'BTCUSDT', side: 'buy', quantity: '0.2', ...more },
      headers: { 'idempotency-key': 'huge' },
    });

  it('ORD-6: above 10,000 it takes confirmation and code; what is told of it holds neither code nor secret', async () => {
    world = new EngineWorld();
    world.run(1);
    world.checkFactor = (_, code) => check('alice', code);
    const { confirmation } = (await give({ secondFactor: codeAt(now) })).json;
    const without = await give({ confirmation });
    expect(without.json).toMatchObject({
      status: 409,
      type: 'urn:squall:problem:second-factor-required',
    });
    const wrong = await give({ confirmation, secondFactor: wrongCode() });
    expect(wrong.json).toMatchObject({ type: 'urn:squall:problem:second-factor-required' });
    expect(wrong.json.detail).toMatch(/needs a second factor, verified; the code is wrong$/);
    const code = codeAt(now);
    const given = await give({ confirmation, secondFactor: code });
    expect(given.status).toBe(201);
    expect((await give({ confirmation, secondFactor: code })).json).toMatchObject({
      duplicateOf: given.json.parentId,
    });
    expect((await give({ secondFactor: '12345' })).json.problems).toEqual([
      { field: 'secondFactor', text: 'must be six digits' },
    ]);
    const written = world.blocks.map(({ text }) => text).join('');
    expect(written).toContain('"secondFactor":"verified"');
    for (const hidden of [code, base32(secret)]) expect(written).not.toContain(`"${hidden}"`);
  });
});
