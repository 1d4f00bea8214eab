/** What happened in a run as pages tell it: its events, filtered and entered at a time, and the story of one order or fill. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema/report.js';
import { type TestApp, testApp } from './support/test-app.js';

const OUTAGE = '2024-sample-0';

let server: TestApp;
let report: Report;
beforeAll(async () => {
  server = await testApp();
  report = JSON.parse(server.store.report(OUTAGE) ?? '') as Report;
});

async function page(path: string): Promise<string> {
  const answer = await server.get(path, { accept: 'text/html' });
  expect(answer.status, path).toBe(200);
  return answer.text();
}

describe('the story of an order or fill', () => {
  it('is told in the words of the command line, question by question', async () => {
    const html = await page(`/runs/${OUTAGE}/explain?of=P1%2F0.1`);
    for (const question of ['Why it was sent', 'Why it filled', 'Why we learned of it then'])
      expect(html).toContain(`<h2>${question}</h2>`);
    const { lines } = (await server.json(`/api/v1/runs/${OUTAGE}/explain?of=P1%2F0.1`)) as {
      lines: string[];
    };
    expect(html).toContain(`<h1>${lines[0]}</h1>`);
    expect(html.match(/<li>/g)).toHaveLength(
      lines.slice(1).filter((line) => line.startsWith('  ')).length,
    );
    expect(html).toContain(`/runs/${OUTAGE}/events?order=P1%2F0"`);
  });

  it('of a parent names its orders', async () => {
    expect(await page(`/runs/${OUTAGE}/explain?of=P1`)).toContain('its orders: P1/0, P1/1');
  });

  it('of nothing that is there is a problem that says what is', async () => {
    const answer = await server.get(`/runs/${OUTAGE}/explain?of=P9`, { accept: 'text/html' });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('There is no such order or fill');
    expect((await server.get(`/runs/${OUTAGE}/explain`)).status).toBe(400);
  });
});

describe('the events of a run', () => {
  it('tell the truth beside the belief, page by page', async () => {
    const first = await page(`/runs/${OUTAGE}/events`);
    expect(first).toContain('slice released');
    expect(first).toContain('>venue<');
    expect(first).not.toContain('Earlier');
    const beyond = await page(`/runs/${OUTAGE}/events?cursor=100`);
    expect(beyond).toContain('Earlier');
    expect((await server.get(`/runs/${OUTAGE}/events?cursor=x`)).status).toBe(400);
  });

  const rowsOf = async (query: string): Promise<readonly string[]> => {
    const html = await page(`/runs/${OUTAGE}/events?${query}`);
    return html.slice(html.indexOf('<tbody>'), html.indexOf('</tbody>')).split('<tr').slice(1);
  };

  it('show where faults began and ended, among the rest', async () => {
    const rows = await rowsOf('where=fault&kind=outage');
    expect(rows[0]).toContain('1:20.000');
    expect(rows[0]).toContain('begins');
    expect(rows.at(-1)).toContain('1:40.000');
    expect(rows.at(-1)).toContain('ends');
    const all = await rowsOf('at=1:20');
    expect(all[0]).toContain('begins');
    expect(all.some((row) => row.includes('>engine<'))).toBe(true);
  });

  it('are filtered by view, kind, order and level, and searched', async () => {
    expect((await rowsOf('where=venue')).every((row) => row.includes('>venue<'))).toBe(true);
    const released = await rowsOf('kind=slice-released');
    expect(released).toHaveLength(report.parents[0]!.children.length);
    const own = await rowsOf('order=P1%2F0');
    expect(own.length).toBeGreaterThan(3);
    expect(own.every((row) => row.includes('>P1/0</a>'))).toBe(true);
    expect((await rowsOf('order=P1')).length).toBeGreaterThan(own.length);
    const loud = await rowsOf('level=warn');
    expect(loud.length).toBeGreaterThan(0);
    expect(loud.length).toBeLessThan((await rowsOf('')).length);
    expect((await rowsOf('text=SLICE-REL')).length).toBe(released.length);
  });

  it.each(['at=2:00', 'at=120', 'at=0:02:00.000'])('begin at the time of ?%s', async (query) => {
    const timeOf = (row = ''): string => /<th[^>]*>([^<]+)</.exec(row)?.[1] ?? '';
    const [first] = await rowsOf(query);
    const before = (await rowsOf('')).findLast((row) => timeOf(row) < '2:00.000');
    expect(timeOf(first) >= '2:00.000').toBe(true);
    const all = await rowsOf('');
    expect(all[all.indexOf(before ?? '') + 1]).toBe(first);
  });

  it('keep what was asked on the way from latest to the id', async () => {
    const answer = await server.get('/runs/latest/events?where=fault');
    expect(answer.headers.get('location')).toBe('/runs/2024-sample-1/events?where=fault');
  });

  it('keep what was asked from page to page', async () => {
    const html = await page(`/runs/${OUTAGE}/events?where=engine&at=1:00`);
    expect(html).toMatch(/<a href="\?where=engine&amp;cursor=\d+">Earlier/);
    expect(html).toContain('name="at" value="1:00"');
  });

  it.each(['where=moon', 'level=loud', 'at=soon', 'kind=A B', 'at=1:2:3:4'])(
    'refuse ?%s and name the field',
    async (query) => {
      const answer = await server.get(`/runs/${OUTAGE}/events?${encodeURI(query)}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ problems: [{ field: query.split('=')[0] }] });
    },
  );
});
