/** Laws of the judge: whoever looks before sending again is right, whoever does not is caught, and to be told more makes nobody wrong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type End, Session } from './session.js';

interface Intent {
  readonly end: End;
  readonly isTaken: boolean;
  readonly fills: number;
}

const intent: fc.Arbitrary<Intent> = fc.record({
  end: fc.constantFrom<End>('answered', 'hung-up', 'reset', '5xx', 'truncated', 'unparsable'),
  isTaken: fc.boolean(),
  fills: fc.constantFrom(0, 40, 100),
});
const intents = fc.array(intent, { minLength: 1, maxLength: 12 });
const isLost = ({ end, isTaken }: Intent): boolean => end !== 'answered' && isTaken;

/** Buys the same each time; an answer says that an order was taken. */
const bot =
  (onLost: (session: Session, id: string, one: Intent) => void) =>
  (all: readonly Intent[]): Session => {
    const session = new Session();
    all.forEach((one, index) => {
      const id = `order-${index}`;
      const script = one.end === 'answered' ? { ...one, isTaken: true } : one;
      session.submit(id, script).wait();
      if (one.end !== 'answered') onLost(session, id, one);
    });
    return session;
  };

const careful = bot((session, id, { isTaken }) => {
  session.lookUp(id);
  if (!isTaken) session.submit(`${id}-again`);
});
const blind = bot((session, id) => session.submit(`${id}-again`));

describe('the judge of a client', () => {
  it('LIV-3: whoever looks up what had no answer is never wrong', () => {
    fc.assert(
      fc.property(intents, (all) => {
        expect(careful(all).judge().findings).toEqual([]);
      }),
    );
  });

  it('LIV-3: whoever sends again without a look is caught as often as the first was taken', () => {
    fc.assert(
      fc.property(intents, (all) => {
        const twice = blind(all)
          .judge()
          .findings.filter(({ rule }) => rule === 'sent-twice');
        expect(twice).toHaveLength(all.filter(isLost).length);
        for (const { orders } of twice) expect(orders[1]).toBe(`${orders[0]!}-again`);
      }),
    );
  });

  it('LIV-3: a look at everything at the end leaves nothing unknown, whatever came before', () => {
    fc.assert(
      fc.property(intents, fc.boolean(), (all, byPosition) => {
        const session = blind(all);
        if (byPosition) session.positions();
        else
          for (const index of all.keys())
            session.lookUp(`order-${index}`).lookUp(`order-${index}-again`);
        const rules = session.judge().findings.map(({ rule }) => rule);
        expect(rules).not.toContain('fill-unknown');
        expect(rules).not.toContain('position-wrong');
      }),
    );
  });
});
