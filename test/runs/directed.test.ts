/**
 * The directed scenarios: each plays one hard moment and comes out as it says. What they are worth is shown by `npm run mutants`,
 * which judges mutants with them and with no unit test.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failuresOf } from '../../src/cli/verdict.js';
import { PACKAGE_ROOT } from '../../src/runs/package-root.js';
import { runScenario } from '../../src/runs/run-scenario.js';

const FOLDER = join(PACKAGE_ROOT, 'scenarios/directed');
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''));

describe('directed scenarios', () => {
  it.each(NAMES)('SIM-3: %s comes out as it says', async (name) => {
    const file = join(FOLDER, `${name}.yaml`);
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^# [^]+\\nname: ${name}\\n`));
    const report = await runScenario(file);
    expect(report.expectations.length).toBeGreaterThan(2);
    expect(failuresOf(report, [])).toEqual([]);
  });
});
