/** `bin/squall.mjs`: what it does before the command line proper takes over. Real processes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCheckout, type Checkout, type Finished } from './checkout.js';

const MAIN = `
export function main(argv: readonly string[]): Promise<number> {
  console.log(JSON.stringify(argv), '__proto__' in {});
  return Promise.resolve(argv.length);
}
`;

describe('bin/squall.mjs', () => {
  let checkout: Checkout;

  beforeEach(() => {
    checkout = aCheckout({ 'src/cli/main.ts': MAIN });
  });

  afterEach(() => {
    checkout.remove('.');
  });

  const squall = (...args: string[]): Finished => checkout.node('bin/squall.mjs', ...args);

  it('builds a checkout at first use, passes argv on, exits with what main returns', () => {
    const { status, stdout } = squall('run', '--json', 'a.yaml');
    expect(stdout).toBe('["run","--json","a.yaml"] false\n');
    expect(status).toBe(3);
  });

  it('never runs a stale dist', () => {
    squall();
    checkout.write('src/cli/main.ts', MAIN.replace('argv.length', '40 + argv.length'));
    expect(squall('a', 'b').status).toBe(42);
  });

  it('names the place of a syntax error, without a stack trace', () => {
    checkout.write('src/cli/main.ts', 'export const = 1;\n');
    const { status, stderr } = squall();
    expect(status).toBe(1);
    expect(stderr).toContain('src/cli/main.ts:1:13');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('runs as an installed package, where there is only dist', () => {
    squall();
    checkout.remove('src');
    checkout.remove('scripts');
    checkout.remove('node_modules');
    expect(squall('x').status).toBe(1);
    expect(squall('x').stdout).toBe('["x"] false\n');
  });

  it('says what to do before the packages are installed', () => {
    checkout.remove('node_modules');
    const { status, stderr } = squall();
    expect(status).toBe(1);
    expect(stderr).toContain('npm install');
  });

  it('says so when the command line is not there', () => {
    checkout.remove('src/cli');
    checkout.write('src/core/one.ts', 'export const one = 1;\n');
    const { status, stderr } = squall();
    expect(status).toBe(1);
    expect(stderr).toContain('squall is incomplete');
  });
});
