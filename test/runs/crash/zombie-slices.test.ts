/**
 * The zombie slice: ten slices a minute apart, three sent, and the process ends at the fourth. Each cell is stated by hand from RCV-3 (grace 60 s, one overdue
 * slice every 10 s); what came of it is docs/zombie-slices.md, written anew by `npx vitest run test/runs/crash/zombie-slices.test.ts -u`.
 */
import { describe, expect, it } from 'vitest';
import { inSeconds } from '../../support/simulation-plan.js';
import { type Case, type StopPoint, type Zombie, STOPS, zombie } from './support/zombie.js';
import { type ZombieRow, zombieDocument } from './support/zombie-document.js';

/** Seconds after the fourth slice was due at which it, the fifth … the tenth come to the venue; a word = how it ends without that. */
type Ends = readonly (number | 'failed')[];

interface Stated {
  readonly when: string;
  readonly down: string;
  readonly dueAt: string;
  readonly seconds: number;
  /** The fourth had not reached the venue when the process ended. */
  readonly unsent: Ends;
  /** Of the fifth to the tenth where it had: it is there once, and stays so. */
  readonly sent: Ends;
  /** Something late by more than the grace was sent. */
  readonly warned: boolean;
}

const MINUTES = [60, 120, 180, 240, 300, 360] as const;
const NOTHING: Ends = MINUTES.map(() => 'failed');
/** 15:59:40 on Thursday to 9:30 on Friday; the fifth is 40 s of session later. */
const OPEN = 17.5 * 3_600 + 20;
const NEXT_DAY: Ends = [40, 100, 160, 220, 280, 340].map((second) => OPEN + second);
const WEEKEND = 66 * 3_600;
const every10 = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + 10 * index);

const INSIDE = { when: 'in the middle of a session (15:53:00)' };
const CLOSE = { when: '20 s before the close (15:59:40)' };
const THURSDAY_INSIDE = '2025-06-12T19:53:00Z';
const FRIDAY_INSIDE = '2025-06-13T19:53:00Z';
const THURSDAY_CLOSE = '2025-06-12T19:59:40Z';
const FRIDAY_CLOSE = '2025-06-13T19:59:40Z';

const TABLE: readonly Stated[] = [
  // Open, and late by less than the grace: now, without a word; the others are not late.
  {
    ...INSIDE,
    down: '30 s',
    dueAt: THURSDAY_INSIDE,
    seconds: 30,
    unsent: [30, ...MINUTES],
    sent: MINUTES,
    warned: false,
  },
  // Open, and late by more: now, with a warning, one every 10 s; the tenth is on time.
  {
    ...INSIDE,
    down: '5 min',
    dueAt: THURSDAY_INSIDE,
    seconds: 300,
    unsent: [...every10(300, 6), 360],
    sent: [...every10(300, 5), 360],
    warned: true,
  },
  // Back at 7:53 on Friday: closed, and late by more.
  {
    ...INSIDE,
    down: 'overnight (16 h)',
    dueAt: THURSDAY_INSIDE,
    seconds: 57_600,
    unsent: ['failed', ...NOTHING],
    sent: NOTHING,
    warned: false,
  },
  // Back at 9:53 on Monday: open, and late by more.
  {
    ...INSIDE,
    down: 'over a weekend (66 h)',
    dueAt: FRIDAY_INSIDE,
    seconds: WEEKEND,
    unsent: every10(WEEKEND, 7),
    sent: every10(WEEKEND, 6),
    warned: true,
  },
  // Back at 16:00:10: closed, and late by less than the grace: at the next open. The others are of the next session.
  {
    ...CLOSE,
    down: '30 s',
    dueAt: THURSDAY_CLOSE,
    seconds: 30,
    unsent: [OPEN, ...NEXT_DAY],
    sent: NEXT_DAY,
    warned: false,
  },
  // Back at 16:04:40: closed, and late by more.
  {
    ...CLOSE,
    down: '5 min',
    dueAt: THURSDAY_CLOSE,
    seconds: 300,
    unsent: ['failed', ...NEXT_DAY],
    sent: NEXT_DAY,
    warned: false,
  },
  // Back at 7:59:40 on Friday: the others are not due before the open.
  {
    ...CLOSE,
    down: 'overnight (16 h)',
    dueAt: THURSDAY_CLOSE,
    seconds: 57_600,
    unsent: ['failed', ...NEXT_DAY],
    sent: NEXT_DAY,
    warned: false,
  },
  // Back at 9:59:40 on Monday: all are late by more.
  {
    ...CLOSE,
    down: 'over a weekend (66 h)',
    dueAt: FRIDAY_CLOSE,
    seconds: WEEKEND,
    unsent: every10(WEEKEND, 7),
    sent: every10(WEEKEND, 6),
    warned: true,
  },
];

const REACHED: ReadonlySet<StopPoint> = new Set(['after the call', 'before the answer']);
/** The gate opens within this: the venue is asked what became of the fourth, and of everything else. */
const GATE_SECONDS = 2;
const PER_SLICE = 10;

const statedFor = (row: Stated, stop: StopPoint): Ends =>
  REACHED.has(stop) ? [0, ...row.sent] : row.unsent;

function check(
  row: Stated,
  { stop }: Pick<Case, 'stop'>,
  { slices, warned, result }: Zombie,
): void {
  const ends = statedFor(row, stop);
  for (const [index, end] of ends.entries()) {
    const { acceptedAfter, taken, status } = slices[index + 3]!;
    const slice = `slice ${index + 4}`;
    if (typeof end === 'string') {
      expect([taken, status], slice).toEqual([0, end]);
      continue;
    }
    expect([taken, status], slice).toEqual([1, 'filled']);
    expect(acceptedAfter, slice).toBeGreaterThanOrEqual(end);
    expect(acceptedAfter, slice).toBeLessThan(end + GATE_SECONDS);
  }
  for (const { taken, status } of slices.slice(0, 3))
    expect([taken, status]).toEqual([1, 'filled']);
  expect(warned).toBe(row.warned);
  const sent = 3 + ends.filter((end) => typeof end === 'number').length;
  const [parent] = [...result.state.parents.entries()].map(([, one]) => one);
  const executed = result.ledger.executions.reduce((sum, { quantity }) => sum + quantity, 0);
  expect([executed, parent?.filled]).toEqual([PER_SLICE * sent, PER_SLICE * sent]);
  expect(parent?.status).toBe(sent === slices.length ? 'filled' : 'completed_partial');
  expect(parent?.stop).toBeNull();
  expect(result.audit.violations).toEqual([]);
  expect([result.audit.phantom, result.audit.doubled]).toEqual([0, 0]);
  expect(result.audit.fills.filter(({ detectedAt }) => detectedAt === null)).toEqual([]);
}

describe('a process that ends at the fourth of ten slices', () => {
  const rows: ZombieRow[] = [];

  it.each(TABLE)(
    'RCV-3 RCV-4 RCV-2: $when, down $down: as stated for each moment of the stop and both kinds of ids',
    async (row) => {
      for (const stop of STOPS)
        for (const ids of ['forever', 'open-only'] as const) {
          const { dueAt } = row;
          const came = await zombie({ dueAt, down: inSeconds(row.seconds), stop, ids });
          check(row, { stop }, came);
          if (ids === 'forever') rows.push({ ...row, stop, came });
        }
    },
  );

  it('RCV-3: what came of it is in a table', async () => {
    await expect(zombieDocument(rows)).toMatchFileSnapshot('../../../docs/zombie-slices.md');
  });
});
