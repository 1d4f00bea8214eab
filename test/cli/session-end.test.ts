/** What a session says of its end, and whether what its scenario expects is judged by then. */
import { describe, expect, it } from 'vitest';
import { PaperExpected } from '../../src/cli/paper-expected.js';
import { PaperLife } from '../../src/cli/paper-life.js';
import type { World } from '../../src/cli/world.js';
import { type Expectation, parseExpectation } from '../../src/report/many/expectation.js';
import type { PaperSession, SessionEnd } from '../../src/runs/paper/paper-session.js';

const expectedOf = (venue: 'sim' | 'stand-in' | 'real', ...texts: readonly string[]) =>
  new PaperExpected({
    expectations: texts.map((text) => parseExpectation(text) as Expectation),
    venue,
    name: 'empty',
    engine: {} as never,
    store: { blocks: () => [] },
  });

const EXPECTED = expectedOf('sim', 'filledShare == 1', 'fillsMissed == 0');
const STOP = { signal: new AbortController().signal, by: () => null, release: () => undefined };

/** All orders that were given are over; of what may still come the session knows. */
async function told(end: SessionEnd, isAllSaid: boolean): Promise<{ code: number; err: string }> {
  let err = '';
  const world = { out: () => undefined, err: (text: string) => (err += text), cwd: '/' };
  const asked = { state: 's.db', duration: null } as never;
  const life = new PaperLife(world as unknown as World, 'paper', { asked, stop: STOP });
  const session = {
    ended: Promise.resolve(end),
    host: { state: { parents: new Map() } },
    standing: () => ({ orders: 1, over: 1, working: 0, unknown: 0, gated: false }),
    isAllSaid,
  };
  const begun = { blocks: 0, outlives: true, notices: [], expected: EXPECTED, venue: {} };
  life.begins(session as unknown as PaperSession, begun as never);
  return { code: await life.ended(), err };
}

describe('the end of a session', () => {
  it('told to end while more is to come, it says so and is not judged, though all orders so far are over', async () => {
    const { code, err } = await told({ kind: 'stopped', by: 'alice' }, false);
    expect(err).toContain('every order that was given so far is over; more was to come\n');
    expect(err).toContain('to go on: the same command, with --state s.db\n');
    expect(err).toContain('2 expectations not judged: it was told to end before all of it was');
    expect(code).toBe(0);
  });

  it('told to end when nothing more is to come, it is judged', async () => {
    const { code, err } = await told({ kind: 'stopped', by: 'alice' }, true);
    expect(err).toContain('  every order that was given is over; s.db holds');
    expect(err).toContain('paper: 0 of 2 expectations held, 1 failed, 1 not judged');
    expect(code).toBe(1);
  });

  it('where nothing was decided, nothing was measured: no expectation holds', () => {
    expect(EXPECTED.judge(true)).toEqual({
      lines: [
        'expected filledShare == 1, it is not measured',
        '0 of 2 expectations held, 1 failed, 1 not judged',
      ],
      failed: 1,
    });
  });

  it('a simulated venue that speaks as a real one has a truth, too', () => {
    const [standIn] = expectedOf('stand-in', 'fillsMissed == 0').notices;
    expect(standIn).toContain('"squall venue --judge" with the state of this engine judges it');
    expect(expectedOf('real', 'fillsMissed == 0').notices[0]).toContain('no truth at this venue');
  });
});
