/** What Node loads for a source while tests run: never stale, nothing left behind, back to the source by its map. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NativeSources } from '../support/native-sources.js';

const SUM = `
interface Two {
  readonly a: number;
  readonly b: number;
}
export const sum = ({ a, b }: Two): number => a + b;
export const place = import.meta.url;
`;

describe('sources that Node loads natively', () => {
  let root: string;
  let sources: NativeSources;

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const fileFor = (path: string): string | null => sources.fileFor(join(root, path));
  const nativeText = (path: string): string => readFileSync(fileFor(path) ?? 'none', 'utf8');

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'squall-native-'));
    sources = new NativeSources(root);
    write('tsconfig.json', '{ "compilerOptions": { "target": "ES2023" } }');
    write('src/sum.ts', SUM);
    write('src/deep/one.ts', 'export const one = 1;\n');
    write('src/deep/types.d.ts', 'export type One = 1;\n');
    write('src/deep/plain.sql', '-- plain\n');
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('a module runs, and knows the place of its source', async () => {
    expect(await sources.translate()).toBe(2);
    const module: unknown = await import(pathToFileURL(fileFor('src/sum.js') ?? 'none').href);
    expect(module).toMatchObject({ place: pathToFileURL(join(root, 'src/sum.ts')).href });
  });

  it('what is edited is made again, the rest is left', async () => {
    await sources.translate();
    expect(await sources.translate()).toBe(0);
    write('src/deep/one.ts', 'export const one = 11;\n');
    expect(await sources.translate()).toBe(1);
    expect(nativeText('src/deep/one.js')).toContain('one = 11');
    write('tsconfig.json', '{ "compilerOptions": { "target": "ES2022" } }');
    expect(await sources.translate()).toBe(2);
  });

  it('what lost its source is gone, and what is no code was never there', async () => {
    await sources.translate();
    rmSync(join(root, 'src/deep/one.ts'));
    await sources.translate();
    expect(fileFor('src/deep/one.js')).toBe(null);
    expect(fileFor('src/deep/types.d.ts')).toBe(null);
    expect(fileFor('src/deep/plain.sql')).toBe(null);
    expect(fileFor('srcs/sum.js')).toBe(null);
  });

  it('two runs at once make the same files', async () => {
    await Promise.all([sources.translate(), new NativeSources(root).translate()]);
    expect(nativeText('src/sum.js')).toContain('a + b');
    expect(await sources.translate()).toBe(0);
  });

  it('checkouts that share their packages have files of their own', async () => {
    await sources.translate();
    const other = mkdtempSync(join(tmpdir(), 'squall-native-'));
    try {
      symlinkSync(join(root, 'node_modules'), join(other, 'node_modules'));
      const others = new NativeSources(other);
      expect(await others.translate()).toBe(0);
      mkdirSync(join(other, 'src'));
      writeFileSync(join(other, 'tsconfig.json'), '{}');
      writeFileSync(join(other, 'src/sum.ts'), 'export const sum = 0;\n');
      expect(await others.translate()).toBe(1);
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
    expect(nativeText('src/sum.js')).toContain('a + b');
    expect(fileFor('src/deep/one.js')).not.toBe(null);
  });

  it('a place in it leads back to the line of the source', async () => {
    await sources.translate();
    const text = nativeText('src/sum.js');
    const [, encoded = ''] =
      /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(text) ?? [];
    const map = JSON.parse(Buffer.from(encoded, 'base64').toString()) as SourceMapPayload;
    const line = text.split('\n').findIndex((one) => one.includes('a + b'));
    const column = text.split('\n')[line]?.indexOf('a + b') ?? 0;
    expect(new SourceMap(map).findEntry(line, column)).toMatchObject({
      originalSource: join(root, 'src/sum.ts'),
      originalLine: 5,
    });
  });

  it('a source that cannot be read stops the run and says where', async () => {
    write('src/deep/one.ts', 'export const = 1;\n');
    await expect(sources.translate()).rejects.toThrow('src/deep/one.ts:1:13');
  });
});
