/** F:DSK12: the state of an engine as files, by the command line: copied while the engine writes, looked at, put back, and never over what is newer unless told to. */
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type EngineStore, openEngineStore } from '../../src/store/engine-store.js';
import { chainOf } from '../store/engine-store/support/chain-of.js';
import { workplace } from './support/workplace.js';

const here = workplace();
let states = 0;

/** An engine that has written so many blocks and goes on. */
function running(blocks: number) {
  const state = here.at(`state-${(states += 1)}.db`);
  const store: EngineStore = openEngineStore(state);
  store.append(chainOf(blocks));
  const run = (...argv: readonly string[]) => here.run([...argv, '--state', state]);
  return { state, store, run, backup: here.at(`backup-${states}.db`) };
}

describe('the state of an engine', () => {
  it('F:DSK12: is copied and looked at while the engine runs, and put back once it has ended', async () => {
    const { state, store, run, backup } = running(2);
    expect(await run('backup', backup)).toMatchObject({
      code: 0,
      out: `${backup}: 2 blocks, checked; its head lies beside it and belongs to it\n`,
    });
    const looked = await run('state', 'check', '--json');
    expect(JSON.parse(looked.out)).toEqual({ state, blocks: 2, hash: store.head.hash, epoch: 1 });
    store.append(chainOf(5).slice(2));
    const again = await run('backup', backup);
    expect(again).toMatchObject({ code: 78, out: '' });
    expect(again.err).toMatch(/there is a file already\n {2}fix: /);
    const early = await run('restore', backup, '--accept-loss');
    expect(early).toMatchObject({ code: 78, out: '' });
    expect(early.err).toMatch(/another process has it open .*\n {2}fix: stop that one first/);
    store.close();
    const older = await run('restore', backup);
    expect(older).toMatchObject({ code: 78, out: '' });
    expect(older.err).toMatch(/3 of 5 would be lost\n {2}fix: .*--accept-loss/);
    const accepted = await run('restore', backup, '--accept-loss', '--json');
    expect(JSON.parse(accepted.out)).toEqual({
      state,
      blocks: 2,
      lost: 3,
      kept: `${state}.replaced`,
    });
    expect(accepted.err).toMatch(/^3 blocks that were acknowledged are lost: look at the open/);
    expect((await run('state', 'check')).out).toContain(
      'in order to its last block: 2 blocks, opened 1 times',
    );
  });

  it('F:DSK12: whose head is lost is taken as it is only when told to', async () => {
    const { state, store, run, backup } = running(3);
    store.close();
    rmSync(`${state}.head`);
    const looked = await run('state', 'check');
    expect(looked).toMatchObject({ code: 78, out: '' });
    expect(looked.err).toMatch(
      /is missing, so nobody can tell .*\n {2}fix: .*"squall state accept"/,
    );
    expect((await run('backup', backup)).code).toBe(78);
    expect((await run('state', 'accept')).out).toContain('has a head again, at block 2');
    expect((await run('backup', backup)).code).toBe(0);
    expect((await run('restore', backup)).err).toBe('');
    expect((await run('state', 'accept')).code).toBe(78);
  });

  it.each([
    [['backup', 'x.db']],
    [['restore', 'x.db']],
    [['state', 'check']],
    [['state', 'accept']],
  ])('%j without one is told what is missing, and of one that is not there', async (argv) => {
    const nobody = await here.run(argv);
    expect(nobody).toMatchObject({ code: 2, out: '' });
    expect(nobody.err).toContain('--state is missing\n  fix: ');
    const none = await here.run([...argv, '--state', here.at('none.db')]);
    expect(none).toMatchObject({ code: 78, out: '' });
    expect(none.err).toContain('\n  fix: ');
  });
});
