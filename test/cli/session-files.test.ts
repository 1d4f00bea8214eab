/** Recorded sessions at the command line: what there is to say where there is none. */
import { expect, it } from 'vitest';
import { recorded } from '../../src/cli/paper-recorded.js';
import type { World } from '../../src/cli/world.js';
import { workplace } from './support/workplace.js';

const here = workplace();

it('LIV-5: a session that is not there is named, with what to do', async () => {
  const { code, err } = await here.run(['run', 'none.squall']);
  expect(code).toBe(3);
  expect(err).toMatch(/^none\.squall cannot be read: .+\n {2}fix: name a session that /);
});

it('LIV-5: what means nothing to a session is refused', async () => {
  expect(await here.run(['run', 'a.squall', '--seeds', '3'])).toMatchObject({
    code: 2,
    err: '--seeds says nothing to a recorded session: all that it hangs on is in it\n  fix: leave it out\n',
  });
  expect(await here.run(['run', 'a.squall', 'b.squall'])).toMatchObject({ code: 2 });
});

it('LIV-5: where nothing was decided, it is said that nothing was recorded', async () => {
  const told: string[] = [];
  const world = { cwd: here.at('.'), err: (text: string) => told.push(text) } as unknown as World;
  const store = { path: here.at('s.db'), head: { seq: 0, hash: '' } };
  const asked = { record: 's.squall' };
  expect(await recorded({ world, asked, store }, () => Promise.resolve(0))).toBe(0);
  expect(told).toEqual(['not recorded: nothing was decided\n']);
});
