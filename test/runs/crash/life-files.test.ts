/** Each process of a run that is stopped begins on the file as the one before it left it, unclosed. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { crashRun } from '../../../src/runs/crash/crash-run.js';
import { LifeFiles } from '../../../src/runs/crash/life-files.js';
import type { LifeDisk } from '../../../src/runs/crash/lives.js';
import { executeRun, prepareScenario } from '../../../src/runs/execute-run.js';
import { parseScenario } from '../../../src/runs/scenario/load.js';
import { openEngineStore } from '../../../src/store/engine-store.js';
import { StoreError } from '../../../src/store/store-error.js';
import { chainOf } from '../../store/engine-store/support/chain-of.js';
import { inSeconds } from '../../support/simulation-plan.js';
import { SOUND_SCENARIO } from '../damage.js';

const usual = process.env['TMPDIR'];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'squall-lives-'));
  process.env['TMPDIR'] = folder;
});
afterEach(() => {
  if (usual === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usual;
  rmSync(folder, { recursive: true, force: true });
});

const sound = () => prepareScenario(parseScenario('s.yaml', SOUND_SCENARIO));
const DOWN = inSeconds(5);

/** A disk that nothing but a new process is asked of. */
const onlyNext = (next: LifeDisk['next']): LifeDisk => {
  const never = (): never => {
    throw new Error('nobody asked for that');
  };
  return { next, second: never, fill: never, failBefore: never };
};

it('F:PRC1 RCV-4: a process finds what the one before it appended, which closed nothing', () => {
  const files = new LifeFiles();
  const blocks = chainOf(5);
  files.next().append(blocks.slice(0, 2));
  const second = files.next();
  expect([...second.blocks()].map(({ hash }) => hash)).toEqual([blocks[0]?.hash, blocks[1]?.hash]);
  second.append(blocks.slice(2));
  const third = files.next();
  expect(third.head).toEqual({ seq: 5, hash: blocks[4]?.hash });
  expect(third.epoch).toBe(3);
  expect(readdirSync(folder)).toHaveLength(1);
  files.remove();
  expect(readdirSync(folder)).toEqual([]);
});

it('F:DSK10 F:DSK4: a log that is gone though it was acknowledged is no beginning, until it is back', () => {
  const files = new LifeFiles();
  const blocks = chainOf(3);
  files.next().append(blocks);
  expect(() => files.next('cut')).toThrow(StoreError);
  expect(files.next().head).toEqual({ seq: 3, hash: blocks[2]?.hash });
  files.remove();
});

it('F:DSK5: a piece of a write behind the last whole one is none', () => {
  const files = new LifeFiles();
  const blocks = chainOf(3);
  files.next().append(blocks);
  expect(files.next('torn').head).toEqual({ seq: 3, hash: blocks[2]?.hash });
  files.remove();
});

it('F:PRC6 S29: a second process is refused while the lock holds, and overtakes the first where it was lost', () => {
  const files = new LifeFiles();
  const blocks = chainOf(3);
  const first = files.next();
  first.append(blocks.slice(0, 1));
  expect(() => files.second({ isLockHeld: true })).toThrow(/another process has it open/);
  first.append(blocks.slice(1, 2));
  const second = files.second({ isLockHeld: false });
  expect(() => first.append(blocks.slice(2))).toThrow(/another process opened it since/);
  second.append(blocks.slice(2));
  files.remove();
});

it('F:PRC1: a run that is stopped uses a file, and leaves nothing of it', async () => {
  const prepared = await sound();
  let files: readonly string[] = [];
  const watched = {
    ...prepared,
    tapesOf: (...seed: Parameters<typeof prepared.tapesOf>) => {
      files = readdirSync(folder);
      return prepared.tapesOf(...seed);
    },
  };
  expect(crashRun(watched, { at: [9], down: DOWN }).failures).toEqual([]);
  expect(files).toHaveLength(1);
  expect(readdirSync(folder)).toEqual([]);
});

it('F:DSK3: a disk that fails ends it with what the disk said: that is no run that ended wrong', async () => {
  let writes = 0;
  const failing = () =>
    openEngineStore(join(folder, 'engine.db'), {
      before: (step) => {
        if (step === 'commit' && (writes += 1) > 3) throw new Error('no such luck');
      },
    });
  const crash = { atPoint: () => false, downFrom: () => DOWN, files: onlyNext(failing) };
  const prepared = await sound();
  expect(() => executeRun(prepared, { crash })).toThrow(StoreError);
  expect(() => executeRun(prepared, { crash })).toThrow(/another process has it open/);
});

it('F:DSK6: a process that would begin on less than was durable is a bug, and seen', async () => {
  const lives = [0, 1].map((life) => join(folder, `life-${life}.db`));
  const next = () => openEngineStore(lives.shift() ?? '');
  const crash = { atPoint: stopAt(9), downFrom: () => DOWN, files: onlyNext(next) };
  const prepared = await sound();
  expect(() => executeRun(prepared, { crash })).toThrow(
    /what was durable ended at block \d+, the file ends at -1/,
  );
});

function stopAt(point: number): () => boolean {
  let points = 0;
  return () => (points += 1) === point;
}

it('F:DSK8: a folder for temporary files that cannot be used is said, with a way out', () => {
  process.env['TMPDIR'] = join(folder, 'nowhere');
  expect(() => new LifeFiles()).toThrow(StoreError);
  expect(() => new LifeFiles()).toThrow(/nowhere.*\n {2}fix: .*TMPDIR/);
});
