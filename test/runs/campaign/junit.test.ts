/** A campaign as JUnit XML: a case for each invariant, each thing no run may do and each claim; failures say how to see them. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../../src/runs/campaign/claims.js';
import { INVARIANTS } from '../../../src/runs/campaign/invariants.js';
import { junitXml } from '../../../src/runs/campaign/junit.js';
import { NO_RUNS, type Tally } from '../../../src/runs/campaign/tally.js';
import { PACKAGE_ROOT } from '../../../src/runs/package-root.js';

const failed: Tally = {
  ...NO_RUNS,
  runs: 2,
  violations: { S9: 1 },
  failed: [
    {
      scenario: 'one',
      seed: 7,
      failures: [
        { sign: 'S9', text: 'sent "again" & <again>\u0000' },
        { sign: 'crash: N', text: 'crashed: 1' },
      ],
    },
  ],
};

const claims = claimsOf({ runs: 2, kinds: ['outage'], demands: false, always: false });
const xml = junitXml({
  scenarios: [
    { name: 'one', tally: failed },
    { name: 'two', tally: NO_RUNS },
  ],
  all: failed,
  claims,
  lineOf: ({ first }) => `squall run one-${first.seed}.yaml --seed ${first.seed}`,
});

/** Elements one after the other; what is not well-formed matches nothing. */
const SHAPE =
  /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="[^"<>]*">\n( {2}<testsuite( \w+="[^"<>]*"){5}>\n( {4}<testcase( \w+="[^"<>]*"){2}(\/>\n|>\n {6}(<failure message="[^"<>]*">[^<>]*<\/failure>|<skipped message="[^"<>]*"\/>)\n {4}<\/testcase>\n))* {2}<\/testsuite>\n)*<\/testsuites>\n$/;

describe('JUnit XML of a campaign', () => {
  it('is well-formed whatever a failure says, and counts its cases', () => {
    expect(xml).toMatch(SHAPE);
    for (const [suite, tests, failures, skipped] of xml.matchAll(
      /<testsuite name="[^"]*" tests="(\d+)" failures="(\d+)" errors="0" skipped="(\d+)">[^]*?<\/testsuite>/g,
    )) {
      expect(suite.match(/<testcase /g)?.length).toBe(Number(tests));
      expect(suite.match(/<failure /g)?.length ?? 0).toBe(Number(failures));
      expect(suite.match(/<skipped /g)?.length ?? 0).toBe(Number(skipped));
    }
  });

  it('has a case for each invariant of each scenario, and the line that runs a failure again', () => {
    for (const id of INVARIANTS) expect(xml).toContain(`<testcase classname="two" name="${id}"/>`);
    expect(xml).toContain(
      '<testcase classname="one" name="S9">\n      <failure message="1 runs, first seed 7: sent &quot;again&quot; &amp; &lt;again&gt;">squall run one-7.yaml --seed 7</failure>',
    );
    expect(xml).toContain('<testcase classname="one" name="crash: N">');
    expect(xml).toContain('name="right: runs that failed 0">\n      <failure ');
    expect(xml).toContain('name="share: fills detected in time &gt;= 99 %">\n      <skipped ');
  });

  it('knows every invariant that the audit checks', () => {
    const ids = ['invariants', 'liveness'].flatMap((room) => {
      const files = join(PACKAGE_ROOT, 'src/sim/audit', room);
      return readdirSync(files).flatMap((file) =>
        [...readFileSync(join(files, file), 'utf8').matchAll(/id: '([SL]\d+)'/g)].map(
          ([, id]) => id ?? '',
        ),
      );
    });
    expect(new Set(INVARIANTS)).toEqual(new Set(ids));
  });
});
