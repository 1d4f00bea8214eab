/** FIL-11: alerts on how well fills are found over the last orders. */
import { describe, expect, it } from 'vitest';
import type { FillAlertsConfig } from '../../../src/core/state/fill-health.js';
import type { Lots } from '../../../src/core/ground/units.js';
import { EngineRig, FAILED_READ } from '../../support/engine-rig.js';
import { inSeconds } from '../../support/simulation-plan.js';

const ALERTS: FillAlertsConfig = {
  orders: 6,
  atLeast: 4,
  detectionBps: 9_500,
  timeoutsBps: 500,
  callErrorsBps: 1_000,
};

/** Orders one after the other, each over before the next. */
class Orders {
  readonly rig = new EngineRig({ config: { fillAlerts: ALERTS } });
  #sent = 0;

  #send(): number {
    const idempotencyKey = String(this.#sent);
    this.rig.order({
      idempotencyKey,
      slices: null,
      algo: 'direct',
      duration: null,
      fillTimeout: inSeconds(4),
    });
    this.rig.accept();
    this.#sent += 1;
    return this.#sent - 1;
  }

  fills(): this {
    this.rig.trade(600, 600, this.#send());
    return this;
  }

  /** Nothing is heard of it before its deadline. */
  fillsLate(): this {
    const n = this.#send();
    for (let half = 0; half < 9; half += 1) {
      this.rig.run(0.5);
      if (this.rig.pendingOf('read-order').length > 0) this.rig.found();
    }
    this.rig.trade(600, 600, n);
    return this;
  }

  timesOut(): this {
    const n = this.#send();
    for (let half = 0; half < 9; half += 1) {
      this.rig.run(0.5);
      if (this.rig.pendingOf('read-order').length > 0) this.rig.found();
    }
    this.rig.accept('cancel');
    this.rig.report({ execType: 'canceled', status: 'canceled', cumQty: 0 as Lots }, n);
    return this;
  }

  failsQueriesAndFills(): this {
    const n = this.#send();
    for (let half = 0; half < 4; half += 1) {
      this.rig.run(0.6);
      if (this.rig.pendingOf('read-order').length > 0) this.rig.answer('read-order', FAILED_READ);
    }
    this.rig.trade(600, 600, n);
    return this;
  }

  get alerts(): readonly string[] {
    return this.rig.alerts().filter((text) => text.includes('-rate '));
  }
}

describe('alerts over the last orders', () => {
  it('FIL-11: nothing is told while all is well', () => {
    const orders = new Orders();
    for (let n = 0; n < 8; n += 1) orders.fills();
    expect(orders.alerts).toEqual([]);
    expect(orders.rig.state.fillHealth?.recent).toHaveLength(ALERTS.orders);
  });

  it('FIL-11: fills known after their deadline are told from the least number of orders on, until they are forgotten', () => {
    const orders = new Orders().fillsLate().fills().fills();
    expect(orders.alerts).toEqual([]);
    orders.fills();
    expect(orders.alerts).toEqual(['detection-rate raised']);
    expect(orders.rig.entries('alert').find(({ code }) => code === 'detection-rate')!.text).toBe(
      '3 of the last 4 orders that filled were known by their deadline',
    );
    orders.fills().fills().fills();
    expect(orders.alerts).toEqual(['detection-rate raised', 'detection-rate cleared']);
  });

  it('FIL-11: timeouts are told, and are no fills that were missed', () => {
    const orders = new Orders().timesOut().fills().fills().fills();
    expect(orders.alerts).toEqual(['timeout-rate raised']);
  });

  it('FIL-11: so are calls of which nothing came, by the calls of these orders', () => {
    const orders = new Orders().fills().fills().fills().failsQueriesAndFills();
    expect(orders.alerts).toEqual(['call-error-rate raised']);
    for (let n = 0; n < 6; n += 1) orders.fills();
    expect(orders.alerts).toEqual(['call-error-rate raised', 'call-error-rate cleared']);
  });

  it('FIL-11: where it is not configured nothing is counted', () => {
    const rig = new EngineRig().order({ slices: null, algo: 'direct', duration: null });
    rig.accept();
    rig.trade(600, 600);
    expect(rig.kinds()).not.toContain('call-counted');
    expect(rig.state.fillHealth).toBeUndefined();
  });
});
