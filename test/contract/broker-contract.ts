/**
 * What every broker keeps, whoever is behind it: one suite, run on the simulated broker, on the asynchronous one and
 * on live adapters before a local venue. It says nothing about times and orders but what the port promises.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BrokerCommand, BrokerRead } from '../../src/core/state/command.js';
import type { ClientOrderId } from '../../src/core/order/order.js';
import type { Veto } from '../../src/core/order/outcome.js';
import type { LeaveGate } from '../../src/core/ports.js';
import { epochMicros } from '../../src/core/ground/units.js';
import { type BrokerRig, Heard, cancelOf, readOrder, replaceOf, submitOf } from './broker-rig.js';

const LET_PASS: LeaveGate = () => null;
const VETO: Veto = { code: 'kill-switch', text: 'engaged' };

export interface Skip {
  readonly test: string;
  readonly reason: string;
}

export function brokerContract(
  name: string,
  makeRig: () => Promise<BrokerRig> | BrokerRig,
  skip: readonly Skip[] = [],
): void {
  describe(`broker contract: ${name}`, () => {
    let rig: BrokerRig;
    let heard: Heard;
    beforeEach(async () => {
      rig = await makeRig();
      heard = new Heard(rig.broker);
    });
    afterEach(async () => rig.close?.());

    const test = (title: string, run: () => Promise<void>): void => {
      const skipped = skip.find((entry) => entry.test === title);
      if (skipped === undefined) it(`SIM-1: ${title}`, run);
      else it.skip(`SIM-1: ${title} (${skipped.reason})`, run);
    };
    /** Sends, and lets everything happen. */
    const done = async (command: BrokerCommand, gate: LeaveGate = LET_PASS): Promise<void> => {
      rig.broker.send(command, gate);
      await rig.settle();
    };
    const arrivedIds = (): readonly ClientOrderId[] =>
      rig.arrivals().map(({ clientOrderId }) => clientOrderId);

    test('an accepted submit gets one outcome, and its reports in order', async () => {
      const submit = submitOf(rig.marketable);
      await done(submit);
      expect(heard.outcomesOf(submit).map(({ kind }) => kind)).toEqual(['accepted']);
      expect(heard.reportsOf(submit.clientOrderId)).toEqual(['accepted', 'trade']);
      expect(arrivedIds()).toEqual([submit.clientOrderId]);
    });

    test('an id that is taken is answered with exists', async () => {
      const submit = submitOf(rig.resting);
      await done(submit);
      await done({ ...submit, attempt: 2 });
      expect(heard.outcomesOf(submit).map(({ kind }) => kind)).toEqual(['accepted', 'exists']);
      expect(heard.reportsOf(submit.clientOrderId)).toEqual(['accepted']);
    });

    test('a cancel ends a resting order', async () => {
      const submit = submitOf(rig.resting);
      await done(submit);
      const cancel = cancelOf(submit.clientOrderId, rig.resting.symbol);
      await done(cancel);
      expect(heard.outcomesOf(cancel).map(({ kind }) => kind)).toEqual(['accepted']);
      expect(heard.reportsOf(submit.clientOrderId)).toEqual(['accepted', 'canceled']);
    });

    test('a cancel of what the venue does not know is rejected by name', async () => {
      const stranger = cancelOf(submitOf(rig.resting).clientOrderId, rig.resting.symbol);
      await done(stranger);
      expect(heard.outcomesOf(stranger)).toMatchObject([{ kind: 'rejected' }]);
    });

    test('a replace makes the new order and ends the old one', async () => {
      const submit = submitOf(rig.resting);
      await done(submit);
      const replace = replaceOf(submit, rig.resting.quantity + 1);
      await done(replace);
      expect(heard.outcomesOf(replace).map(({ kind }) => kind)).toEqual(['accepted']);
      const read = readOrder(replace.newClientOrderId, rig.resting.symbol);
      await done(read);
      expect(heard.answersTo(read)).toMatchObject([
        { kind: 'order', order: { quantity: rig.resting.quantity + 1 } },
      ]);
    });

    test('a veto is not-sent, says why, and nothing reaches the wire', async () => {
      const submit = submitOf(rig.marketable);
      const replace = replaceOf(submit, 1);
      await done(submit, () => VETO);
      await done(replace, () => VETO);
      const vetoed = { kind: 'not-sent', reason: 'vetoed', veto: VETO };
      expect(heard.outcomesOf(submit)).toMatchObject([vetoed]);
      expect(heard.outcomesOf(replace)).toMatchObject([vetoed]);
      expect(rig.wire).toEqual([]);
      expect(rig.arrivals()).toEqual([]);
    });

    test('the guard is asked once, with the command and the time, in the tick in which it leaves', async () => {
      const submit = submitOf(rig.marketable);
      const asked: { readonly command: BrokerCommand; readonly now: number }[] = [];
      let leftInTheSameTick = false;
      rig.broker.send(submit, (command, now) => {
        asked.push({ command, now });
        expect(now).toBe(rig.now());
        expect(rig.wire).toEqual([]);
        queueMicrotask(() => (leftInTheSameTick = rig.wire.some(({ kind }) => kind === 'submit')));
        return null;
      });
      await rig.settle();
      expect(asked.map(({ command }) => command)).toEqual([submit]);
      expect(leftInTheSameTick).toBe(true);
    });

    test('the guard sees what changed while the command waited to leave', async () => {
      const first = submitOf(rig.marketable);
      const second = submitOf(rig.marketable);
      let engaged = false;
      // Whichever leaves first engages the switch: the other, already handed over, must not follow.
      const gate: LeaveGate = () => {
        if (engaged) return VETO;
        engaged = true;
        return null;
      };
      rig.broker.send(first, gate);
      rig.broker.send(second, gate);
      await rig.settle();
      const kinds = [first, second].flatMap((submit) =>
        heard.outcomesOf(submit).map(({ kind }) => kind),
      );
      expect(kinds.sort()).toEqual(['accepted', 'not-sent']);
      expect(rig.arrivals()).toHaveLength(1);
    });

    test('cancels and reads are not asked', async () => {
      const submit = submitOf(rig.resting);
      await done(submit);
      let asked = 0;
      const gate: LeaveGate = () => {
        asked += 1;
        return VETO;
      };
      const cancel = cancelOf(submit.clientOrderId, rig.resting.symbol);
      await done(cancel, gate);
      await done(readOrder(submit.clientOrderId, rig.resting.symbol), gate);
      expect(asked).toBe(0);
      expect(heard.outcomesOf(cancel).map(({ kind }) => kind)).toEqual(['accepted']);
    });

    test('send emits nothing, and nothing is emitted inside another emission', async () => {
      const follow = submitOf(rig.resting);
      const seen: string[] = [];
      let inside = 0;
      let sent = false;
      rig.broker.reports$.subscribe((input) => {
        inside += 1;
        expect(inside).toBe(1);
        seen.push(input.kind);
        if (!sent) {
          sent = true;
          rig.broker.send(follow, LET_PASS);
          rig.broker.send(follow, () => VETO);
        }
        inside -= 1;
      });
      rig.broker.send(submitOf(rig.marketable), LET_PASS);
      expect(seen).toEqual([]);
      await rig.settle();
      await rig.settle();
      expect(seen).toEqual(heard.inputs.map(({ kind }) => kind));
      expect(
        heard
          .outcomesOf(follow)
          .map(({ kind }) => kind)
          .sort(),
      ).toEqual(['accepted', 'not-sent']);
    });

    test('a lost reply is unknown, once, and the truth arrives as ordinary reports', async () => {
      const submit = submitOf(rig.marketable);
      rig.loseReplies(true);
      await done(submit);
      expect(heard.outcomesOf(submit).map(({ kind }) => kind)).toEqual(['unknown']);
      expect(heard.reportsOf(submit.clientOrderId)).toEqual(['accepted', 'trade']);
      rig.loseReplies(false);
      const read = readOrder(submit.clientOrderId, rig.marketable.symbol);
      await done(read);
      expect(heard.answersTo(read)).toMatchObject([
        { kind: 'order', order: { cumQty: rig.marketable.quantity } },
      ]);
    });

    test('a cancel whose reply is lost is unknown and took effect all the same', async () => {
      const submit = submitOf(rig.resting);
      await done(submit);
      rig.loseReplies(true);
      const cancel = cancelOf(submit.clientOrderId, rig.resting.symbol);
      await done(cancel);
      expect(heard.outcomesOf(cancel).map(({ kind }) => kind)).toEqual(['unknown']);
      expect(heard.reportsOf(submit.clientOrderId)).toEqual(['accepted', 'canceled']);
    });

    test('not found is an answer, a failed query is not', async () => {
      const absent = submitOf(rig.resting);
      const found = readOrder(absent.clientOrderId, rig.resting.symbol);
      await done(found);
      expect(heard.answersTo(found)).toEqual([{ kind: 'order', order: null }]);
      rig.loseReplies(true);
      const failed = readOrder(absent.clientOrderId, rig.resting.symbol);
      await done(failed);
      expect(heard.answersTo(failed)).toMatchObject([{ kind: 'failed', failure: 'ambiguous' }]);
    });

    test('F:CAN6: a cancel may overtake its submit: not found, and the order lives', async () => {
      const submit = submitOf(rig.resting);
      const cancel = cancelOf(submit.clientOrderId, rig.resting.symbol);
      rig.holdNextSubmit();
      rig.broker.send(submit, LET_PASS);
      rig.broker.send(cancel, LET_PASS);
      await rig.settle();
      expect(rig.arrivals().map(({ kind }) => kind)).toEqual(['cancel', 'submit']);
      expect(heard.outcomesOf(cancel).map(({ kind }) => kind)).toEqual(['rejected']);
      expect(heard.outcomesOf(submit).map(({ kind }) => kind)).toEqual(['accepted']);
      const read = readOrder(submit.clientOrderId, rig.resting.symbol);
      await done(read);
      expect(heard.answersTo(read)).toMatchObject([{ order: { status: 'accepted' } }]);
    });

    test('every kind of read is answered exactly once', async () => {
      const submit = submitOf(rig.marketable);
      const open = submitOf(rig.resting);
      await done(submit);
      await done(open);
      const { symbol } = rig.marketable;
      const { readId } = readOrder(submit.clientOrderId, symbol);
      const reads: readonly BrokerRead[] = [
        {
          kind: 'read-executions',
          readId: readId + 1,
          clientOrderId: submit.clientOrderId,
          symbol,
        },
        { kind: 'read-open-orders', readId: readId + 2, limit: 500, cursor: null },
        { kind: 'read-history', readId: readId + 3, after: epochMicros(0), cursor: null },
        { kind: 'read-positions', readId: readId + 4 },
      ];
      for (const read of reads) rig.broker.send(read, LET_PASS);
      await rig.settle();
      expect(reads.map((read) => heard.answersTo(read).map(({ kind }) => kind))).toEqual([
        ['executions'],
        ['open-orders'],
        ['history'],
        ['positions'],
      ]);
      expect(heard.answersTo(reads[0]!)).toMatchObject([
        { executions: [{ quantity: rig.marketable.quantity }] },
      ]);
      expect(heard.answersTo(reads[1]!)).toMatchObject([
        { orders: [{ clientOrderId: open.clientOrderId }] },
      ]);
    });

    test('however many are under way, each effect has exactly one outcome', async () => {
      const submits = Array.from({ length: 20 }, (_, index) =>
        submitOf(index % 2 === 0 ? rig.marketable : rig.resting),
      );
      const cancels = submits.map((submit) => cancelOf(submit.clientOrderId, submit.terms.symbol));
      for (const [index, submit] of submits.entries()) {
        rig.loseReplies(index % 5 === 0);
        rig.broker.send(submit, index % 7 === 0 ? () => VETO : LET_PASS);
        rig.broker.send(cancels[index]!, LET_PASS);
      }
      await rig.settle();
      await rig.settle();
      const counts = [...submits, ...cancels].map((command) => heard.outcomesOf(command).length);
      expect(counts).toEqual(Array.from({ length: 40 }, () => 1));
    });

    test('send never throws: what the venue cannot take comes back as an answer', async () => {
      const strange = submitOf({ ...rig.marketable, symbol: 'NOSUCH' });
      const cancel = cancelOf('' as ClientOrderId, 'NOSUCH');
      expect(() => rig.broker.send(strange, LET_PASS)).not.toThrow();
      expect(() => rig.broker.send(cancel, LET_PASS)).not.toThrow();
      await rig.settle();
      expect(heard.outcomesOf(strange).map(({ kind }) => kind)).toEqual(['rejected']);
      expect(heard.outcomesOf(cancel).map(({ kind }) => kind)).toEqual(['rejected']);
    });
  });
}
