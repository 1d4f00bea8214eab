/** What the judge of a foreign client calls wrong: each rule broken in each way, and what is near it and right. */
import { describe, expect, it } from 'vitest';
import { ticks } from '../../../src/core/ground/units.js';
import type { FaultAct } from '../../../src/core/order/fault-record.js';
import type { ClientOrderId } from '../../../src/core/order/order.js';
import { intentOf } from '../../../src/sim/bot-judge/sent-twice.js';
import { Session } from './session.js';

const rulesOf = (session: Session): readonly string[] =>
  session.judge().findings.map(({ rule }) => rule);

const textsOf = (session: Session): string =>
  session
    .judge()
    .findings.map(({ text }) => text)
    .join('\n');

/** One that is answered once all is over, so that nothing else is wrong. */
const known = (session: Session, ...ids: readonly string[]): Session => {
  for (const id of ids) session.lookUp(id);
  return session;
};

const TWICE: readonly (readonly [why: string, session: Session])[] = [
  [
    'a client that hung up sends it again under another id',
    new Session().submit('a', { end: 'hung-up' }).wait().submit('b'),
  ],
  [
    'it hung up, which is seen a little later than what it sent next',
    new Session().submit('a', { end: 'pending' }).submit('b').hangsUp(0.05),
  ],
  ['its connection was reset', new Session().submit('a', { end: 'reset' }).submit('b')],
  ['its answer was a 5xx', new Session().submit('a', { end: '5xx' }).submit('b')],
  ['its answer was cut off', new Session().submit('a', { end: 'truncated' }).submit('b')],
  [
    'over a socket, whose answer has not come',
    new Session().submit('a', { end: 'pending', by: null }).submit('b', { by: null }),
  ],
  [
    'under the same id, which the venue lets be used again',
    new Session().submit('a', { end: 'reset' }).submit('a'),
  ],
  [
    'it rests on the book, open',
    new Session().submit('a', { end: 'reset', fills: 0 }).submit('b', { fills: 0 }),
  ],
  [
    'it was looked up, and the look-up had no answer',
    new Session().submit('a', { end: 'reset' }).lookUp('a', 'hung-up').submit('b'),
  ],
  [
    'it was looked up once and not found',
    new Session().submit('a', { end: 'reset' }).lookUp('a', 'answered', null).submit('b'),
  ],
  [
    'open orders were looked at, where one that is filled does not stand',
    new Session().submit('a', { end: 'reset' }).openOrders().submit('b'),
  ],
  [
    'another amount of one intent by its name',
    new Session()
      .submit('buy-1:1', { end: 'reset' })
      .submit('buy-1:2', { terms: { quantity: 99 as never }, fills: 99 }),
  ],
];

const ONCE: readonly (readonly [why: string, session: Session])[] = [
  ['the first was answered', new Session().submit('a').submit('b')],
  [
    'the first was looked up and shown',
    new Session().submit('a', { end: 'reset' }).lookUp('a').submit('b'),
  ],
  [
    'the first stood among the open orders',
    new Session().submit('a', { end: 'reset', fills: 0 }).openOrders().submit('b', { fills: 0 }),
  ],
  [
    'the stream told of the first',
    new Session()
      .submit('a', { end: 'reset', fills: 0 })
      .fill('a', 100, true)
      .submit('b', { fills: 100 }),
  ],
  [
    'the positions showed what it had bought',
    new Session().submit('a', { end: 'reset' }).positions().submit('b'),
  ],
  [
    'the first never came to the venue',
    new Session().submit('a', { end: 'hung-up', isTaken: false }).submit('b'),
  ],
  [
    'the venue knew the id and took no second one',
    new Session().submit('a', { end: 'reset' }).submit('a', { isTaken: false }),
  ],
  [
    'another side',
    new Session().submit('a', { end: 'reset' }).submit('b', { terms: { side: 'sell' } }),
  ],
  [
    'another price',
    new Session()
      .submit('a', { end: 'reset', terms: { limitPrice: ticks(5) } })
      .submit('b', { terms: { limitPrice: ticks(6) } }),
  ],
  [
    'two intents by their names',
    new Session().submit('buy-1:1', { end: 'reset' }).submit('buy-2:1'),
  ],
  [
    'one names its intent and the other does not',
    new Session().submit('buy-1:1', { end: 'reset' }).submit('b'),
  ],
  [
    'one under the same id came again later, and its answer with it',
    new Session()
      .submit('a', { end: 'hung-up', isTaken: false })
      .submit('b')
      .submit('a')
      .submit('c'),
  ],
  [
    'it gave up on the first later, for another reason',
    new Session().submit('a', { end: 'pending' }).submit('b').hangsUp(1),
  ],
  ['it is still waiting for the first', new Session().submit('a', { end: 'pending' }).submit('b')],
  [
    'the first was replaced by another, and is over',
    new Session().submit('a', { fills: 0, end: 'reset' }).replace('a', 'c').submit('b'),
  ],
];

describe('an order sent twice', () => {
  it.each(TWICE)('LIV-3: is found: %s', (_why, session) => {
    const { findings } = known(session, ...idsOf(session)).judge();
    expect(findings.filter(({ rule }) => rule === 'sent-twice')).toHaveLength(1);
  });

  it.each(ONCE)('LIV-3: is none: %s', (_why, session) => {
    expect(rulesOf(known(session, ...idsOf(session)))).toEqual([]);
  });

  it('LIV-3: says both, what came in between, and whether it guesses', () => {
    const [guessed, named] = ['b', 'a'].map((second) =>
      textsOf(
        known(new Session().submit('a', { end: 'reset' }).wait().submit(second), 'a', second),
      ),
    );
    expect(guessed).toMatch(
      /^looks like one order sent twice: b \(buy 0\.1 BTCUSDT market\) 1\.00 s after a \(.+\), which had no answer; it looked for nothing in between\. Both stand: filled 0\.1; filled 0\.1$/,
    );
    expect(named).toMatch(/^one order sent twice: a /);
    const asked = new Session()
      .submit('a', { end: 'reset' })
      .lookUp('a', 'answered', null)
      .submit('b');
    expect(textsOf(known(asked, 'a', 'b'))).toContain('not found is not absent');
  });

  it('LIV-3: a third one like the two is one more order; three tries without an answer are two too many', () => {
    const more = new Session().submit('a', { end: 'reset' }).submit('b').submit('c');
    expect(rulesOf(known(more, 'a', 'b', 'c'))).toEqual(['sent-twice']);
    const tries = new Session()
      .submit('a', { end: 'reset' })
      .submit('b', { end: 'reset' })
      .submit('c');
    expect(rulesOf(known(tries, 'a', 'b', 'c'))).toEqual(['sent-twice', 'sent-twice']);
  });

  it('LIV-3: an id names an intent by what stands before its last colon', () => {
    expect(['buy-1:1', 'a:b:2', 'buy-1', ':1'].map(intentOf)).toEqual(['buy-1', 'a:b', null, null]);
  });
});

const idsOf = ({ entries }: Session): readonly string[] => [
  ...new Set(entries.flatMap((entry) => (entry.kind === 'accepted' ? [entry.clientOrderId] : []))),
];

function askedMeanwhile(): Session {
  const session = new Session().submit('a', { fills: 0 });
  return session.positions(0, () => session.fill('a', 30, true));
}

describe('what a client does not know', () => {
  const resting = (): Session => new Session().submit('a', { fills: 0 });

  it('LIV-3: a fill of which no frame and no answer told it, and the position it is wrong on', () => {
    const session = resting().fill('a', 30);
    expect(rulesOf(session)).toEqual(['fill-unknown', 'position-wrong']);
    expect(textsOf(session)).toBe(
      'a (buy 0.1 BTCUSDT market): 0.03 of it in 1 executions, of which no frame and no answer told the client\n' +
        'BTCUSDT: the client has to believe 0, by what it was told, and holds 0.03',
    );
  });

  it.each([
    ['a frame', resting().fill('a', 30, true)],
    [
      'a frame of a later one, which says what has executed',
      resting().fill('a', 30).fill('a', 9, true),
    ],
    ['a look-up', resting().fill('a', 30).lookUp('a')],
    ['the open orders', resting().fill('a', 30).openOrders()],
    ['its executions', resting().fill('a', 30).executionsOf('a')],
    ['its position', resting().fill('a', 30).positions()],
    ['its position, and a frame that comes later', resting().fill('a', 30).positions().late('a')],
    ['a frame while it asks for its position', askedMeanwhile()],
  ])('LIV-3: is told by %s', (_how, session) => {
    expect(rulesOf(session)).toEqual([]);
  });

  it('LIV-3: is not told by an answer whose words do not hold it', () => {
    expect(rulesOf(resting().fill('a', 30).lookUp('a').unshown())).toContain('fill-unknown');
    expect(rulesOf(resting().fill('a', 30).positions().unshown())).toContain('position-wrong');
  });

  it('LIV-3: what was undone is to be known, too', () => {
    const session = resting().fill('a', 30, true).bust('a');
    expect(rulesOf(session)).toEqual(['fill-unknown', 'position-wrong']);
    // What it was before.
    expect(rulesOf(session.lookUp('a', 'answered', 30))).toHaveLength(2);
    expect(rulesOf(session.lookUp('a'))).toEqual([]);
    expect(rulesOf(resting().fill('a', 30, true).bust('a').positions())).toEqual([]);
  });

  it('LIV-3: what happened a moment ago nobody has to know yet', () => {
    expect(resting().fill('a', 30).judge(4).findings).toEqual([]);
    expect(resting().fill('a', 30).judge(5).findings).toHaveLength(2);
  });

  it('LIV-3: an order that is open and that nothing ever showed it', () => {
    const session = new Session().submit('a', { end: 'reset', fills: 0 });
    expect(rulesOf(session)).toEqual(['order-unknown']);
    expect(rulesOf(session.lookUp('a'))).toEqual([]);
    expect(rulesOf(new Session().submit('a').byHand('b'))).toEqual([]);
  });

  it('LIV-3: the last it was told of its position counts, a lie too', () => {
    expect(rulesOf(new Session(50).submit('a').positions(7))).toEqual(['position-wrong']);
    expect(rulesOf(new Session(50).submit('a').positions(7).positions())).toEqual([]);
    const lied = new Session(50).submit('a', { end: 'reset' }).positions(7).lookUp('a');
    expect(textsOf(lied)).toContain('has to believe 0.007, by what it was told, and holds 0.15');
    const later = new Session(50).positions().submit('a', { fills: 0 });
    expect(rulesOf(later.fill('a', 100, true))).toEqual([]);
  });

  it('LIV-3: it sells what it was told it has, and has not', () => {
    const sell = { terms: { side: 'sell', quantity: 50 as never }, fills: 50 } as const;
    const session = new Session(50).submit('a', { ...sell, end: 'reset' }).wait(6);
    expect(rulesOf(known(session.submit('b', sell), 'a', 'b'))).toEqual([
      'sent-twice',
      'sold-unheld',
    ]);
    expect(rulesOf(new Session(100).submit('a', sell).submit('b', sell))).toEqual([]);
  });
});

describe('limits', () => {
  it('LIV-3: more requests than the venue takes, and those that did not wait', () => {
    const session = new Session().submit('a');
    session.perMinute = 10;
    expect(rulesOf(session.refused(30).wait(31).lookUp('a'))).toEqual(['over-limit']);
    const both = new Session().submit('a').refused(30, 3).wait(31).lookUp('a');
    both.perMinute = 10;
    expect(rulesOf(both)).toEqual(['over-limit', 'came-back-early']);
    const early = new Session().submit('a').refused(30, 3).wait(31).lookUp('a');
    expect(rulesOf(early)).toEqual(['came-back-early']);
    expect(textsOf(early)).toMatch(
      /^2 requests; the first, query-time, 0\.00 s after .+ 30\.00 s$/,
    );
  });

  it('LIV-3: lengths are those of the client’s clock, however fast the market passes', () => {
    const early = new Session().submit('a').refused(30, 3).wait(31).lookUp('a');
    early.speed = 10;
    expect(textsOf(early)).toMatch(/ had said to wait 3\.00 s$/);
  });

  it('LIV-3: what a scenario refuses by itself is nobody’s doing', () => {
    expect(rulesOf(new Session().submit('a').refused(30).wait(31).lookUp('a'))).toEqual([]);
  });

  it('LIV-3: nobody came: nothing is right', () => {
    expect(rulesOf(new Session().openOrders())).toEqual(['nothing-judged']);
  });
});

describe('what a fault did', () => {
  const act = (session: Session, changes: Partial<FaultAct> = {}): FaultAct => ({
    ...{ at: session.now, kind: 'ack-lost', path: 'submit', symbol: null, message: 'submit' },
    ...{ clientOrderId: 'a' as ClientOrderId, leg: 'answer', deed: 'lost', said: 'reset' },
    ...changes,
  });
  const hit = (changes: Partial<FaultAct> = {}, before = new Session()): Session => {
    const session = before.submit('a', { end: 'reset' });
    session.faults = { windows: [], acts: [act(session, changes)] };
    return session.wait();
  };

  it.each([
    ['sent-again', hit().submit('b')],
    ['looked-up', hit().lookUp('a').submit('b')],
    ['looked-up', hit().openOrders().submit('b')],
    ['told', hit().late('a').submit('b')],
    ['nothing', hit().submit('b', { terms: { side: 'sell' } })],
    ['nothing', hit()],
    ['nothing', hit().lookUp('another')],
    ['nothing', hit({}, new Session().lookUp('a', 'answered', null))],
  ] as const)('LIV-3: the client did next: %s', (next, session) => {
    expect(session.judge().hits).toMatchObject([
      { kind: 'ack-lost', hit: 'submit a (buy 0.1 BTCUSDT market)', deed: 'lost', next },
    ]);
  });

  it('LIV-3: what is wrong because of it, and how long the client did not know', () => {
    const { hits, findings } = hit().submit('b').wait(2).lookUp('a').judge();
    expect(findings.map(({ rule }) => rule)).toEqual(['sent-twice']);
    expect(hits[0]).toMatchObject({ nextAfter: 1_001_000, findings: [0] });
    expect(hits[0]!.shownAfter).toBeGreaterThan(3_000_000);
  });

  it('LIV-3: of a frame, and of a question about no order', () => {
    const frame = { kind: 'frame-lost', path: 'stream', message: 'report', leg: 'report' } as const;
    expect(
      hit({ ...frame, said: 'trade' })
        .lookUp('a')
        .judge().hits,
    ).toMatchObject([{ hit: 'frame trade a', next: 'looked-up' }]);
    const session = new Session().submit('a').positions();
    const about = { path: 'query', message: 'query-positions', clientOrderId: null } as const;
    session.faults = { windows: [], acts: [act(session, about)] };
    expect(session.positions().judge().hits).toMatchObject([
      { hit: 'query-positions', next: 'asked-again', shownAfter: null },
    ]);
  });
});
