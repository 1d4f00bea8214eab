/**
 * What stands beside a venue's own routes: a page for people at `/__sim`, and, below it, its state and the switches of its faults for
 * programs, which have to send a header that no trading client does. None of it is seen by a dialect, counted against a limit, or judged.
 */
import { Hono } from 'hono';
import { invariant } from '../../../core/ground/invariant.js';
import { addAssetRoutes } from '../../assets.js';
import { problemPage, wantsPage } from '../../pages/problem-page.js';
import { ProblemError, asProblem, problemResponse } from '../../problem.js';
import { noStore, responseHeaders } from '../../security/headers.js';
import { hostCheck } from '../../security/host-check.js';
import { bodySizeLimit } from '../../security/limits.js';
import { originCheck } from '../../security/origin-check.js';
import type { Judgement } from '../../../sim/bot-judge/judge.js';
import type { WireEnv } from '../wire/lose-reply.js';
import type { WallTime } from '../wire/wall-time.js';
import { JUDGED_PATH, type Judged, PAGE_PATH, VenuePage } from './venue-page.js';
import { type Shown, faultViews, stateJson, venueState } from './venue-state.js';

/** Its value does not matter. */
const ADMIN_HEADER = 'x-squall-sim';

export interface AdminAccount extends Shown {
  /** What its clients did up to now, judged; null = nobody watches. */
  readonly judge: (() => Judgement) | null;
}

export interface AdminParts {
  readonly dialect: string;
  readonly speed: number;
  readonly wall: WallTime;
  /** At least one. */
  readonly accounts: readonly AdminAccount[];
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
  const { accounts, wall, dialect, speed, port } = parts;
  const [first] = accounts;
  invariant(first !== undefined, 'a venue without an account');
  const { venue } = first;
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
    const state = venueState(accounts, wall);
    const findings = judgedIn(accounts, asksJudge(context.req.url));
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
  app.get(STATE_PATH, (context) => context.json(stateJson(venueState(accounts, wall))));
  app.get(JUDGEMENT_PATH, (context) => {
    venue.catchUp();
    return context.json(judgementJson(accounts));
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

function judgedIn(accounts: readonly AdminAccount[], isAsked: boolean): Judged {
  if (accounts.every(({ judge }) => judge === null)) return 'nobody judges';
  if (!isAsked) return 'not asked for';
  return accounts.map(({ name, judge }) => ({ name, findings: judge?.().findings ?? [] }));
}

/** An account without a name has its judgement alone. */
function judgementJson(accounts: readonly AdminAccount[]): object {
  const judged = accounts.flatMap(({ name, judge }) =>
    judge === null ? [] : { name, ...judge() },
  );
  const [only] = judged;
  if (only === undefined)
    throw new ProblemError('not-found', 'Nobody judges: squall venue --judge.');
  if (only.name !== null) return { accounts: judged };
  const { name: _, ...judgement } = only;
  return judgement;
}

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
