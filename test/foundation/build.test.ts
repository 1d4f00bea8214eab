/** The bundle of dist: never stale, nothing left behind, every module still knows its place. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCheckout, type Checkout } from './checkout.js';

const MAIN = `
import { one } from '../core/one.js';
export async function main(): Promise<void> {
  const { page, place } = await import('../server/page.js');
  console.log(one, String(page()), place);
}
`;
const PAGE = `
export const place = new URL('./chart.js', import.meta.url).href;
export const page = () => <p>hello</p>;
`;

describe('build', () => {
  let checkout: Checkout;

  beforeEach(() => {
    checkout = aCheckout({
      'src/cli/main.ts': MAIN,
      'src/core/one.ts': 'export const one: number = 1;\n',
      'src/server/page.tsx': PAGE,
      'src/server/chart.js': 'console.log("in the browser");\n',
      'src/store/migrations/0001-first.sql': '-- first\n',
    });
  });

  afterEach(() => {
    checkout.remove('.');
  });

  const build = (): string => {
    const { status, stdout, stderr } = checkout.node('scripts/build.mjs');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    return stdout;
  };
  const has = (path: string): boolean => existsSync(join(checkout.root, path));

  const chunks = (): readonly string[] =>
    readdirSync(join(checkout.root, 'dist/chunks')).filter((file) => file.endsWith('.js'));

  it('puts what is loaded later into files of its own, compiles JSX for Hono, copies assets', () => {
    build();
    expect(checkout.read('dist/cli/main.js')).toContain('one = 1');
    expect(has('dist/cli/main.js.map')).toBe(true);
    expect(checkout.read('dist/cli/main.js')).not.toContain('hello');
    expect(chunks().some((file) => checkout.read(`dist/chunks/${file}`).includes('hello'))).toBe(
      true,
    );
    expect(checkout.read('dist/server/chart.js')).toContain('in the browser');
    expect(checkout.read('dist/store/migrations/0001-first.sql')).toBe('-- first\n');
  });

  it('a module finds its neighbours from where its source lies', () => {
    build();
    const { stdout, stderr } = checkout.node(
      '--input-type=module',
      '-e',
      `import { main } from ${JSON.stringify(join(checkout.root, 'dist/cli/main.js'))}; await main();`,
    );
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^1 <p>hello<\/p> file:.*\/dist\/server\/chart\.js\n$/);
  });

  it('has the licences of the packages it took in', () => {
    build();
    expect(checkout.read('dist/third-party-licenses.txt')).toMatch(
      /^hono \d.*\(MIT\)\n\nMIT License/,
    );
  });

  it('does nothing when dist is fresh, and notices an edit', () => {
    build();
    const { mtimeMs } = statSync(join(checkout.root, 'dist/cli/main.js'));
    expect(build()).toBe('dist is fresh\n');
    expect(statSync(join(checkout.root, 'dist/cli/main.js')).mtimeMs).toBe(mtimeMs);
    checkout.write('src/core/one.ts', 'export const one: number = 11;\n');
    build();
    expect(checkout.read('dist/cli/main.js')).toContain('11');
  });

  it('removes what nothing calls for, keeps declarations of what is there', () => {
    build();
    const before = chunks();
    checkout.write('dist/core/one.d.ts', 'export declare const one: number;\n');
    checkout.write('dist/core/two.d.ts', 'export declare const two: number;\n');
    checkout.write('src/server/page.tsx', PAGE.replace('hello', 'hello again'));
    checkout.remove('src/store');
    build();
    expect(chunks().filter((file) => before.includes(file) && file.startsWith('page'))).toEqual([]);
    expect(has('dist/store/migrations/0001-first.sql')).toBe(false);
    expect(has('dist/core/two.d.ts')).toBe(false);
    expect(has('dist/core/one.d.ts')).toBe(true);
  });
});
