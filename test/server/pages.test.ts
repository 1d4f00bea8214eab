/** The pages as HTML: what they say, that they work without JavaScript, that nothing is inline, that text is escaped. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import type { RunSeries } from '../../src/report/schema/series.js';
import { verdictOf } from '../../src/server/pages/verdict.js';
import { wholeText } from '../../src/store/long-text.js';
import { openResultsStore } from '../../src/store/results-store.js';
import { named, sampleRuns } from './support/sample-store.js';
import { type TestApp, testApp } from './support/test-app.js';

const OUTAGE = '2024-sample-0';

let server: TestApp;
let report: Report;
beforeAll(async () => {
  server = await testApp();
  report = JSON.parse(server.store.report(OUTAGE) ?? '') as Report;
});

async function page(path: string, from: TestApp = server): Promise<string> {
  const answer = await from.get(path, { accept: 'text/html' });
  expect(answer.status, path).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/html');
  return answer.text();
}

/** A report with some of its parts changed, shown on its page. */
async function pageOf(changes: Partial<Report>): Promise<string> {
  const [run] = await sampleRuns();
  const store = openResultsStore(':memory:');
  store.saveRuns([{ ...run!, report: JSON.stringify({ ...report, ...changes }) }]);
  return page(`/runs/${OUTAGE}`, await testApp(store));
}

describe('every page', () => {
  it.each([
    '/',
    '/campaigns',
    '/compare?run=2024-sample-0&run=2024-sample-1',
    `/runs/${OUTAGE}`,
    `/runs/${OUTAGE}/events`,
    `/runs/${OUTAGE}/explain?of=P1`,
  ])('%s is whole HTML with a language, a title and one h1, and nothing inline', async (path) => {
    const html = await page(path);
    expect(html).toMatch(/^<!doctype html><html lang="en">/);
    expect(html).toMatch(/<title>[^<]+ · squall<\/title>/);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html).not.toMatch(/ style=| on[a-z]+=|<style|javascript:/);
    for (const [, attributes = '', inside] of html.matchAll(/<script([^>]*)>([^<]*)/g)) {
      expect(attributes).toContain('src="/assets/');
      expect(inside).toBe('');
    }
    for (const [cell = ''] of html.matchAll(/<th(?=[ >])[^>]*>/g)) {
      expect(cell).toMatch(/scope="(col|row)"/);
    }
    expect([...html.matchAll(/<table/g)]).toHaveLength([...html.matchAll(/<caption/g)].length);
  });

  it('LIV-5: two runs are held against each other order by order', async () => {
    const [run] = await sampleRuns();
    const store = openResultsStore(':memory:');
    store.saveRuns([run!, { ...run!, runId: 'again' }]);
    const same = await page(`/compare?run=${OUTAGE}&run=again`, await testApp(store));
    expect(same).toContain('<h3>P1 of A and P1 of B: buy BTCUSDT</h3>');
    expect(same).toContain('<th scope="row">What happened</th><td>–</td><td>none differs</td>');
    const other = await page(`/compare?run=${OUTAGE}&run=2024-sample-1`);
    expect(other).toContain('<p>A alone has P1: B has no such order of ');
  });

  it('links only to what is there', async () => {
    const seen = new Set<string>();
    const waiting = ['/'];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const answer = await server.get(path, { accept: 'text/html' });
      expect(answer.status, path).toBe(200);
      if (answer.headers.get('content-type')?.includes('text/html') !== true) continue;
      for (const [, link = ''] of (await answer.text()).matchAll(
        /(?:href|src|data-series)="([^"#]+)"/g,
      )) {
        waiting.push(new URL(link, `http://x${path}`).href.slice('http://x'.length));
      }
    }
    expect(seen.size).toBeGreaterThan(15);
  });
});

describe('assets', () => {
  it.each([
    ['squall.css', 'text/css'],
    ['tables.css', 'text/css'],
    ['run.css', 'text/css'],
    ['uplot.css', 'text/css'],
    ['uplot.js', 'text/javascript'],
    ['chart-axes.js', 'text/javascript'],
    ['chart-marks.js', 'text/javascript'],
    ['chart-view.js', 'text/javascript'],
    ['charts.js', 'text/javascript'],
    ['favicon.svg', 'image/svg+xml'],
  ])('%s comes with its type, and not twice', async (name, type) => {
    const answer = await server.get(`/assets/${name}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain(type);
    const etag = answer.headers.get('etag') ?? '';
    const again = await server.get(`/assets/${name}`, { 'if-none-match': etag });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });
});

describe('the list of runs', () => {
  it('names scenario, seed, filled share, shortfall and invariants of each', async () => {
    const html = await page('/');
    expect(html).toContain(`<a href="/runs/${OUTAGE}">outage-in-the-middle</a>`);
    expect(html).toContain('all held');
    expect(html).toContain((report.parents[0]?.shortfallBps ?? 0).toFixed(2));
    expect(html.indexOf('resting-sell')).toBeLessThan(html.indexOf('outage-in-the-middle'));
  });

  it('says what to do when there are none', async () => {
    const html = await page('/', await testApp(openResultsStore(':memory:')));
    expect(html).toContain('squall run');
  });

  it('pages', async () => {
    const [run] = await sampleRuns();
    const store = openResultsStore(':memory:');
    store.saveRuns(Array.from({ length: 30 }, (_, index) => named(run!, `run-${index}`, index)));
    const paged = await testApp(store);
    const first = await page('/', paged);
    const older = /href="(\/\?cursor=[^"]+)">Older/.exec(first)?.[1] ?? '';
    const second = await page(older, paged);
    expect(second).toContain('run-0<');
    expect(second).not.toContain('Older');
    expect(second).toContain('Newest');
  });
});

describe('the page of a run', () => {
  it('says what it cost and that the engine knew the truth', async () => {
    const html = await page(`/runs/${OUTAGE}`);
    expect(html).toContain('The trade is complete · the engine knew the truth');
    expect(html).toContain('Bought 1.2 of 1.2 BTCUSDT');
    expect(html).toContain('none late, none missed, none counted twice');
    for (const part of [
      'Delay',
      'Timing',
      'Spread',
      'Impact',
      'Fees',
      'Opportunity',
      'Shortfall',
      'Cost of what filled',
    ]) {
      expect(html).toContain(part);
    }
    expect(html).toContain(`data-series="/api/v1/runs/${OUTAGE}/series?points=1200"`);
    expect(html).toContain('The chart needs JavaScript');
    for (const unrealistic of report.fidelity.unrealistic) expect(html).toContain(unrealistic);
  });

  it('has a row for every order and every fill', async () => {
    const html = await page(`/runs/${OUTAGE}`);
    for (const { name } of report.parents[0]?.children ?? []) {
      for (const told of [name, `${name}.1`])
        expect(html).toContain(`/explain?of=${encodeURIComponent(told)}">${told}</a>`);
    }
  });

  it('leads from a prefix and from latest to the id', async () => {
    for (const [name, id] of [
      ['2024-sample-0', null],
      ['latest', '2024-sample-1'],
    ] as const) {
      const answer = await server.get(`/runs/${name}`);
      expect(answer.headers.get('location')).toBe(id === null ? null : `/runs/${id}`);
    }
    expect((await server.get('/runs/latest/events')).headers.get('location')).toBe(
      '/runs/2024-sample-1/events',
    );
  });

  it('opens with what the scenario shows and an answer each to trade, engine, cost and expectations', async () => {
    const html = await page(`/runs/${OUTAGE}`);
    const lead = html.indexOf('a 20 s outage of the whole venue');
    expect(lead).toBeGreaterThan(0);
    expect(lead).toBeLessThan(html.indexOf('class="verdict'));
    for (const name of ['Trade', 'Engine', 'Cost of what filled', 'Expected'])
      expect(html).toContain(`<h3>${name}</h3>`);
    expect(html).toContain('2 of 2 held');
  });

  it('SIM-5: marks a late fill in its row, in words and in color, and no other', async () => {
    const [run] = await sampleRuns();
    const series = JSON.parse(wholeText(run!.series ?? '')) as RunSeries;
    const [parent] = series.parents;
    const fills = parent!.fills.map((fill, index) => ({ ...fill, late: index === 1 }));
    const store = openResultsStore(':memory:');
    const changed = JSON.stringify({ ...series, parents: [{ ...parent, fills }] });
    store.saveRuns([{ ...run!, series: changed }]);
    const html = await page(`/runs/${OUTAGE}`, await testApp(store));
    const rows = html.split('<tr').filter((row) => row.includes('badge--warn">late<'));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain('class="row--warn"');
    expect(rows[0]).toContain(`>${fills[1]?.name}</a>`);
  });

  it('ALR-1: gives alerts their time and their order by name', async () => {
    const [child] = report.parents[0]?.children ?? [];
    const html = await pageOf({
      alerts: [
        {
          code: 'ORDER_UNKNOWN',
          level: 'critical',
          subject: child!.clientOrderId,
          text: 'what became of it is not known',
          state: 'raised',
          firstMicros: report.virtual.startMicros + 83_500_000,
          lastMicros: report.virtual.startMicros + 90_000_000,
          count: 3,
        },
      ],
    });
    const row = html.split('<tr').find((cells) => cells.includes('what became of it')) ?? '';
    expect(row).toContain('1:23.500');
    expect(row).toContain(`>${child!.name}</a>`);
    expect(row).not.toContain(child!.clientOrderId);
  });

  it('names faults beside both charts, with their times and units on the axes', async () => {
    const html = await page(`/runs/${OUTAGE}`);
    expect(
      html.match(/data-bands="\[\{&quot;name&quot;:&quot;outage&quot;[^"]*&quot;from&quot;:80/g),
    ).toHaveLength(2);
    expect(html).toContain(
      '1:20.000 to 1:40.000, on submit, cancel, query, stream of all instruments',
    );
    for (const unit of ['USDT', 'BTC']) expect(html).toContain(`data-unit="${unit}"`);
  });

  it('shows no fault of another instrument', async () => {
    const [window] = report.faultWindows;
    const html = await pageOf({ faultWindows: [{ ...window!, symbol: 'ETHUSDT' }] });
    expect(html).toContain('data-bands="[]"');
  });

  it('SIM-5: says when fills came late, never, twice', async () => {
    const truth = {
      ...report.truth,
      fillsDetected: 9,
      fillsLate: 1,
      fillsMissed: 2,
      fillsDoubled: 3,
    };
    const engine = { knewTruth: false, wrong: ['2 fills (P1/3) never known'] };
    const html = await pageOf({ truth, verdict: { ...report.verdict, engine } });
    expect(html).toContain('the engine was wrong');
    expect(html).toContain('Wrong: 2 fills (P1/3) never known.');
    expect(html).toContain('1 late, 2 never, 3 counted twice');
  });

  it('says what each fault cost, and what no single one explains', async () => {
    const row = {
      shortfallBps: 1.2,
      shortfallQuote: '-3.4',
      delayMs: 41_000,
      ordersTouched: 3,
      text: 'it cost 1.20 bps',
    };
    const html = await pageOf({
      attribution: [
        { ...row, fault: 'the 45 s outage', kind: 'outage' },
        { ...row, fault: 'remainder', kind: null, shortfallBps: null, shortfallQuote: null },
      ],
    });
    const cells = html.slice(html.indexOf('id="fault-costs"'));
    for (const text of ['the 45 s outage', '1.2', '\u22123.4', 'no single one', 'it cost 1.20 bps'])
      expect(cells).toContain(text);
    expect(await pageOf({ attribution: null })).not.toContain('fault-costs');
  });

  it('FIL-12: says by whom orders were followed where it was not the engine that verifies', async () => {
    expect(await pageOf({ engine: 'naive' })).toContain(
      'The orders were followed by a naive client',
    );
    expect(await pageOf({})).not.toContain('The orders were followed');
  });

  it('shows broken invariants first', async () => {
    const violations = [
      {
        id: 'S1',
        atMicros: report.virtual.startMicros + 61_000_000,
        detail: 'more than ordered',
        evidence: {
          before: [
            {
              atMicros: report.virtual.startMicros + 60_000_000,
              side: 'venue' as const,
              text: 'executed quantity=<3>',
            },
          ],
          engine: 'working, 0 of 3 lots filled',
          venue: '6 lots filled',
        },
      },
    ];
    const html = await pageOf({ invariants: { checks: 9, violations } });
    expect(html).toContain('verdict--bad');
    expect(html).toContain('1:01.000');
    expect(html).toContain('At the venue: 6 lots filled.');
    expect(html).toContain('executed quantity=&lt;3&gt;');
    expect(html.indexOf('more than ordered')).toBeLessThan(
      html.indexOf('Implementation shortfall'),
    );
  });

  it('escapes what a scenario may say', async () => {
    const html = await pageOf({
      scenario: '<img src=x>',
      warnings: [{ code: 'x', subject: null, text: '"><script>' }],
    });
    expect(html).not.toContain('<img');
    expect(html).not.toContain('"><script>');
    expect(html).toContain('&lt;img');
  });

  it('shows what was not measured as such', async () => {
    const nothing = { executions: null, fillsDetected: null, fillsLate: null, fillsMissed: null };
    const html = await pageOf({
      truth: { ...report.truth, ...nothing },
      invariants: { checks: null, violations: null },
      verdict: { ...report.verdict, engine: { knewTruth: null, wrong: [] } },
    });
    expect(html).toContain('nobody knows the truth');
    expect(html).toContain('The invariants were not checked.');
  });

  it('an unknown run is a page with a way back', async () => {
    const answer = await server.get('/runs/nope', { accept: 'text/html' });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('There is no such run');
  });
});

describe('the verdict', () => {
  const levelOf = (changes: Partial<Report>): string => verdictOf({ ...report, ...changes }).level;

  it('is the worst of what is true', () => {
    const { truth, verdict } = report;
    const engine = { knewTruth: false, wrong: ['x'] };
    const trade = { complete: false, missingShare: 0.4, why: 'P1 missing' };
    expect(levelOf({})).toBe('good');
    expect(levelOf({ verdict: { ...verdict, engine } })).toBe('warn');
    expect(levelOf({ verdict: { ...verdict, trade } })).toBe('warn');
    const unknown = { knewTruth: null, wrong: [] };
    expect(levelOf({ verdict: { ...verdict, engine: unknown } })).toBe('unknown');
    for (const wrong of ['fillsDoubled', 'fillsPhantom'] as const)
      expect(levelOf({ truth: { ...truth, [wrong]: 1 }, verdict: { ...verdict, engine } })).toBe(
        'bad',
      );
    const missed = { code: 'fill-missed', subject: 'P1/3', text: 'x' };
    expect(levelOf({ warnings: [missed], verdict: { ...verdict, engine } })).toBe('bad');
    expect(levelOf({ verdict: { ...verdict, expectations: { held: 1, failed: 1 } } })).toBe('bad');
  });

  it('of an order that did not fill whole says which share is missing, and calls nothing a gain', () => {
    const [parent] = report.parents;
    const told = verdictOf({
      ...report,
      verdict: {
        ...report.verdict,
        trade: { complete: false, missingShare: 0.4, why: 'P1 0.48 BTCUSDT missing' },
      },
      parents: [
        {
          ...parent!,
          unfilledQuantity: '0.48',
          filledCostBps: -2,
          shortfallBps: -12,
          cost: { ...parent!.cost, opportunityBps: -10 },
        },
      ],
    });
    const sentences = told.answers.flatMap((answer) => answer.sentences).join(' ');
    expect(told.headline).toContain('40 % of the trade is missing');
    expect(sentences).toContain('Missing: P1 0.48 BTCUSDT missing.');
    expect(sentences).toContain(
      '2.00 bps better than the price on arrival: the price 7.00 bps better, fees 5.00 bps',
    );
    expect(sentences).toContain('for the rest the price went 10.00 bps of the order its way');
    expect(sentences).not.toMatch(/gain|12\.00/);
  });
});
