/** RSK-1, SCH-2: the kill switch and the last guard, alone and in the engine. */
import { describe, expect, it } from 'vitest';
import type { SubmitCommand } from '../../../src/core/state/command.js';
import { mayLeave } from '../../../src/core/guard/leave-gate.js';
import { blockedStatusOf } from '../../../src/core/guard/order-guards.js';
import type { VetoCode } from '../../../src/core/order/outcome.js';
import { type EpochMicros, plus } from '../../../src/core/ground/units.js';
import { EngineRig, UNKNOWN } from '../../support/engine-rig.js';
import { guardsOf } from '../../support/guards.js';
import { inSeconds } from '../../support/simulation-plan.js';

const LIMIT = {
  type: 'limit',
  limitPrice: { peg: 'bid', offsetTicks: 0 },
  timeInForce: 'gtc',
} as const;

describe('the kill switch', () => {
  it('RSK-1: engaging is an entry with operator and reason, raises an alert, and cancels what works', () => {
    const rig = new EngineRig().order(LIMIT);
    rig.accept();
    rig.operator({ do: 'kill-on', cancelWorking: true }, 'flood');
    expect(rig.entries('kill-switch')).toMatchObject([
      { engaged: true, operator: 'me', reason: 'flood' },
    ]);
    expect(rig.alerts()).toEqual(['kill-switch raised']);
    expect(rig.only('cancel').clientOrderId).toBe(rig.child().clientOrderId);
    rig.operator({ do: 'kill-off' });
    expect(rig.alerts().at(-1)).toBe('kill-switch cleared');
    expect(rig.state.killSwitch.engaged).toBe(false);
  });

  it('RSK-1: with cancelWorking off what works goes on working, and its fill counts', () => {
    const rig = new EngineRig().order(LIMIT);
    rig.accept();
    rig.operator({ do: 'kill-on', cancelWorking: false });
    expect(rig.pendingOf('cancel')).toEqual([]);
    rig.trade(100, 100);
    expect(rig.parent().filled).toBe(100);
  });

  it('RSK-1: what was in flight is tracked, and canceled once it turns out to live', () => {
    const rig = new EngineRig().order(LIMIT);
    rig.operator({ do: 'kill-on', cancelWorking: true });
    expect(rig.pendingOf('cancel')).toEqual([]);
    rig.accept();
    expect(rig.pendingOf('cancel')).toHaveLength(1);
  });

  it('RSK-1: so is what is unknown', () => {
    const rig = new EngineRig().order(LIMIT);
    rig.outcome('submit', UNKNOWN);
    rig.operator({ do: 'kill-on', cancelWorking: true });
    rig.flush();
    rig.found();
    expect(rig.pendingOf('cancel')).toHaveLength(1);
  });

  it('RSK-1: engaged again, it does not cancel again what is being canceled', () => {
    const rig = new EngineRig().order(LIMIT);
    rig.accept();
    rig.operator({ do: 'kill-on', cancelWorking: true });
    rig.operator({ do: 'kill-on', cancelWorking: true });
    expect(rig.entries('cancel-intent')).toHaveLength(1);
  });
});

describe('mayLeave', () => {
  /** An intent that is in flight, and the question about it. */
  function asked() {
    const rig = new EngineRig().order();
    const command = rig.only('submit');
    const engaged = { value: false };
    const ask = (now: EpochMicros = rig.now, changes: Partial<SubmitCommand> = {}): string => {
      const context = {
        ...guardsOf(rig),
        riskStore: { engaged: () => engaged.value },
      };
      return mayLeave(context, { ...command, ...changes }, now)?.code ?? 'may';
    };
    return { rig, ask, engaged, command };
  }

  it('SCH-2: passes what nothing stands against', () => {
    expect(asked().ask()).toBe('may');
  });

  it('SCH-2 F:RSK2: the shared kill switch vetoes, and so does an error of the risk store', () => {
    const { ask, engaged, rig, command } = asked();
    engaged.value = true;
    expect(ask()).toBe('kill-switch');
    for (const thrown of [new Error('down'), 'down']) {
      const riskStore = {
        engaged: (): boolean => {
          throw thrown; // oxlint-disable-line typescript/only-throw-error -- what a driver may do
        },
      };
      const veto = mayLeave({ ...guardsOf(rig), riskStore }, command, rig.now);
      expect(veto).toEqual({ code: 'risk-store-error', text: 'down' });
    }
  });

  it('SCH-2 S10 S11 RSK-2: the guards are read again', () => {
    const killed = asked();
    killed.rig.operator({ do: 'kill-on', cancelWorking: false });
    expect(killed.ask()).toBe('kill-switch');
    const tripped = asked();
    tripped.rig.operator({ do: 'breaker-trip' });
    expect(tripped.ask()).toBe('circuit-breaker');
  });

  it('SCH-2 SCH-5: parent live and child pending', () => {
    const canceled = asked();
    canceled.rig.operator({ do: 'cancel-slices', parentId: canceled.rig.parent().parentId });
    expect(canceled.ask()).toBe('parent-not-live');
    const accepted = asked();
    accepted.rig.accept();
    expect(accepted.ask()).toBe('child-not-pending');
    const { ask, rig } = asked();
    expect(ask(rig.now, { attempt: 2 })).toBe('child-not-pending');
    expect(ask(rig.now, { clientOrderId: 'nobody' as never })).toBe('child-not-pending');
  });

  it('SCH-2 S10: a child whose cancel is wanted does not leave', () => {
    const { rig, ask } = asked();
    rig.operator({ do: 'kill-on', cancelWorking: true });
    rig.operator({ do: 'kill-off' });
    expect(ask()).toBe('child-not-pending');
  });

  it('SCH-2 S20: market data older than the limit, and validUntil, are read at the send', () => {
    const { ask, rig, command } = asked();
    expect(ask(plus(rig.now, inSeconds(5)))).toBe('may');
    expect(ask(plus(rig.now, inSeconds(5.000001)))).toBe('quote-too-old');
    const unquoted = new EngineRig({ config: { earlyStop: { onMarketDataError: 'proceed' } } });
    unquoted.quoteAge = null;
    unquoted.order();
    const context = { ...guardsOf(unquoted), riskStore: { engaged: () => false } };
    const late = plus(unquoted.now, inSeconds(6));
    expect(mayLeave(context, unquoted.only('submit'), late)?.code).toBe('valid-until-passed');
    expect(mayLeave(context, { ...unquoted.only('submit'), validUntil: null }, late)).toBeNull();
    expect(command.validUntil).toBe(rig.now + inSeconds(5));
  });

  it('RSK-1: cancels always pass; a replace of what nobody knows does not', () => {
    const { rig, engaged } = asked();
    engaged.value = true;
    const context = { ...guardsOf(rig), riskStore: { engaged: () => true } };
    const { clientOrderId } = rig.child();
    const order = { clientOrderId, venueOrderId: null, symbol: 'BTCUSDT', attempt: 1 };
    expect(mayLeave(context, { kind: 'cancel', ...order }, rig.now)).toBeNull();
    const replace = {
      kind: 'replace',
      newClientOrderId: clientOrderId,
      quantity: 1 as never,
      limitPrice: null,
    } as const;
    expect(mayLeave(context, { ...order, ...replace }, rig.now)?.code).toBe('child-not-pending');
    rig.take({ kind: 'outcome', effect: 'replace', clientOrderId, attempt: 1, outcome: UNKNOWN });
    expect(rig.blocks.at(-1)?.entries).toEqual([]);
  });
});

describe('what a veto makes of a slice', () => {
  it.each<[VetoCode, string | null]>([
    ['kill-switch', 'blocked_kill_switch'],
    ['risk-store-error', 'blocked_kill_switch'],
    ['circuit-breaker', 'blocked_circuit_breaker'],
    ['quarantine', 'blocked_quarantine'],
    ['limit', 'blocked_limit'],
    ['quote-too-old', 'skipped'],
    ['valid-until-passed', 'skipped'],
    ['parent-not-live', 'canceled'],
    ['child-not-pending', 'canceled'],
    ['gate-closed', null],
  ])('SCH-2: %s → %s', (code, status) => {
    expect(blockedStatusOf(code)).toBe(status);
  });
});
