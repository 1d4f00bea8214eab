/** A problem as a page, for people with a browser; programs get the same as JSON. */
import type { Context } from 'hono';
import { type ProblemError, instanceOf, problemDetails } from '../problem.js';
import { Layout } from './layout.js';

const PROGRAM_PATHS = /^\/(api|assets|health|ready|openapi\.json)(\/|$)/;

export const wantsPage = (context: Context): boolean =>
  !PROGRAM_PATHS.test(context.req.path) &&
  (context.req.header('accept') ?? '').includes('text/html');

/** `home`: what `/` shows. */
export function problemPage(
  context: Context,
  problem: ProblemError,
  home = 'Runs',
): Response | Promise<Response> {
  const { status, title, detail, candidates = [] } = problemDetails(problem, instanceOf(context));
  const page = (
    <Layout title={title} home={home}>
      <header class="head">
        <h1>{title}</h1>
        <p>{detail}</p>
        <ul>
          {candidates.map((runId) => (
            <li>
              <a href={`/runs/${runId}`}>{runId}</a>
            </li>
          ))}
        </ul>
        <p>
          <a href="/">{home}</a>
        </p>
      </header>
    </Layout>
  );
  return context.html(page, status as 400);
}
