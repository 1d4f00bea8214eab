/** ALR-1: an operator says that an alert is known; its condition goes on, and one raised anew is acknowledged anew. */
import { describe, expect, it } from 'vitest';
import { restore, snapshot, stateHash } from '../../../src/core/engine/snapshot.js';
import { EngineRig } from '../../support/engine-rig.js';
import { INSTRUMENT } from '../../support/simulation-plan.js';

const HELD = { strategyId: 'demo', symbol: INSTRUMENT.symbol };
const SUBJECT = `demo ${INSTRUMENT.symbol}`;

const quarantined = (): EngineRig => {
  const rig = new EngineRig();
  rig.operator({ do: 'quarantine-on', ...HELD }, 'looks wrong');
  return rig;
};

const tellings = (rig: EngineRig): readonly string[] =>
  rig.entries('alert').map(({ code, subject, state }) => `${code} (${subject}) ${state}`);

describe('acknowledging an alert', () => {
  it('ALR-1: says who and why, of one or of all of its code, and changes no condition', () => {
    const rig = quarantined();
    rig.operator({ do: 'quarantine-on', strategyId: '*', symbol: INSTRUMENT.symbol });
    rig.operator({ do: 'acknowledge', code: 'quarantine', subject: SUBJECT }, 'seen');
    expect(rig.entries('alert').at(-1)).toMatchObject({
      state: 'acknowledged',
      subject: SUBJECT,
      text: 'seen',
      operator: 'me',
    });
    rig.operator({ do: 'acknowledge', code: 'quarantine', subject: null });
    const [raised, other] = [`quarantine (${SUBJECT})`, `quarantine (* ${INSTRUMENT.symbol})`];
    expect(tellings(rig)).toEqual([
      `${raised} raised`,
      `${other} raised`,
      `${raised} acknowledged`,
      `${other} acknowledged`,
    ]);
    expect(rig.state.quarantine).toHaveLength(2);
    expect([...rig.state.alerts.entries()]).toHaveLength(2);
  });

  it('ALR-1: of what is not raised, or is acknowledged already, is refused', () => {
    const rig = quarantined();
    rig.operator({ do: 'acknowledge', code: 'quarantine', subject: 'another' });
    rig.operator({ do: 'acknowledge', code: 'kill-switch', subject: null });
    rig.operator({ do: 'acknowledge', code: 'quarantine', subject: null });
    rig.operator({ do: 'acknowledge', code: 'quarantine', subject: null });
    expect(rig.entries('operator-refused').map(({ text }) => text)).toEqual([
      'no alert quarantine of another is raised',
      'no alert kill-switch is raised',
      'what is raised of quarantine is acknowledged',
    ]);
    expect(tellings(rig)).toHaveLength(2);
  });

  it('ALR-1 ALR-2: ends with the condition: what is raised anew is acknowledged anew', () => {
    const rig = quarantined();
    rig.operator({ do: 'acknowledge', code: 'quarantine', subject: null });
    rig.operator({ do: 'quarantine-off', ...HELD });
    rig.operator({ do: 'quarantine-on', ...HELD });
    rig.operator({ do: 'acknowledge', code: 'quarantine', subject: null });
    expect(tellings(rig).map((one) => one.split(' ').at(-1))).toEqual([
      'raised',
      'acknowledged',
      'cleared',
      'raised',
      'acknowledged',
    ]);
    expect(rig.entries('operator-refused')).toEqual([]);
  });

  it('ALR-1: is part of the state, and not there before the first', () => {
    const rig = quarantined();
    expect('acknowledged' in rig.state).toBe(false);
    rig.operator({ do: 'acknowledge', code: 'quarantine', subject: null });
    const copy = restore(JSON.parse(JSON.stringify(snapshot(rig.state))) as never);
    expect(stateHash(copy)).toBe(stateHash(rig.state));
    expect(copy.acknowledged).toEqual([`quarantine:${SUBJECT}`]);
  });
});
