/**
 * What stands beside a venue's own routes: a page for people at `/__sim`, and, below it, its state and the switches of its faults for
 * programs, which have to send a header that no trading client does. None of it is seen by a dialect, counted against a limit, or judged.
 */
import { Hono } from 'hono';
import { addAssetRoutes } from '../../assets.js';
import { problemPage, wantsPage } from '../../pages/problem-page.js';
import { ProblemError, asProblem, problemResponse } from '../../problem.js';
import { noStore, responseHeaders } from '../../security/headers.js';
import { hostCheck } from '../../security/host-check.js';
import { bodySizeLimit } from '../../security/limits.js';
import { originCheck } from '../../security/origin-check.js';
import type { Judgement } from '../../../sim/bot-judge/judge.js';
import type { WireEnv } from '../wire/lose-reply.js';
import { JUDGED_PATH, PAGE_PATH, VenuePage } from './venue-page.js';
import { type Shown, faultViews, venueState } from './venue-state.js';

/** Its value does not matter. */
const ADMIN_HEADER = 'x-squall-sim';

export interface AdminParts extends Shown {
  readonly dialect: string;
  readonly speed: number;
  /** What its clients did up to now, judged; null = nobody watches. */
  readonly judge: (() => Judgement) | null;
  /** Asked at each request: it is known only once the server listens. */
  readonly port: () => number;
}

const STATE_PATH = `${PAGE_PATH}/state`;
const JUDGEMENT_PATH = `${PAGE_PATH}/judgement`;
const FAULTS_PATH = `${PAGE_PATH}/faults`;

/** Whether an address is this application's; its pages need the files of all pages. */
export const isOfAdmin = (path: string): boolean =>
  path === PAGE_PATH || path.startsWith(`${PAGE_PATH}/`) || path.startsWith('/assets/');

export function adminApp(parts: AdminParts): Hono<WireEnv> {
  const { venue, dialect, speed, port, judge } = parts;
  const app = new Hono<WireEnv>();
  app.onError((error, context) => {
    const problem = asProblem(error);
    return wantsPage(context)
      ? problemPage(context, problem, 'Venue')
      : problemResponse(context, problem);
  });
  app.notFound((context) =>
    problemResponse(context, new ProblemError('not-found', `Nothing is at ${context.req.path}.`)),
  );
  app.use(responseHeaders, hostCheck(port), originCheck(port), noStore, bodySizeLimit);
  app.get(PAGE_PATH, (context) => {
    const state = venueState(parts);
    const judgement = judge === null ? 'nobody judges' : 'not asked for';
    const findings = asksJudge(context.req.url) ? (judge?.().findings ?? judgement) : judgement;
    return context.html(
      <VenuePage dialect={dialect} speed={speed} state={state} findings={findings} />,
    );
  });
  addAssetRoutes(app);
  app.use(`${PAGE_PATH}/*`, async (context, next) => {
    if (context.req.header(ADMIN_HEADER) === undefined)
      throw new ProblemError('header-required', `Send the header ${ADMIN_HEADER}, with any value.`);
    await next();
  });
  app.get(STATE_PATH, (context) => context.json(venueState(parts)));
  app.get(JUDGEMENT_PATH, (context) => {
    venue.catchUp();
    if (judge === null) throw new ProblemError('not-found', 'Nobody judges: squall venue --judge.');
    return context.json(judge());
  });
  app.get(FAULTS_PATH, (context) => context.json({ faults: faultViews(venue) }));
  app.put(`${FAULTS_PATH}/:number`, async (context) => {
    venue.catchUp();
    const place = placeOf(context.req.param('number'), faultViews(venue).length);
    if (!venue.turnFault(place, onIn(await context.req.text())))
      throw new ProblemError('no-switch', 'It acts at times that were fixed as the venue opened.');
    return context.json(faultViews(venue)[place] ?? null);
  });
  return app;
}

/** All that its clients did is judged anew for it: not each second, beside a venue that has to keep its pace. */
const asksJudge = (url: string): boolean => url.endsWith(JUDGED_PATH);

function placeOf(text: string, many: number): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= many) return number - 1;
  throw new ProblemError('not-found', `Faults have numbers from 1 to ${many}.`);
}

function onIn(text: string): boolean {
  const body = bodyIn(text);
  if (typeof body === 'object' && body !== null && 'on' in body && typeof body.on === 'boolean')
    return body.on;
  throw new ProblemError('invalid-request', 'The body is {"on":true} or {"on":false}.');
}

function bodyIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError('invalid-json', 'The body is {"on":true} or {"on":false}.');
  }
}
