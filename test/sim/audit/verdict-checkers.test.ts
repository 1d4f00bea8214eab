/** S28, L5 and S24, the checkers of what orders, parents and symbols are said to have come to: each is proven to fire. */
import { describe, expect, it } from 'vitest';
import type { Input } from '../../../src/core/state/input.js';
import type { FillResult } from '../../../src/core/state/entry.js';
import type { Lots } from '../../../src/core/ground/units.js';
import { plus } from '../../../src/core/ground/units.js';
import { alertKey } from '../../../src/core/state/state.js';
import { conservation } from '../../../src/sim/audit/invariants/conservation.js';
import { falseFill } from '../../../src/sim/audit/invariants/false-fill.js';
import { parentsEnd } from '../../../src/sim/audit/invariants/parents-end.js';
import { EngineRig } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';
import {
  type Fed,
  accepted,
  ended,
  entriesOf,
  entry,
  executed,
  id,
  judge,
  rig,
} from './history.js';

describe('S28: verdicts on fills', () => {
  const said = (changes: Partial<FillResult>): Fed => {
    const { result } = rig.entries('fill-result')[0]!;
    return entry('fill-result', { result: { ...result, ...changes } });
  };

  it('S28: holds for what the ledger says', () => {
    expect(judge(falseFill, [accepted(), executed(300, 0), said({})])).toEqual([]);
    const part = said({ outcome: 'partial', filled: 100 as Lots });
    expect(judge(falseFill, [accepted(), executed(100, 200), part])).toEqual([]);
    const none = said({ outcome: 'failed', filled: 0 as Lots });
    expect(judge(falseFill, [accepted(), none])).toEqual([]);
  });

  it('S28: fires on a part that is called otherwise, and on what is called partial and is not', () => {
    const all: readonly Fed[] = [accepted(), executed(300, 0)];
    for (const filled of [0, 300] as Lots[])
      expect(judge(falseFill, [...all, said({ outcome: 'partial', filled })])).toEqual(['S28']);
    const part = said({ outcome: 'failed', filled: 100 as Lots });
    expect(judge(falseFill, [accepted(), executed(100, 200), part])).toEqual(['S28']);
  });

  it('S28: fires on an order that is called filled and is not, or not yet', () => {
    expect(judge(falseFill, [accepted(), said({})])).toEqual(['S28']);
    expect(judge(falseFill, [accepted(), executed(200, 100), said({})])).toEqual(['S28']);
    expect(judge(falseFill, [accepted(), said({}), executed(300, 0)])).toEqual(['S28']);
    const short = said({ filled: 200 as Lots });
    expect(judge(falseFill, [accepted(), executed(200, 100), short])).toEqual(['S28']);
  });

  const intent = entry('submit-intent') as Extract<Fed, { entry: unknown }>;
  const deadline =
    intent.entry.kind === 'submit-intent' ? intent.entry.deadline : plus(rig.now, inSeconds(30));
  const look = (seconds: number): Fed => ({
    entry: {
      kind: 'read-requested',
      read: { kind: 'read-order', readId: 9, clientOrderId: id, symbol: 'BTCUSDT' },
      purpose: 'poll',
      owner: { kind: 'child', clientOrderId: id },
    },
    at: plus(deadline, inSeconds(seconds)),
  });
  const back: Fed = {
    input: {
      kind: 'answer',
      at: deadline,
      readId: 9,
      answer: { kind: 'failed', failure: 'ambiguous', retryAfter: null, text: '' },
    } as Input,
  };
  const timeout = said({ outcome: 'timeout', filled: 0 as Lots });

  it('S28: a timeout comes behind the final check and the end at the venue', () => {
    const whole = [intent, accepted(), look(0), back, ended('canceled'), timeout];
    expect(judge(falseFill, whole)).toEqual([]);
    expect(
      judge(
        falseFill,
        whole.filter((fed) => fed !== back),
      ),
    ).toEqual(['S28']);
    const early = [intent, accepted(), look(-1), back, ended('canceled'), timeout];
    expect(judge(falseFill, early)).toEqual(['S28']);
    expect(judge(falseFill, [intent, accepted(), look(0), back, timeout])).toEqual(['S28']);
    const filled = [
      intent,
      accepted(),
      executed(1, 299),
      look(0),
      back,
      ended('canceled'),
      timeout,
    ];
    expect(judge(falseFill, filled)).toEqual(['S28']);
  });
});

describe('L5: the end of a parent', () => {
  const over = new EngineRig().order({ slices: 1, duration: inSeconds(10) });
  over.accept();
  over.trade(600, 600);
  over.run(20);

  it('L5: holds for a parent that ended, and for one with something to come', () => {
    expect(over.entries('parent-status').at(-1)?.status).toBe('filled');
    expect(judge(parentsEnd, entriesOf(over), over)).toEqual([]);
    expect(judge(parentsEnd, entriesOf(rig), rig)).toEqual([]);
  });

  it('L5: fires where filled and unfilled do not make the quantity, and on a wrong word for it', () => {
    const said = over.entries('parent-status').at(-1)!;
    const unfilled = { ...said, unfilled: 1 as Lots };
    expect(judge(parentsEnd, [{ entry: unfilled }], over)).toEqual(['L5']);
    const partial = { ...said, status: 'completed_partial' as const };
    expect(judge(parentsEnd, [{ entry: partial }], over)).toEqual(['L5']);
  });

  it('L5: fires on a parent that ended with more than was said of it', () => {
    expect(judge(parentsEnd, [], over)).toEqual(['L5']);
  });

  it('L5: fires on an order that waits for nothing, and on a slice that was due and forgotten', () => {
    const works = new EngineRig().order({ slices: 1, duration: inSeconds(10) });
    works.accept();
    expect(judge(parentsEnd, entriesOf(works), works)).toEqual([]);
    const muchLater = plus(works.now, inSeconds(3_600));
    expect(judge(parentsEnd, entriesOf(works), works, muchLater)).toEqual(['L5']);
    const waiting = new EngineRig().order({ slices: 6, duration: inSeconds(60) });
    expect(judge(parentsEnd, entriesOf(waiting), waiting)).toEqual([]);
    waiting.accept();
    waiting.trade(100, 100);
    const forgotten = plus(waiting.now, inSeconds(30));
    expect(judge(parentsEnd, entriesOf(waiting), waiting, forgotten)).toEqual(['L5']);
  });
});

describe('S24: what is counted of a symbol', () => {
  const over = new EngineRig().order({ slices: 1, duration: inSeconds(10) });
  over.accept();
  over.trade(600, 600);
  over.run(20);
  const paid = over.state.exposure.get('BTCUSDT')!.spent;
  const price = Number(paid / 600n);

  it('S24: is what the ledger comes to', () => {
    expect(judge(conservation, [executed(400, 200, price), executed(200, 0, price)], over)).toEqual(
      [],
    );
  });

  it('S24: fires on a lot, a tick and a side that differ, and on an order that is still counted as open', () => {
    expect(judge(conservation, [executed(599, 0, price)], over)).toEqual(['S24']);
    expect(judge(conservation, [executed(600, 0, price + 1)], over)).toEqual(['S24']);
    expect(judge(conservation, [executed(600, 0, price, 'sell')], over)).toEqual(['S24']);
    const counted = over.state.exposure.get('BTCUSDT')!;
    over.state.exposure.set('BTCUSDT', { ...counted, openOrders: 1 });
    expect(judge(conservation, [executed(600, 0, price)], over)).toEqual(['S24']);
    over.state.exposure.set('BTCUSDT', counted);
  });

  it('S24: is not judged while somebody is told that executions are missing, and again afterwards', () => {
    const key = alertKey('fill-without-price', 'some order');
    over.state.alerts.set(key, 1);
    expect(judge(conservation, [executed(599, 0, price)], over)).toEqual([]);
    over.state.alerts.delete(key);
    expect(judge(conservation, [executed(599, 0, price)], over)).toEqual(['S24']);
  });

  it('S24: is judged once nothing is followed any more', () => {
    const works = new EngineRig().order({ slices: 1, duration: inSeconds(10) });
    works.accept();
    expect(judge(conservation, [executed(600, 0, price)], works)).toEqual([]);
  });
});
