/**
 * Rules over the repository itself that neither the compiler nor the lint can see: names, headers, dead files, the
 * numbering of migrations, scenarios that parse, exceptions that give their reason. Reads files, runs nothing.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, extname, join, posix, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import vitestConfig from '../vitest.config.js';

const ROOT = resolve(import.meta.dirname, '..');
const NOT_OURS = new Set([
  'node_modules',
  'dist',
  'coverage',
  '.squall',
  '.git',
  '.vscode',
  '.idea',
]);
const TEXT = /\.(ts|tsx|mjs|js|json|ya?ml|md|sql|css|sh)$/;
const CODE = /\.(ts|tsx|mjs|js|css|sql)$/;

function* filesUnder(folder: string): Generator<string> {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    if (NOT_OURS.has(entry.name)) continue;
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

const FILES = [...filesUnder('.')].sort();
const THERE = new Set(FILES);
const texts = new Map<string, string>();
const textOf = (file: string): string => {
  const text = texts.get(file) ?? readFileSync(join(ROOT, file), 'utf8');
  texts.set(file, text);
  return text;
};

const inFolders = (...folders: string[]): string[] =>
  FILES.filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)));
const CODE_FILES = inFolders('src', 'test', 'bench', 'scripts', 'bin').filter((file) =>
  CODE.test(file),
);
const SOURCES = inFolders('src').filter((file) => /(?<!\.d)\.tsx?$/.test(file));

/** Lines of `files` that match, as `file:line: text`, so that a failure names its places. */
const linesMatching = (files: readonly string[], pattern: RegExp): string[] =>
  files.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
      ),
  );

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1');

describe('names', () => {
  const VAGUE = /^(utils?|helpers?|managers?|common|misc|infos?)$/;
  /** `base` is vague but in the field's own terms (the base asset of a pair). */
  const AFTER_BASE = new Set(['asset', 'currency', 'units', 'url']);

  const wordsOf = (name: string): string[] =>
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .split(/[-._]/);

  const isVague = (name: string): boolean => {
    const words = wordsOf(name);
    if (words.length === 1 && /^(data|handle|process)$/.test(name.toLowerCase())) return true;
    return words.some(
      (word, index) =>
        VAGUE.test(word) ||
        (word === 'process' && index === 0 && !name.startsWith('P')) ||
        (word === 'base' && !AFTER_BASE.has(words[index + 1] ?? '')),
    );
  };

  it('knows a vague name when it sees one', () => {
    for (const name of [
      'orderUtils',
      'QuoteManager',
      'base-order',
      'processFill',
      'data',
      'common',
    ]) {
      expect(isVague(name), name).toBe(true);
    }
    for (const name of ['database', 'baseAsset', 'TradeData', 'handleOf', 'commonest']) {
      expect(isVague(name), name).toBe(false);
    }
  });

  it('no file has one', () => {
    expect(CODE_FILES.filter((file) => isVague(basename(file).split('.')[0] ?? ''))).toEqual([]);
  });

  it('files are kebab-case', () => {
    const odd = CODE_FILES.filter((file) => !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(basename(file)));
    expect(odd).toEqual([]);
  });

  it('no exported identifier has one', () => {
    const EXPORTED =
      /^export (?:abstract |async )*(?:const|let|function\*?|class|interface|type) (\w+)/gm;
    const vague = SOURCES.flatMap((file) =>
      [...textOf(file).matchAll(EXPORTED)]
        .map(([, name = '']) => name)
        .filter(isVague)
        .map((name) => `${file}: ${name}`),
    );
    expect(vague).toEqual([]);
  });
});

describe('files', () => {
  it('each opens with what it is', () => {
    const HEADER = /^(#!.*\n)?(\/\*\*?\s|--\s)/;
    expect(CODE_FILES.filter((file) => !HEADER.test(textOf(file)))).toEqual([]);
  });

  it('none is longer than 400 lines', () => {
    expect(CODE_FILES.filter((file) => textOf(file).split('\n').length > 401)).toEqual([]);
  });

  it('none knows the machine it was written on', () => {
    // Split, so that this line does not find itself.
    const machine = new RegExp('(^|[^\\w.])/(wo' + 'rk|ro' + 'ot)/|shared/to' + 'ols');
    const files = FILES.filter((file) => TEXT.test(file) && basename(file) !== 'package-lock.json');
    expect(linesMatching(files, machine)).toEqual([]);
  });

  it('only .ci/run looks for recorded markets beside the checkout', () => {
    const beside = new RegExp('\\.\\./sha' + 'red\\b');
    const files = FILES.filter((file) => TEXT.test(file) && basename(file) !== 'package-lock.json');
    expect(linesMatching(files, beside)).toEqual([]);
  });

  it('every lint or compiler exception names its rule and gives its reason', () => {
    const NAMED = /(es|ox)lint-disable(-next-line|-line)? [\w@/, -]+ -- \S|@ts-expect-error \S/;
    const exceptions = linesMatching(CODE_FILES, /(\/\/|\/\*) ?((es|ox)lint-disable|@ts-)/);
    expect(exceptions.filter((line) => !NAMED.test(line))).toEqual([]);
  });
});

describe('the source tree', () => {
  const ENTRIES = ['src/index.ts', 'src/cli/main.ts'];
  /** `from './x.js'`, `import('./x.js')`, and a worker's `new URL('./x.js', import.meta.url)`. */
  const REFERENCE = /(?:from|import|import\(|new URL\()\s*'(\.[^']*\.js)'/g;

  const referencesOf = (file: string): string[] =>
    [...textOf(file).matchAll(REFERENCE)].flatMap(([, path = '']) => {
      const target = posix.join(dirname(file), path).replace(/\.js$/, '');
      return [`${target}.ts`, `${target}.tsx`, `${target}.js`].filter((name) => THERE.has(name));
    });

  it('has its entry points', () => {
    expect(ENTRIES.filter((file) => !SOURCES.includes(file))).toEqual([]);
  });

  it('DOC-4: has every file that a coverage floor names', () => {
    const floors = Object.keys(vitestConfig.test?.coverage?.thresholds ?? {});
    const named = floors.filter((floor) => floor.endsWith('.ts'));
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((file) => !SOURCES.includes(file))).toEqual([]);
  });

  it('has no file that no entry point reaches', () => {
    const reached = new Set(ENTRIES);
    // A set iterates over what is added on the way: this walks the whole graph.
    for (const file of reached) {
      if (SOURCES.includes(file)) referencesOf(file).forEach((target) => reached.add(target));
    }
    expect(SOURCES.filter((file) => !reached.has(file))).toEqual([]);
  });

  it('has no ring of files: none imports itself through others, not even types', () => {
    const left = new Set(SOURCES);
    const references = new Map(SOURCES.map((file) => [file, referencesOf(file)]));
    const isFree = (file: string): boolean => !references.get(file)!.some((to) => left.has(to));
    for (let free = [...left].filter(isFree); free.length > 0; free = [...left].filter(isFree)) {
      for (const file of free) left.delete(file);
    }
    expect([...left]).toEqual([]);
  });

  it('has no asset that no source names', () => {
    const code = SOURCES.map(textOf).join('\n');
    const assets = inFolders('src').filter((file) => /^\.(js|css|svg)$/.test(extname(file)));
    expect(assets.filter((file) => !code.includes(basename(file)))).toEqual([]);
  });

  it('has no ambient time or randomness in core and sim, not even by exception', () => {
    const AMBIENT =
      /\b(Date\.now|new Date|Math\.random|performance\.now|setTimeout|setInterval|randomUUID)\b/;
    const pure = inFolders('src/core', 'src/sim').filter((file) => file.endsWith('.ts'));
    expect(pure.filter((file) => AMBIENT.test(withoutComments(textOf(file))))).toEqual([]);
  });

  it('has migrations numbered from 1 without a hole', () => {
    const files = inFolders('src/store').filter((file) => file.endsWith('.sql'));
    const folders = [...new Set(files.map((file) => dirname(file)))];
    expect(folders).toEqual(['src/store/engine-store/migrations', 'src/store/migrations']);
    for (const folder of folders) {
      const numbers = files
        .filter((file) => dirname(file) === folder)
        .map((file) => Number.parseInt(basename(file), 10));
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }
  });
});

describe('scenarios', () => {
  const scenarios = inFolders('scenarios').filter((file) => /\.ya?ml$/.test(file));

  it('there are some', () => {
    expect(scenarios.length).toBeGreaterThan(0);
  });

  it('every one is YAML without errors or warnings', () => {
    const problems = scenarios.flatMap((file) =>
      parseAllDocuments(textOf(file)).flatMap((document) =>
        'errors' in document
          ? [...document.errors, ...document.warnings].map(
              (problem) => `${file}: ${problem.message}`,
            )
          : [],
      ),
    );
    expect(problems).toEqual([]);
  });
});
