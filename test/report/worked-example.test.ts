import { textReport } from '../../src/report/text-report.js';
import { explain } from '../../src/report/explain.js';
import { buildSeries } from '../../src/report/series.js';
import { traceText } from '../../src/report/trace.js';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/build-report.js';
import { workedExample } from './support/worked-example.js';

describe('the worked example of docs/metrics.md', () => {
  it('shows', () => {
    console.log(textReport(buildReport(workedExample()), new Map([['BTCUSDT', 'USDT']])));
    console.log(traceText(workedExample()));
    console.log(JSON.stringify(explain(workedExample(), 'P1/1'), null, 1));
    console.log(JSON.stringify(buildSeries(workedExample(), 10)));
  });
});
