/**
 * Counts what a Vitest run says in its JSON report. The run as a whole (coverage floors, errors outside any test) is
 * one check more, and a file that failed without a failed test (it could not be loaded, or a hook threw) is one
 * failed check, so that no way of failing counts as zero.
 */

const count = (tests, status) => tests.filter((test) => test.status === status).length;

/**
 * Checks passed and failed, and in `broken` a line for each failure no test stands for.
 * `files`: `testResults` of the report, null when there is none; `status`: exit status of Vitest.
 */
export function tally(files, status) {
  if (files === null) return { passed: 0, failed: 1, broken: ['tests: no report was written'] };
  const tests = files.flatMap((file) => file.assertionResults);
  const broken = files
    .filter((file) => file.status === 'failed' && count(file.assertionResults, 'failed') === 0)
    .map((file) => `tests: ${file.name} failed outside its tests`);
  const passed = count(tests, 'passed');
  const failed = count(tests, 'failed') + broken.length;
  if (status === 0) return { passed: passed + 1, failed, broken };
  if (failed > 0) return { passed, failed, broken };
  return { passed, failed: 1, broken: ['tests: a coverage floor, or an error outside any test'] };
}
