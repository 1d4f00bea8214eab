/** A run that heals: its faults stop at its own end, what stands in its way is waited for, and the laws of liveness judge it. */
import { describe, expect, it } from 'vitest';
import type { Broker } from '../../src/core/ports.js';
import { simulate } from '../../src/runs/simulation.js';
import { seconds } from '../../src/core/ground/units.js';
import { planOf } from '../support/simulation-plan.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { parseScenario } from '../../src/runs/scenario/load.js';

const SCENARIO = `
name: healed
market: { synthetic: { model: random-walk, startPrice: '61800', messagesPerSecond: 2 } }
clock: { duration: 60s }
orders: [{ side: buy, quantity: '0.3', duration: 40s, slices: 4 }]
`;
const healed = async (more: string) =>
  executeRun(await prepareScenario(parseScenario('s.yaml', `${SCENARIO}${more}`)));

describe('a run that heals', () => {
  it('L1: goes on for its bound after its end, and no fault acts in it', async () => {
    const faults = `faults: [{ kind: outage, paths: [submit, query, stream, cancel], at: 15s, for: 1h }]\n`;
    const cut = await healed(faults);
    expect(cut.report.virtual.endMicros - cut.report.virtual.startMicros).toBe(seconds(60));
    const whole = await healed(`${faults}heal: bound\n`);
    const { virtual, faultWindows, invariants } = whole.report;
    expect(virtual.endMicros - virtual.startMicros).toBe(seconds(60 + 720));
    expect(faultWindows.map(({ toMicros }) => toMicros - virtual.startMicros)).toEqual([
      seconds(60),
    ]);
    expect(invariants.violations).toEqual([]);
    expect(whole.report.parents[0]!.status).not.toBe('working');
    whole.close();
    cut.close();
  });

  it('SIM-4 F:PRC1: is the same run up to its end, whatever goes wrong in it', async () => {
    const faults = `
faults:
  - { kind: client-killed, at: 12s, down: 5s }
  - { kind: ack-lost, at: { after: submit-sent, nth: 2 }, for: 1s }
  - { kind: outage, at: 25s, for: 3s }
  - { kind: halt, at: 35s, for: 3s }
  - { kind: clock-skew, ahead: 20ms }
  - { kind: frame-lost, at: 40s, for: 5s }
`;
    const plain = await healed(faults);
    const longer = await healed(`${faults}heal: 90s\n`);
    expect(plain.report.faults['client-killed']).toBe(1);
    expect(longer.report.faults).toEqual(plain.report.faults);
    const texts = (run: typeof plain) => [...run.finished.blocks].map(({ hash }) => hash);
    expect(texts(longer).slice(0, texts(plain).length)).toEqual(texts(plain));
    plain.close();
    longer.close();
  });

  it.each([
    ['without passes', ''],
    ['in passes', 'execution: { reconciliation: {} }\n'],
  ])(
    'L2 L4 L11 FIL-13: asks again for executions that were given up, %s, and knows them all by its bound',
    async (_, execution) => {
      // No stream, and a history that is behind for longer than anybody was told.
      const run = await healed(`${execution}heal: bound
faults:
  - { kind: outage, at: 0s, for: 1h, paths: [stream] }
  - { kind: order-hidden, probability: 1, lag: 1h }
`);
      const { report, finished } = run;
      const alerts = [...finished.blocks]
        .flatMap(({ entries }) => entries)
        .flatMap((entry) =>
          entry.kind === 'alert' && entry.code === 'fill-without-price' ? [entry.state] : [],
        );
      expect(alerts.filter((state) => state === 'raised').length).toBeGreaterThan(0);
      expect(alerts.filter((state) => state === 'cleared')).toHaveLength(alerts.length / 2);
      expect(report.invariants).toMatchObject({ violations: [] });
      expect(report.warnings.map(({ code }) => code)).not.toContain('not-recovered');
      run.close();
    },
  );

  it('L3 L5: is told where an answer never comes, by the order and its parent', () => {
    const plan = { ...planOf({}), heal: seconds(120) };
    expect(simulate(plan).audit.violations).toEqual([]);
    const deaf = (broker: Broker): Broker => ({
      reports$: broker.reports$,
      send: (command, mayLeave) => {
        if (command.kind !== 'submit') broker.send(command, mayLeave);
      },
    });
    const { violations } = simulate(plan, { wrapBroker: deaf }).audit;
    expect(violations.map(({ id }) => id)).toContain('L3');
    expect(violations.map(({ id }) => id)).toContain('L5');
  });
});
