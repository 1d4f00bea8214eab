/** The addresses of what happened in a run, told from its journal: its events, and the story of one order or fill. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { explain } from '../../report/telling/explain.js';
import { eventsPageQuery, explainQuery, runParams } from '../api/parameters.js';
import { eventsThatFit, firstAt, kindsOf, ordersOf } from '../event-list.js';
import { ProblemError } from '../problem.js';
import type { RunReader } from '../run-reader.js';
import { checked, given } from './asked-page.js';
import { EventsPage } from './events-page.js';
import { ExplainPage } from './explain-page.js';

const EVENTS_PER_PAGE = 250;
const MICROS = 1e6;

export function addStoryRoutes(app: OpenAPIHono, reader: RunReader): void {
  app.get('/runs/:run/explain', (context) => {
    const { run: name } = checked(runParams, context.req.param());
    const { of } = checked(explainQuery, context.req.query());
    const run = reader.resolve(name);
    const explanation = reader.told(run, (source) => explain(source, of));
    if (explanation.kind === 'problem')
      throw new ProblemError('order-not-found', `${explanation.text}.`);
    return context.html(<ExplainPage run={run} of={of} lines={explanation.lines} />);
  });

  app.get('/runs/:run/events', (context) => {
    const { run: name } = checked(runParams, context.req.param());
    const query = given(context.req.query());
    const { cursor, at, ...asked } = checked(eventsPageQuery, query);
    const run = reader.resolve(name);
    if (run.runId !== name)
      return context.redirect(`/runs/${run.runId}/events${new URL(context.req.url).search}`, 302);
    const all = reader.events(run);
    // As text inside: what is stored may be of any shape, and who puts it on a page stumbles there.
    const page = reader.told(run, ({ virtual: { start } }) => {
      const rows = eventsThatFit(all, asked);
      const from =
        cursor ?? (at === undefined ? 0 : firstAt(rows, start + Math.round(at * MICROS)));
      const element = (
        <EventsPage
          run={run}
          asked={asked}
          at={cursor === undefined ? (query['at'] ?? '') : ''}
          rows={rows.slice(from, from + EVENTS_PER_PAGE)}
          from={from}
          fitting={rows.length}
          total={all.length}
          pageLength={EVENTS_PER_PAGE}
          startMicros={start}
          kinds={kindsOf(all)}
          orders={ordersOf(all)}
        />
      );
      // oxlint-disable-next-line typescript/no-base-to-string -- an element of hono is its text
      return element.toString();
    });
    return context.html(page);
  });
}
