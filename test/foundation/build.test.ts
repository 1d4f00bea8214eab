/** The transpile from src to dist: one file to one file, never stale, nothing left behind. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCheckout, type Checkout } from './checkout.js';

describe('build', () => {
  let checkout: Checkout;

  beforeEach(() => {
    checkout = aCheckout({
      'src/core/one.ts': 'export const one: number = 1;\n',
      'src/server/page.tsx': 'export const page = () => <p>hello</p>;\n',
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

  it('strips types, compiles JSX for Hono, copies assets', () => {
    build();
    expect(checkout.read('dist/core/one.js')).toContain('const one = 1;');
    expect(has('dist/core/one.js.map')).toBe(true);
    expect(checkout.read('dist/server/page.js')).toContain('hono/jsx/jsx-runtime');
    expect(checkout.read('dist/server/chart.js')).toContain('in the browser');
    expect(checkout.read('dist/store/migrations/0001-first.sql')).toBe('-- first\n');
  });

  it('refuses two sources for one file', () => {
    checkout.write('src/server/page.js', 'console.log("in the browser");\n');
    const { status, stderr } = checkout.node('scripts/build.mjs');
    expect(status).toBe(1);
    expect(stderr).toContain('server/page.js');
  });

  it('does nothing when dist is fresh, and notices an edit', () => {
    build();
    const { mtimeMs } = statSync(join(checkout.root, 'dist/core/one.js'));
    expect(build()).toBe('dist is fresh\n');
    expect(statSync(join(checkout.root, 'dist/core/one.js')).mtimeMs).toBe(mtimeMs);
    checkout.write('src/core/one.ts', 'export const one: number = 11;\n');
    build();
    expect(checkout.read('dist/core/one.js')).toContain('11');
  });

  it('removes what lost its source, keeps declarations of what did not', () => {
    checkout.write('src/core/two.ts', 'export const two = 2;\n');
    build();
    checkout.write('dist/core/one.d.ts', 'export declare const one: number;\n');
    checkout.write('dist/core/two.d.ts', 'export declare const two: number;\n');
    checkout.remove('src/core/two.ts');
    build();
    expect(has('dist/core/two.js')).toBe(false);
    expect(has('dist/core/two.d.ts')).toBe(false);
    expect(has('dist/core/one.d.ts')).toBe(true);
  });
});
