/** The list of runs as a reader asks for it: filtered, sorted, paged, gathered into campaigns, compared. API and pages. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import type { RunListing } from '../../src/server/run-listing.js';
import { RunListPage } from '../../src/server/pages/run-list.js';
import type { ListAsked } from '../../src/server/pages/runs-query.js';
import { RunCatalog } from '../../src/server/run-catalog.js';
import { RunReader } from '../../src/server/run-reader.js';
import { wholeText } from '../../src/store/long-text.js';
import { type ResultsStore, openResultsStore } from '../../src/store/results-store.js';
import type { StoredRun } from '../../src/store/stored-run.js';
import { named, sampleRuns } from './support/sample-store.js';
import { type TestApp, testApp } from './support/test-app.js';

type Changes = (report: Report) => Partial<Report>;

/** A run of its own kind under a name, its report changed. */
function variant(run: StoredRun, id: string, at: number, change: Changes = () => ({})): StoredRun {
  const copy = named(run, id, at);
  const report = JSON.parse(wholeText(copy.report)) as Report;
  return { ...copy, report: JSON.stringify({ ...report, ...change(report) }) };
}

const costing =
  (filledCostBps: number | null): Changes =>
  ({ parents }) => ({ parents: parents.map((parent) => ({ ...parent, filledCostBps })) });

const failing: Changes = ({ verdict }) => ({
  verdict: { ...verdict, expectations: { held: 1, failed: 1 } },
  expectations: [{ text: 'filledShare == 1', ok: false, actual: 0.5 }],
});

const incomplete: Changes = ({ verdict }) => ({
  verdict: { ...verdict, trade: { complete: false, missingShare: 0.4, why: 'P1 missing' } },
});

const withSet = (run: StoredRun, set: readonly string[]): StoredRun => ({
  ...run,
  plan: JSON.stringify({ ...(JSON.parse(run.plan) as object), set }),
});

async function storeOf(): Promise<ResultsStore> {
  const [outage, resting] = await sampleRuns();
  const store = openResultsStore(':memory:');
  store.saveRuns([
    withSet(variant(outage!, 'a-cheap', 1, costing(1)), ['orders.0.slices=4']),
    withSet(variant(outage!, 'b-dear', 2, costing(9)), ['orders.0.slices=8']),
    variant(outage!, 'c-plain', 3, costing(5)),
    variant(outage!, 'd-failed', 4, failing),
    variant(outage!, 'e-short', 5, incomplete),
    variant(outage!, 'f-unmeasured', 6, costing(null)),
    variant(resting!, 'g-other', 7),
    { ...named(outage!, 'h-damaged', 8), report: '{' },
  ]);
  return store;
}

describe('a list of some of the runs', () => {
  it('says of how many it is, where older ones were not looked at', async () => {
    const store = await storeOf();
    const reader = new RunReader(store);
    const few = new RunCatalog(reader, 3);
    expect(few.partOf({ limit: 25 })).toBeNull();
    expect(few.partOf({ limit: 25, sort: 'cost' })).toBe(3);
    expect(few.partOf({ limit: 25, failed: true })).toBe(3);
    expect(new RunCatalog(reader).partOf({ limit: 25, sort: 'cost' })).toBeNull();
    const told = (asked: ListAsked): string => {
      const element: unknown = RunListPage({ asked, runs: [], nextCursor: null, partOf: 3 });
      return String(element);
    };
    expect(told({ sort: 'cost' })).toContain('Only the newest 3 runs were looked at');
    expect(told({ failed: true })).toContain('Only 3 runs were looked at for this page');
  });
});

let server: TestApp;
beforeAll(async () => {
  server = await testApp(await storeOf());
});

interface Listed {
  readonly items: readonly RunListing[];
  readonly nextCursor: string | null;
}

const list = async (query: string): Promise<Listed> =>
  (await server.json(`/api/v1/runs?${query}`)) as unknown as Listed;
const idsOf = async (query: string): Promise<readonly string[]> =>
  (await list(query)).items.map(({ runId }) => runId);

async function page(path: string): Promise<string> {
  const answer = await server.get(path, { accept: 'text/html' });
  expect(answer.status, path).toBe(200);
  return answer.text();
}

describe('API-1: the list of runs', () => {
  it.each([
    ['scenario=RESTING', ['g-other']],
    ['failed=1', ['d-failed']],
    ['verdict=incomplete', ['e-short']],
    ['verdict=unknown', ['h-damaged']],
    ['symbol=ethusdt', []],
    ['scenario=outage&verdict=good&limit=2', ['f-unmeasured', 'c-plain']],
  ])('is filtered by ?%s', async (query, ids) => {
    expect(await idsOf(query)).toEqual(ids);
  });

  it('a symbol fits whatever its case', async () => {
    expect(await idsOf('symbol=btcusdt')).toHaveLength(7);
  });

  it('is sorted, what was not measured last', async () => {
    const dear = await idsOf('sort=-cost');
    expect(dear[0]).toBe('b-dear');
    expect(dear.slice(-2)).toEqual(['h-damaged', 'f-unmeasured']);
    const cheap = await idsOf('sort=cost');
    expect(cheap.indexOf('a-cheap')).toBeLessThan(cheap.indexOf('c-plain'));
    expect((await idsOf('sort=verdict'))[0]).toBe('d-failed');
  });

  it.each(['sort=cost', 'sort=-cost', 'sort=scenario', 'symbol=BTCUSDT', 'sort=newest'])(
    'API-2: pages with ?%s without loss or repetition',
    async (query) => {
      const ids: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const asked: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const { items, nextCursor }: Listed = await list(`${query}&limit=3${asked}`);
        ids.push(...items.map(({ runId }) => runId));
        cursor = nextCursor;
      }
      expect(ids).toEqual(await idsOf(`${query}&limit=100`));
      expect(new Set(ids).size).toBe(ids.length);
    },
  );

  it('ends for a cursor of a run that is gone', async () => {
    expect(await list('sort=cost&cursor=99.gone')).toEqual({ items: [], nextCursor: null });
  });

  it.each(['verdict=fine', 'failed=0', 'sort=price', 'symbol=a%20b', 'campaign=x', 'scenario='])(
    'refuses ?%s and names the field',
    async (query) => {
      const response = await server.get(`/api/v1/runs?${query}`);
      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(await response.json()).toMatchObject({ problems: [{ field: query.split('=')[0] }] });
    },
  );

  it('says of each run what was asked and how it came out', async () => {
    const { items } = await list('scenario=outage&failed=1');
    expect(items[0]).toMatchObject({
      orders: [{ symbol: 'BTCUSDT', side: 'buy', quantity: '1.2' }],
      orderCount: 1,
      verdict: { level: 'bad', complete: true, expectationsFailed: 1 },
    });
    const swept = (await list('sort=-cost')).items[0];
    expect(swept?.overrides).toEqual(['orders.0.slices=8']);
  });

  it('gathers the runs of one text and the same keys', async () => {
    const { items } = await list('limit=100');
    const campaign = (id: string) => items.find(({ runId }) => runId === id)?.campaign;
    expect(campaign('a-cheap')).toBe(campaign('b-dear'));
    expect(campaign('c-plain')).toBe(campaign('d-failed'));
    expect(campaign('a-cheap')).not.toBe(campaign('c-plain'));
    expect(await idsOf(`campaign=${campaign('a-cheap')}`)).toEqual(['b-dear', 'a-cheap']);
  });
});

describe('the page of the list', () => {
  it('keeps what was asked in its form and its links', async () => {
    const html = await page('/?scenario=outage&verdict=good&sort=-cost');
    expect(html).toContain('name="scenario" value="outage"');
    expect(html).toContain('<option value="good" selected="">');
    expect(html).toContain('name="sort" value="-cost"');
    expect(html).toMatch(
      /aria-sort="descending"><a href="\/\?scenario=outage&amp;verdict=good&amp;sort=cost">/,
    );
  });

  it('takes empty fields of its form as not filled in', async () => {
    const html = await page('/?scenario=&symbol=&verdict=');
    expect(html.match(/name="run"/g)).toHaveLength(8);
  });

  it('shows what was put over a scenario, and each verdict in words', async () => {
    const html = await page('/');
    expect(html).toContain('<code class="setting">orders.0.slices=8</code>');
    for (const words of ['incomplete', '1 failed', 'not readable', 'good'])
      expect(html).toContain(`>${words}</span>`);
  });

  it('gathers campaigns with their outcomes and costs', async () => {
    const html = await page('/campaigns');
    expect(html).toContain('orders.0.slices = 4, 8');
    expect(html).toContain('5.00 (1.00 … 9.00)');
    expect(html).toContain('1 incomplete');
    expect(await page('/campaigns?scenario=resting')).not.toContain('orders.0.slices');
  });
});

describe('comparing runs', () => {
  it('two side by side: what was asked differently, the verdicts, costs and differences', async () => {
    const html = await page('/compare?run=a-cheap&run=b-dear');
    expect(html).toContain('<th scope="row">orders.0.slices</th><td>4</td><td>8</td>');
    expect(html).not.toContain('<th scope="row">seed</th>');
    expect(html).toContain('+8.00');
    expect(html).toContain('What came of it');
    expect(html).toContain('Order by order');
  });

  it('orders, seeds and texts that differ are named', async () => {
    const html = await page('/compare?run=c-plain&run=g-other');
    for (const what of ['Scenario', 'seed', 'Order P1', 'orders.0.side'])
      expect(html).toContain(`<th scope="row">${what}</th>`);
    expect(html).toContain('sell 0.6 BTCUSDT');
  });

  it('a run and itself are one run, and nothing to compare', async () => {
    const answer = await server.get('/compare?run=a-cheap&run=a-cheap', { accept: 'text/html' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('Tick two runs or more');
    expect((await server.get('/compare')).headers.get('content-type')).toContain('problem+json');
  });

  it('many as distributions, one line for each setting', async () => {
    const html = await page('/compare?run=a-cheap&run=b-dear&run=c-plain&run=e-short');
    expect(html).toContain('4 runs compared');
    expect(html).toContain('outage-in-the-middle · orders.0.slices=4');
    expect(html.match(/<svg class="strip"/g)?.length).toBeGreaterThan(2);
    expect(html).toContain('The same in all runs');
  });

  it('all of a campaign', async () => {
    const { items } = await list('sort=-cost');
    expect(await page(`/compare?campaign=${items[0]?.campaign}`)).toContain(
      'Two runs side by side',
    );
  });

  it('a run that is not there is named', async () => {
    const answer = await server.get('/compare?run=a-cheap&run=nope', { accept: 'text/html' });
    expect(answer.status).toBe(404);
  });
});
