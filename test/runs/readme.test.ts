/** The scenario of the README, which needs no files: as it stands there it runs, and what it expects holds. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-code.js';
import { runScenario } from '../../src/runs/run-scenario.js';
import { temporaryFolder } from '../cli/support/run-main.js';

const folder = temporaryFolder();
const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

describe('README.md', () => {
  it('has a first scenario that runs as it stands, and holds what it expects', async () => {
    const [, text = ''] = /```yaml\n(.*?)```/s.exec(readme) ?? [];
    const file = join(folder.path, 'my-first.yaml');
    writeFileSync(file, text);
    const report = await runScenario(file);
    expect(report.expectations).toHaveLength(2);
    expect(report.expectations.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.faults['outage']).toBeGreaterThan(0);
  });

  it('names exit codes that there are', () => {
    const codes = [...readme.matchAll(/^\| (\d[\d, ]*) \|/gm)].flatMap(([, named = '']) =>
      named.split(', ').map(Number),
    );
    expect(codes.length).toBeGreaterThan(8);
    const known: readonly number[] = Object.values(EXIT);
    expect(codes.filter((code) => !known.includes(code))).toEqual([]);
  });
});
