/**
 * The rulebook, docs/rules: every cited id is a rule a reader can open, every rule that is built has a test that names
 * it. Then each way of breaking that, planted in a tree of a few files. Which tests prove a rule is asked of the tests
 * themselves, not of the printed lists, which `npm run rules` makes anew.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ROOT } from './checkout.js';

interface TextFile {
  readonly path: string;
  readonly text: string;
}
interface Named {
  readonly title: string;
  readonly proves: readonly string[];
}

const load = async <T>(name: string): Promise<T> =>
  (await import(pathToFileURL(join(ROOT, 'scripts/rules', name)).href)) as T;

const { readTree } = await load<{ readTree: (root: string) => TextFile[] }>('tree.mjs');
type Judge = (files: readonly TextFile[]) => string[];
const { problemsOf, staleListings } = await load<{ problemsOf: Judge; staleListings: Judge }>(
  'judge.mjs',
);
const { testsIn } = await load<{ testsIn: (path: string, text: string) => Named[] }>('titles.mjs');
const { idsIn } = await load<{ idsIn: (text: string) => string[] }>('ids.mjs');
const { withTests } = await load<{
  withTests: (text: string, testsOf: (id: string) => { file: string; title: string }[]) => string;
}>('rulebook.mjs');

/** Put together, so that this file cites nothing that is no rule. */
const unknown = (family: string): string => `${family}99`;

const CODE = '/** A remainder goes to the front (TWAP-2). */\nexport const x = 1;\n';
const TESTS = "it('TWAP-2: 103 over 5', () => {});\n";
const BOOK = '# Plans\n\n### TWAP-2 Remainder\n\nText.\n\n### RSK-3 Limits\n\n**Not built.**\n';

const treeOf = (changed: Readonly<Record<string, string>>): TextFile[] =>
  Object.entries({
    'src/x.ts': CODE,
    'test/x.test.ts': TESTS,
    'docs/rules/plans.md': BOOK,
    ...changed,
  }).map(([path, text]) => ({ path, text }));

describe('this repository', () => {
  const files = readTree(ROOT);

  it('cites no id without a rule, and has no rule without a test that does not say so', () => {
    expect(problemsOf(files)).toEqual([]);
  });

  it('without a rule says who cites it', () => {
    const gone = ['TWAP-2', 'F6', 'S2', 'L4', 'F:SUB2', 'F:incident K'];
    // The rulebook, and of all that cite it one in five.
    const some = files.filter(({ path }, nth) => path.startsWith('docs/rules/') || nth % 5 === 0);
    const without = some.map(({ path, text }) => ({
      path,
      text: path.startsWith('docs/rules/')
        ? gone.reduce((left, id) => left.replace(`### ${id} `, '#### '), text)
        : text,
    }));
    const problems = problemsOf(without);
    for (const id of gone) {
      expect(problems).toContainEqual(expect.stringContaining(`: ${id} is no rule`));
    }
  });
});

describe('a small tree', () => {
  it('has no problem as it is', () => {
    expect(problemsOf(treeOf({}))).toEqual([]);
  });

  it.each([
    ['the rule is gone', { 'docs/rules/plans.md': '# Plans\n' }, 'src/x.ts:1: TWAP-2 is no rule'],
    ['code cites no rule', { 'src/x.ts': `// ${unknown('TWAP-')}` }, 'src/x.ts:1: '],
    ['a document does', { 'docs/x.md': `see ${unknown('S')}` }, 'docs/x.md:1: '],
    ['a test does', { 'test/y.test.ts': `it('${unknown('F')}: x', f);` }, 'test/y.test.ts:1: '],
    ['a scenario does', { 'scenarios/x.yaml': `# ${unknown('F:SUB')}` }, 'scenarios/x.yaml:1: '],
    [
      'code names a document that is not there',
      { 'src/y.ts': '// see docs/plan.md' },
      'src/y.ts:1: there is no document docs/plan.md',
    ],
    ['no test names a built rule', { 'test/x.test.ts': "it('sums', f);" }, 'no test names TWAP-2'],
    [
      'a comment of a test names it, its title does not',
      { 'test/x.test.ts': "// TWAP-2\nit('sums', f);" },
      'no test names TWAP-2',
    ],
    [
      'a rule is built after all',
      { 'test/y.test.ts': "it('RSK-3: refuses', f);" },
      'RSK-3 is marked **Not built.**, but test/y.test.ts proves it',
    ],
    [
      'a rule is stated twice',
      { 'docs/rules/more.md': '### TWAP-2 Again\n' },
      'docs/rules/more.md: TWAP-2 is stated twice',
    ],
    ['a heading is no id', { 'docs/rules/more.md': '### Twap Again\n' }, '"Twap" opens a rule'],
  ])('%s: that is said, with the place', (_title, changed: Record<string, string>, problem) => {
    expect(problemsOf(treeOf(changed))).toContainEqual(expect.stringContaining(problem));
  });

  it('a partly built rule needs its test as any other', () => {
    const book = '### TWAP-2 Remainder\n\n**Partly built.** Not yet: half.\n';
    const problems = problemsOf(treeOf({ 'docs/rules/plans.md': book, 'test/x.test.ts': '' }));
    expect(problems).toEqual([expect.stringContaining('no test names TWAP-2')]);
  });
});

describe('the lists of tests', () => {
  const testsOf = (id: string): { file: string; title: string }[] =>
    id === 'TWAP-2' ? [{ file: 'test/x.test.ts', title: 'TWAP-2: 103 over 5' }] : [];
  const listed = withTests(BOOK, testsOf);

  it('stand at the end of their rule, and are made anew without a trace of the old ones', () => {
    expect(listed).toContain('Proven by 1 test<');
    expect(listed.indexOf('103 over 5')).toBeLessThan(listed.indexOf('### RSK-3'));
    expect(withTests(listed, testsOf)).toBe(listed);
    expect(withTests(listed, () => [])).toBe(BOOK);
  });

  it('are stale when they name a test that is gone, not when they lack one', () => {
    const after = (tests: string): string[] =>
      staleListings(treeOf({ 'docs/rules/plans.md': listed, 'test/x.test.ts': tests }));
    expect(after(`${TESTS}it('TWAP-2: 7 over 2', f);\n`)).toEqual([]);
    expect(after("it('TWAP-2: 103 over five', f);")).toEqual([
      expect.stringContaining('TWAP-2 lists "TWAP-2: 103 over 5" (test/x.test.ts), which is gone'),
    ]);
  });
});

describe('titles', () => {
  const proves = (text: string): Record<string, readonly string[]> =>
    Object.fromEntries(testsIn('x.test.ts', text).map((test) => [test.title, test.proves]));

  it('name rules by themselves, else by the group around them', () => {
    const text = `describe('F13 halt', () => {
      it('no matching', f);
      it.skipIf(x)('F5, F13: a queued order', f);
      describe('inside', () => { test('F8: fills', f); });
    });`;
    expect(proves(text)).toEqual({
      'F13 halt > no matching': ['F13'],
      'F13 halt > F5, F13: a queued order': ['F5', 'F13'],
      'F13 halt > inside > F8: fills': ['F8'],
    });
  });

  it('count rows of a table that name a rule of their own', () => {
    const text = `const rows = [['plain'], ['bad number (F:MD8)']] as const;
      it.each(rows)('FIL-3: %s', f);`;
    expect(proves(text)).toEqual({
      'FIL-3: %s': ['FIL-3'],
      'FIL-3: bad number (F:MD8)': ['F:MD8'],
    });
  });

  it('know a property of FIL-14 and a liveness rule at their head only', () => {
    expect(proves("it('FIL-5 P4 L2: a check of P1/0 on L3 data', f);")).toEqual({
      'FIL-5 P4 L2: a check of P1/0 on L3 data': ['FIL-5', 'FIL-14', 'L2'],
    });
    expect(proves("it('FIL-14.10: waits', f);")).toEqual({ 'FIL-14.10: waits': ['FIL-14'] });
  });
});

describe('ids', () => {
  it('are told from what looks like them', () => {
    expect(idsIn('F:FIL3, FIL-3, FIL3; ORD-2a (F16).')).toEqual([
      'F:FIL3',
      'FIL-3',
      'ORD-2a',
      'F16',
    ]);
    expect(idsIn('UTF-8, SHA-256, #F12, %F0%9F, P1/0, V8, D-004, AF6, T09')).toEqual([]);
  });
});
