/** `squall state verify`: what an engine decided, decided again. */
import { describe, expect, it } from 'vitest';
import type { EngineConfig } from '../../src/core/state/config.js';
import { encodeStoredConfig } from '../../src/runs/stored-config.js';
import { buildId } from '../../src/runs/build-id.js';
import { workplace } from '../cli/support/workplace.js';
import { openEngineStore } from '../../src/store/engine-store.js';
import { planOf } from '../support/simulation-plan.js';
import { simulateKept } from '../support/simulate-kept.js';

const here = workplace();
const plan = planOf();
const { blocks } = simulateKept(plan);
const other: EngineConfig = {
  ...plan.engine,
  venue: { ...plan.engine.venue, account: 'another' },
};
let files = 0;

interface Part {
  readonly from: number;
  readonly by: EngineConfig | string;
  readonly build?: string;
}

/** The state of an engine that wrote those blocks, as it says what they were decided by. */
function stateOf(...parts: readonly Part[]): string {
  const path = here.at(`state-${(files += 1)}.db`);
  const store = openEngineStore(path);
  for (const [index, { from, by, build = buildId() }] of parts.entries()) {
    if (index === 0) store.append(blocks.slice(0, from));
    const text = typeof by === 'string' ? by : encodeStoredConfig(by);
    store.noteConfiguration({ build, text });
    store.append(blocks.slice(from, parts[index + 1]?.from));
  }
  if (parts.length === 0) store.append(blocks);
  store.close();
  return path;
}

const verify = (path: string, ...flags: readonly string[]) =>
  here.run(['state', 'verify', '--state', path, ...flags]);

describe('squall state verify', () => {
  it('S30: says that nothing was decided yet, rather than that it is the same', async () => {
    const path = here.at('empty.db');
    openEngineStore(path).close();
    const { code, out } = await verify(path);
    expect([code, out]).toEqual([
      0,
      `${path}: 0 blocks, in order\nnot known  nothing was decided yet\nnothing to object to\n`,
    ]);
  });

  it('S30: decides every input again, and says that it is the same', async () => {
    const path = stateOf({ from: 0, by: plan.engine });
    const { code, out } = await verify(path);
    expect(code).toBe(0);
    expect(out).toContain(`ok  ${blocks.length} inputs decided again, same entries\nidentical\n`);
    const { out: json } = await verify(path, '--json');
    expect(JSON.parse(json)).toMatchObject({
      ...{ state: path, blocks: blocks.length, sameBuild: true, ok: true },
      decisions: { ok: true },
    });
  });

  it('S30: names the block and the entry that this build would decide otherwise: exit 4', async () => {
    const ran = await verify(stateOf({ from: 0, by: plan.engine }, { from: 6, by: other }));
    expect(ran.code).toBe(4);
    expect(ran.out).toMatch(/DIFFERENT {2}block \d+, entry \d+: recorded .+, decided .+\nNOT what/);
  });

  it('S30: that another build decided otherwise is told, and not judged', async () => {
    const ran = await verify(stateOf({ from: 0, by: other, build: '0.0.1+abc' }));
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('written by build 0.0.1+abc, this is');
    expect(ran.out).toMatch(/DIFFERENT .*\nnothing to object to\n$/s);
  });

  it('S30: of what came before a state kept it, it says that it does not know', async () => {
    expect((await verify(stateOf())).out).toContain(
      `not known  ${blocks.length} blocks are from before a state kept what it was decided by\nnothing to`,
    );
    const part = await verify(stateOf({ from: 4, by: plan.engine }));
    expect(part.out).toContain(
      `ok  ${blocks.length - 4} inputs decided again, same entries; 4 blocks`,
    );
  });

  it.each(['{}', 'no json', '{"instruments":[]}', '{"instruments":[["A",{}]]}'])(
    'S30: a configuration that is %s differs, and does not end it with a stack',
    async (text) => {
      const ran = await verify(stateOf({ from: 0, by: text }));
      expect(ran).toMatchObject({ code: 4, err: '' });
      expect(ran.out).toContain('DIFFERENT  ');
    },
  );

  it('refuses a file that is not what was written', async () => {
    const ran = await verify(here.at('nobody.db'));
    expect(ran).toMatchObject({ code: 78, out: '' });
    expect(ran.err).toMatch(/there is no state of an engine\n {2}fix: /);
  });
});
