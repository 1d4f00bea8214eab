/** Suites of cases as JUnit XML, for those who gather tests. Pure. */
export interface JunitCase {
  readonly name: string;
  /** Null = it passed. */
  readonly failed: { readonly message: string; readonly text: string } | null;
  /** Null = it was judged. */
  readonly skipped: string | null;
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

export const junitDocument = (name: string, suites: readonly JunitSuite[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escaped(name)}">\n${suites.map(suiteXml).join('')}</testsuites>\n`;

function suiteXml({ name, cases }: JunitSuite): string {
  const failures = cases.filter(({ failed }) => failed !== null).length;
  const skipped = cases.filter((one) => one.skipped !== null).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
  const body = cases.map((one) => caseXml(name, one)).join('');
  return `  <testsuite name="${escaped(name)}" ${counts}>\n${body}  </testsuite>\n`;
}

function caseXml(suite: string, { name, failed, skipped }: JunitCase): string {
  const open = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}"`;
  if (failed !== null) {
    const { message, text } = failed;
    return `${open}>\n      <failure message="${escaped(message)}">${escaped(text)}</failure>\n    </testcase>\n`;
  }
  if (skipped === null) return `${open}/>\n`;
  return `${open}>\n      <skipped message="${escaped(skipped)}"/>\n    </testcase>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** Characters that XML cannot say at all are left out. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"\n]/g, (character) => ENTITIES[character] ?? '');
