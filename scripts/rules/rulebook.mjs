/**
 * Reads and writes the rulebook, docs/rules/*.md: one heading a rule (`### TWAP-2 The remainder goes to the front`), its
 * text, a mark where it is not built or only partly, and at its end the list of tests that prove it. The list is made by
 * `npm run rules`; everything else is written by people.
 */
import { isRuleId } from './ids.mjs';

export const BOOK = /^docs\/rules\/(?!README)[a-z-]+\.md$/;
const HEADING = /^### (F:incident [A-Z]|\S+) (.+)$/;
const BEGIN = '<!-- tests, made by npm run rules -->';
const END = '<!-- end of tests -->';
const NOT_BUILT = /^\*\*Not built\.\*\*/m;

const withoutTests = (lines) => {
  const from = lines.indexOf(BEGIN);
  if (from < 0) return lines;
  const to = lines.indexOf(END, from);
  return [...lines.slice(0, from), ...lines.slice(to < 0 ? lines.length : to + 1)];
};

/** Tests named in a rule's list, as `{ file, title }`. */
function listedIn(lines) {
  const from = lines.indexOf(BEGIN);
  const listed = [];
  let file = '';
  for (const line of from < 0 ? [] : lines.slice(from, lines.indexOf(END, from))) {
    const [, path] = /^- `(test\/\S+)`$/.exec(line) ?? [];
    const [, title] = /^ {2}- ``? ?(.*?) ?``?$/.exec(line) ?? [];
    if (path !== undefined) file = path;
    else if (title !== undefined) listed.push({ file, title });
  }
  return listed;
}

/** Sections of one file: what stands before the first rule, and between rules, has no id. */
function sectionsOf(text) {
  const sections = [{ heading: null, lines: [] }];
  for (const line of text.split('\n')) {
    const [, id] = HEADING.exec(line) ?? [];
    if (id !== undefined) sections.push({ heading: id, lines: [] });
    else if (/^#{1,3} /.test(line)) sections.push({ heading: null, lines: [] });
    sections.at(-1).lines.push(line);
  }
  return sections;
}

/** Every rule of the book: `{ id, file, isBuilt, listed }`; an id that is none is kept, for the judge to name. */
export const rulesOf = (files) =>
  files
    .filter(({ path }) => BOOK.test(path))
    .flatMap(({ path, text }) =>
      sectionsOf(text)
        .filter(({ heading }) => heading !== null)
        .map(({ heading, lines }) => ({
          id: heading,
          isId: isRuleId(heading),
          file: path,
          isBuilt: !NOT_BUILT.test(withoutTests(lines).join('\n')),
          listed: listedIn(lines),
        })),
    );

const quoted = (title) => (title.includes('`') ? `\`\` ${title} \`\`` : `\`${title}\``);

function listOf(tests) {
  const files = [...new Set(tests.map(({ file }) => file))].sort();
  const lines = files.flatMap((file) => {
    const titles = tests.filter((test) => test.file === file).map(({ title }) => quoted(title));
    return [`- \`${file}\``, ...[...new Set(titles)].map((title) => `  - ${title}`)];
  });
  const count = `${tests.length} ${tests.length === 1 ? 'test' : 'tests'}`;
  const fold = [
    '<details>',
    `<summary>Proven by ${count}</summary>`,
    '',
    ...lines,
    '',
    '</details>',
  ];
  return [BEGIN, ...fold, END];
}

const trimmed = (lines) => lines.join('\n').trimEnd().split('\n');

/** The text of a file of the book with every list of tests made anew. */
export function withTests(text, testsOf) {
  const sections = sectionsOf(text).map(({ heading, lines }) => {
    const own = trimmed(withoutTests(lines));
    const tests = heading === null ? [] : testsOf(heading);
    return (tests.length === 0 ? own : [...own, '', ...listOf(tests)]).join('\n');
  });
  return `${sections.join('\n\n').trim()}\n`;
}
