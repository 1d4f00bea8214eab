/** One process at a time writes the state of an engine (S29), whatever becomes of the one that does. */
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../../src/store/store-error.js';
import { chainOf } from './support/chain-of.js';
import { engineFile } from './support/engine-file.js';
import { playedEngines } from './support/played.js';

const here = engineFile();
const played = playedEngines();

/** Kills it once it told of so many blocks; what it told until it was dead. */
async function killedAfter(blocks: number): Promise<readonly string[]> {
  const { child, lines } = played(here.path, 10_000);
  const told: string[] = [];
  for await (const line of lines) if (told.push(line) === blocks + 1) child.kill('SIGKILL');
  return told;
}

describe('a second instance', () => {
  it('F:PRC6 S29: in the same process is refused with who holds it, until that one closes', () => {
    const first = here.open({ now: () => new Date('2024-08-08T09:30:00Z') });
    const refused = (): unknown => here.open();
    expect(refused).toThrow(StoreError);
    expect(refused).toThrow(`another process has it open (process ${process.pid} on `);
    expect(refused).toThrow(/, since 2024-08-08T09:30:00.000Z\)\n {2}fix: stop that one first/);
    // Being refused took nothing from who holds it.
    first.append(chainOf(1));
    expect(refused).toThrow(StoreError);
    first.close();
    expect(here.open().head.seq).toBe(1);
  });

  it('F:PRC6: is refused under whatever name it knows the file by', () => {
    const first = here.open();
    const link = join(here.folder, 'link.db');
    symlinkSync(here.path, link);
    expect(() => here.open({}, link)).toThrow(/another process has it open/);
    expect(first.fence.isCurrent()).toBe(true);
    first.append(chainOf(1));
  });

  it('F:PRC6: is refused as well where the first one does not say who it is', () => {
    here.open();
    for (const spoil of [
      () => writeFileSync(`${here.path}.owner`, 'x'),
      () => rmSync(`${here.path}.owner`),
    ]) {
      spoil();
      expect(() => here.open()).toThrow(/it does not say which/);
    }
  });

  it('F:PRC6 F:PRC3: of another process is refused while that one lives, and goes on where it was killed', async () => {
    const { child, lines } = played(here.path, 1);
    for await (const line of lines) if (line === 'durable 0') break;
    expect(() => here.open()).toThrow(`process ${child.pid} on `);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(`${here.path}.owner`), 'it had no time to tidy up').toBe(true);
    const store = here.open();
    expect(store.epoch).toBe(2);
    expect(store.head.seq).toBe(1);
    expect(readFileSync(`${here.path}.owner`, 'utf8')).toContain(`"pid":${process.pid},`);
  });
});

describe('a process that is killed', () => {
  it('F:PRC3 RCV-4: has lost nothing of what it said is durable, however often', async () => {
    let before = 0;
    for (const [life, blocks] of [1, 30, 7].entries()) {
      const told = await killedAfter(blocks);
      expect(told[0]).toBe(`open ${2 * life + 1}`);
      expect(told.length).toBeGreaterThan(blocks);
      const store = here.open();
      expect(store.head.seq).toBeGreaterThanOrEqual(before + told.length - 1);
      before = store.head.seq;
      expect([...store.blocks()].map(({ text }) => text)).toEqual(
        chainOf(before).map(({ text }) => text),
      );
      store.close();
    }
  });
});

describe('an instance that was overtaken', () => {
  it('S29: writes nothing any more and may send nothing, as soon as the next one is there', () => {
    const stale = here.open();
    const [first, second] = chainOf(2);
    stale.append([first!]);
    expect(stale.fence.isCurrent()).toBe(true);
    // A lock that does not hold: somebody took its file away.
    rmSync(`${here.path}.lock`);
    const next = here.open();
    expect(stale.fence.isCurrent()).toBe(false);
    expect(() => stale.append([second!])).toThrow(
      /another process opened it since \(epoch 2, this one has 1\)/,
    );
    expect(() => stale.append([second!])).toThrow(/nothing is written any more/);
    expect(next.fence.isCurrent()).toBe(true);
    next.append([second!]);
    expect(next.head.seq).toBe(2);
  });

  it.each([
    ['moved away', (): void => undefined],
    ['replaced', (): void => void here.open({ headLost: 'accept' })],
  ])('S29: nor one whose file was %s', (_, after) => {
    const stale = here.open();
    rmSync(here.path);
    rmSync(`${here.path}.lock`);
    after();
    expect(stale.fence.isCurrent()).toBe(false);
    expect(() => stale.append(chainOf(1))).toThrow(/moved away or replaced/);
  });
});
