/** Recorded sessions at the command line: replayed, changed, and what there is to say where that cannot be. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CHANGE_EXAMPLES } from '../../src/cli/change-examples.js';
import { recorded } from '../../src/cli/paper-recorded.js';
import type { World } from '../../src/cli/world.js';
import { buildId } from '../../src/runs/build-id.js';
import { readChangeFile } from '../../src/runs/session/change-file.js';
import type { Session } from '../../src/runs/session/session.js';
import { sessionLines } from '../../src/runs/session/session-file.js';
import { recordedRun } from '../runs/session/support/recorded-run.js';
import { workplace } from './support/workplace.js';

const here = workplace();

const run = await recordedRun();
const put = (name: string, session: Session): string =>
  here.put(name, `${[...sessionLines(session)].join('\n')}\n`);
const byThisBuild = run.parts.map((part) => ({ ...part, build: buildId() }));
const session = put('s.squall', { ...run, parts: byThisBuild });
const changing = (...changes: readonly string[]): string =>
  here.put('c.yaml', `changes:\n${changes.map((change) => `  - ${change}\n`).join('')}`);
const change = (file: string, ...flags: readonly string[]) =>
  here.run(['run', session, '--change', file, ...flags]);

it('LIV-5: a session that is not there is named, with what to do', async () => {
  const { code, err } = await here.run(['run', 'none.squall']);
  expect(code).toBe(3);
  expect(err).toMatch(/^none\.squall cannot be read: .+\n {2}fix: name a session that /);
});

it('LIV-5: what means nothing to a session is refused, and a change to anything else', async () => {
  expect(await here.run(['run', 'a.squall', '--seeds', '3'])).toMatchObject({
    code: 2,
    err: '--seeds says nothing to a recorded session: all that it hangs on is in it\n  fix: leave it out\n',
  });
  expect(await here.run(['run', 'a.squall', 'b.squall'])).toMatchObject({ code: 2 });
  expect(await here.run(['run', here.sound(), '--change', 'c.yaml'])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/goes with a recorded session\n {2}fix: squall run /) as string,
  });
});

it('LIV-5: a changed acknowledgement is told: what was changed, what differs first, what is a model, and what came of it', async () => {
  const file = changing(
    '{ message: acknowledgement, about: P1/3, becomes: reset }',
    '{ message: report, about: P1/3, nth: all, becomes: lost }',
  );
  const ran = await change(file);
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toMatch(/^ok {2}\d+ inputs decided again, same entries\nidentical\n\nchanged\n/m);
  const [, told] = ran.out.split('\n\nchanged\n');
  expect(told).toMatchSnapshot();
});

it('LIV-5: a program is told the same, orders by their names, times as micros', async () => {
  const { code, out } = await change(
    changing('{ message: report, about: P1/1.1, becomes: { delayed: 2s } }'),
    '--json',
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    decisions: { ok: true },
    counterfactual: {
      requestTimeoutMicros: 5_000_000,
      changes: [
        {
          ...{ message: 'report', kind: 'trade', order: 'P1/1', nth: 1, fitting: 1 },
          ...{ becomes: { kind: 'delayed', byMicros: 2_000_000 }, made: 'as-written' },
        },
      ],
      firstDifference: { recorded: { order: 'P1/1', kind: 'execution-report' } },
      ends: null,
      recorded: { positions: [{ symbol: 'BTCUSDT', quantity: '0.8' }] },
      changed: { positions: [{ symbol: 'BTCUSDT', quantity: '0.8' }] },
    },
  });
});

it('LIV-5: a change that is not made is told, and so is where nobody knows how it goes on', async () => {
  const { code, out } = await change(
    changing(
      '{ message: acknowledgement, about: P1/0, becomes: { rejected: no-funds } }',
      '{ message: report, about: P1/0, becomes: lost }',
    ),
  );
  expect(code).toBe(0);
  expect(out).toMatch(/the venue refuses it \(no-funds\): the order never was$/m);
  expect(out).toMatch(/lost - NOT MADE: with the other changes it never comes$/m);
  const late = await change(changing('{ message: answer, kind: volume, becomes: lost }'));
  expect(late.out).toMatch(/^ {2}\S+ +account +answer volume +lost: given up 5 s after it was /m);
});

it('LIV-5: what changes no decision says so; what changes nothing, too', async () => {
  const { out } = await change(
    changing('{ message: acknowledgement, about: P1/3, becomes: { delayed: 1us } }'),
  );
  expect(out).toMatch(/^every decision is as recorded$/m);
  const beyond = await change(
    changing('{ message: acknowledgement, about: P1/3, becomes: { delayed: 30s } }'),
  );
  expect(beyond.out).toMatch(/comes 30 s later, too late: given up 5 s after it was asked$/m);
});

it('LIV-5: what is decided otherwise by itself is not changed: exit code 4, of another build too', async () => {
  const [part] = byThisBuild;
  const slow = {
    ...part!.engine,
    fillDetection: { ...part!.engine.fillDetection, timeout: 1_000 as never },
  };
  const file = changing('{ message: report, about: P1/1, becomes: lost }');
  for (const build of [buildId(), 'another']) {
    const other = put('o.squall', { ...run, parts: [{ ...part!, build, engine: slow }] });
    const ran = await here.run(['run', other, '--change', file]);
    expect(ran).toMatchObject({
      code: 4,
      err: expect.stringMatching(/^the changes were not made: .+\n {2}fix: /) as string,
    });
    expect(ran.out).toMatch(/^DIFFERENT /m);
  }
});

it('LIV-5: a file of changes that is empty, or not there, is named with what to write', async () => {
  expect(await change(here.put('empty.yaml', ''))).toMatchObject({
    code: 3,
    err: expect.stringMatching(
      /empty\.yaml:1:1: the file is empty\n {2}fix: write changes: \[/,
    ) as string,
  });
  const { code, err } = await change('none.yaml');
  expect(code).toBe(3);
  expect(err).toContain('the file of changes cannot be read: there is no such file');
});

it('LIV-5: where nothing was decided, it is said that nothing was recorded', async () => {
  const told: string[] = [];
  const world = { cwd: here.at('.'), err: (text: string) => told.push(text) } as unknown as World;
  const store = { path: here.at('s.db'), head: { seq: 0, hash: '' } };
  const asked = { record: 's.squall' };
  expect(await recorded({ world, asked, store }, () => Promise.resolve(0))).toBe(0);
  expect(told).toEqual(['not recorded: nothing was decided\n']);
});

it('LIV-5: all that can be changed is in --help and in the document, and can be read', async () => {
  const { out } = await here.run(['run', '--help']);
  const document = readFileSync('docs/record-and-replay.md', 'utf8');
  for (const [line] of CHANGE_EXAMPLES) {
    expect(out).toContain(line);
    expect(document).toContain(`| \`${line}\` |`);
    expect(readChangeFile('c.yaml', `changes: [${line}]`).changes).toHaveLength(1);
  }
});
