import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/build-report.js';
import { workedExample } from './support/worked-example.js';

describe('the worked example of docs/metrics.md', () => {
  it('shows', () => {
    console.log(JSON.stringify(buildReport(workedExample()), null, 1));
  });
});
