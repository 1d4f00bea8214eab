/** What package.json promises: pinned versions, one native build, paths that exist where a build put them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './checkout.js';

interface Manifest {
  readonly engines: { readonly node: string };
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const manifest = readJson('package.json') as Manifest;

describe('package.json', () => {
  it('pins every version exactly', () => {
    const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(
      wanted.filter(([, version]) => !/^(?:npm:[\w-]+@)?\d+\.\d+\.\d+$/.test(version)),
    ).toEqual([]);
  });

  it('pins vitest and its coverage together', () => {
    expect(manifest.devDependencies['@vitest/coverage-v8']).toBe(
      manifest.devDependencies['vitest'],
    );
  });

  it('lets one package run scripts at install', () => {
    const allowed = Object.entries(manifest.allowScripts).filter(([, may]) => may);
    expect(allowed.map(([name]) => name)).toEqual(['better-sqlite3']);
  });

  it('states the floor the programs check', () => {
    const [major, minor] = manifest.engines.node.replace('>=', '').split('.');
    for (const program of ['bin/squall.mjs', 'scripts/setup.mjs']) {
      const text = readFileSync(join(ROOT, program), 'utf8');
      expect(text).toContain(`const FLOOR = [${major}, ${minor}];`);
    }
  });

  it('has its command', () => {
    expect(Object.values(manifest.bin).every((path) => existsSync(join(ROOT, path)))).toBe(true);
  });
});
