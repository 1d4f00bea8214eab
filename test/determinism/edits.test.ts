/**
 * The journal hash sees every change of decision code and no change of names. Method: the sources are bundled with one
 * textual edit applied on the way, and the bundle runs in a process of its own.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

interface Edit {
  /** Below src. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Replace every occurrence instead of the only one. */
  readonly everywhere?: true;
}

const EDITS: Readonly<Record<string, Edit>> = {
  'slice remainder': {
    file: 'core/plan/slicer.ts',
    from: 'slice < plan.remainder ?',
    to: 'slice >= plan.slices - plan.remainder ?',
  },
  'poll growth': {
    file: 'core/child/polling.ts',
    from: 'firstPoll + polls * pollIncrease',
    to: 'firstPoll + polls * pollIncrease * 2',
  },
  'limit rounding': {
    file: 'core/order/rounding.ts',
    from: "side === 'buy' ? Math.floor(twice / 2) : Math.ceil(twice / 2)",
    to: "side === 'sell' ? Math.floor(twice / 2) : Math.ceil(twice / 2)",
  },
};

const RENAME: Edit = {
  file: 'core/order/rounding.ts',
  from: 'twice',
  to: 'doubled',
  everywhere: true,
};

let directory = '';
let bundles = 0;
let clean = '';

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'squall-edits-'));
  clean = await hashWith(null);
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function edited(source: string, { file, from, to, everywhere }: Edit): string {
  const found = source.split(from).length - 1;
  if (everywhere === true ? found < 2 : found !== 1)
    throw new Error(`"${from}" stands ${found} times in ${file}`);
  return source.replaceAll(from, to);
}

/** Journal hash and number of violations, as printed by the process. */
async function hashWith(edit: Edit | null): Promise<string> {
  const outfile = join(directory, `${(bundles += 1)}.mjs`);
  const target = edit === null ? null : join(ROOT, 'src', edit.file);
  let applied = edit === null;
  await build({
    entryPoints: [join(import.meta.dirname, 'print-hash.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    // CommonJS packages in the bundle want a `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [
      {
        name: 'edit',
        setup: ({ onLoad }) => {
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            if (edit === null || path !== target) return null;
            applied = true;
            return { contents: edited(readFileSync(path, 'utf8'), edit), loader: 'ts' };
          });
        },
      },
    ],
  });
  expect(applied).toBe(true);
  return execFileSync(process.execPath, [outfile], { encoding: 'utf8' }).trim();
}

describe('S27: the journal hash', () => {
  it('is the same in another process, and of a run that breaks nothing', async () => {
    expect(clean).toMatch(/^[0-9a-f]{64} 0$/);
    expect(await hashWith(null)).toBe(clean);
  });

  it.each(Object.entries(EDITS))('changes with decision code: %s', async (_, edit) => {
    expect(await hashWith(edit)).not.toBe(clean);
  });

  it('does not change when a variable is renamed', async () => {
    expect(await hashWith(RENAME)).toBe(clean);
  });
});
