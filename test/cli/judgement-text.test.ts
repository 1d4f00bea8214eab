/** What the judge of foreign clients says, as text and as JUnit: what is wrong by rule, what faults did, and how much of it is shown. */
import { describe, expect, it } from 'vitest';
import { judgementJunit, judgementText, judgementsText } from '../../src/cli/judgement-text.js';
import type { EpochMicros } from '../../src/core/ground/units.js';
import { wallTime } from '../../src/server/venue/wire/wall-time.js';
import type { Judgement } from '../../src/sim/bot-judge/judge.js';

/** Twice as fast as on the wall, where it is 12 o'clock. */
const NOON = Date.UTC(2026, 0, 2, 12) * 1_000;
const wall = wallTime(0 as EpochMicros, NOON as EpochMicros, 2);
const at = (seconds: number): EpochMicros => (seconds * 1_000_000) as EpochMicros;

const right: Judgement = {
  counts: { requests: 9, orders: 3, executions: 4, frames: 0, refusedForLimit: 0 },
  findings: [],
  hits: [],
  faults: [],
  neverInForce: [],
};
const wrong: Judgement = {
  ...right,
  findings: [
    { rule: 'sent-twice', at: at(4), symbol: 'X', orders: ['a', 'b'], text: 'b after <a>' },
    { rule: 'sent-twice', at: at(6), symbol: 'X', orders: ['a', 'c'], text: 'c after a' },
    { rule: 'came-back-early', at: at(8), symbol: null, orders: [], text: 'too soon' },
  ],
  hits: Array.from({ length: 21 }, (_, nth) => ({
    ...{ kind: 'ack-lost', at: at(2), hit: `submit ${nth}`, deed: 'lost', next: 'sent-again' },
    ...{ nextAfter: at(1.5), shownAfter: null, findings: nth === 0 ? [0, 1] : [] },
  })) as never,
  neverInForce: ['disk-full'],
  faults: ['ack-lost', 'halt', 'outage'].map((kind) => ({
    ...{ kind, symbol: null, paths: [], from: at(0), to: at(9), acts: kind === 'halt' ? 1 : 0 },
  })),
};

describe('the judgement of a foreign client', () => {
  it('LIV-3: says that all is right, and that no fault hit it', () => {
    expect(judgementText(right, wall)).toBe(`requests             9
orders taken         3
executions           4
frames told          0
refused for a limit  0

right: each order once, and it was told, or asked for, all that happened

no fault hit a request or a frame of its
`);
  });

  it('LIV-3: says what is wrong by rule, on the clock of the wall, and which fault it came of', () => {
    const lines = judgementText(wrong, wall).split('\n').slice(6);
    expect(lines.slice(0, 7)).toEqual([
      'WRONG (3)',
      '  sent-twice: one order sent again without a look at what became of it, and both stand',
      '    1. 12:00:02.000  b after <a>',
      '    2. 12:00:03.000  c after a',
      '  came-back-early: asked again before the time it was told to wait for was over',
      '    3. 12:00:04.000  too soon',
      '',
    ]);
    expect(lines[7]).toBe('faults hit 21:');
    expect(lines[8]).toBe(
      '  12:00:01.000  ack-lost  submit 0, lost   sent it again without a look 0.75 s later  wrong: 1, 2',
    );
    expect(lines.slice(-5)).toEqual([
      '  and 1 more (--json)',
      'acted on no single message: halt',
      'in force, and hit nothing: outage',
      'never in force until then: disk-full',
      '',
    ]);
  });

  it('LIV-3: has a case for each rule in JUnit', () => {
    const xml = judgementJunit([{ name: null, judgement: wrong }], { scenario: 'my.yaml', wall });
    expect(xml).toContain(
      '<testsuite name="my.yaml" tests="8" failures="2" errors="0" skipped="0">',
    );
    expect(xml).toContain('name="fill-unknown"/>');
    expect(xml).toContain('12:00:02.000  b after &lt;a&gt;&#10;12:00:03.000  c after a</failure>');
  });

  it('LIV-3: tells several accounts one by one, and sums them up; of one alone it says no more', () => {
    expect(judgementsText([{ name: null, judgement: right }], wall)).toBe(
      judgementText(right, wall),
    );
    const [good, bad] = [right, wrong].map((judgement) => judgementText(judgement, wall));
    const all = [
      { name: 'a', judgement: right },
      { name: 'b', judgement: wrong },
    ];
    expect(judgementsText(all, wall)).toBe(
      `account a\n${good}\naccount b\n${bad}\nWRONG in 1 of 2 accounts: b\n`,
    );
    expect(judgementsText(all.slice(0, 1), wall)).toBe(
      `account a\n${good}\nall accounts are right: 1\n`,
    );
    const xml = judgementJunit(all, { scenario: 'my.yaml', wall });
    expect(xml).toContain('<testsuite name="my.yaml a" tests="8" failures="0"');
    expect(xml).toContain('<testsuite name="my.yaml b" tests="8" failures="2"');
  });
});
