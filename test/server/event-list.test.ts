/** The events of a run as a page shows them: each with its own level, and by order without those of another of like name. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EventRow, eventRows, eventsThatFit } from '../../src/server/event-list.js';
import { executeRun, prepareScenario } from '../../src/runs/execute-run.js';
import { loadScenario } from '../../src/runs/scenario/load.js';
import { epochMicros } from '../../src/core/ground/units.js';

const file = join(import.meta.dirname, '../../scenarios/outage.yaml');
const { finished } = executeRun(await prepareScenario(loadScenario(file)));
const rows = eventRows(finished);

describe('the events of a run', () => {
  const levelsOf = (kind: string): readonly unknown[] => [
    ...new Set(rows.filter((row) => row.kind === kind).map(({ level }) => level)),
  ];

  it.each([
    ['outcome-unknown', 'warn'],
    ['fill-booked', 'info'],
    ['outage', 'warn'],
    ['read-requested', null],
  ])('%s: of the level that the log gives it', (kind, level) => {
    expect(levelsOf(kind)).toEqual([level]);
  });

  it('of an order are its own and those of its slices, not those of one whose name begins alike', () => {
    const row = (order: string): EventRow => ({
      at: epochMicros(0),
      where: 'engine',
      kind: 'x',
      text: '',
      level: null,
      order,
    });
    const named = ['P1', 'P1/0', 'P1/0.1', 'P10', 'P10/0'].map(row);
    const fit = (order: string) => eventsThatFit(named, { order }).map((one) => one.order);
    expect(fit('P1')).toEqual(['P1', 'P1/0', 'P1/0.1']);
    expect(fit('P1/0')).toEqual(['P1/0']);
  });
});
