/**
 * Refuses what a browser sends on behalf of another site: Fetch Metadata says so, or, where a browser is too old for
 * that, Origin does. Programs send neither and pass. Another port of this machine is another origin and refused too.
 */
import type { MiddlewareHandler } from 'hono';
import { ProblemError } from '../problem.js';
import { ownHosts } from './host-check.js';

const OWN_SITES = new Set(['same-origin', 'none']);

export const originCheck =
  (port: () => number): MiddlewareHandler =>
  async (context, next) => {
    const site = context.req.header('sec-fetch-site');
    const origin = context.req.header('origin');
    const foreignSite = site !== undefined && !OWN_SITES.has(site);
    if (foreignSite || (origin !== undefined && !isOwnOrigin(origin, port()))) {
      throw new ProblemError(
        'foreign-origin',
        'Open the address yourself: pages of other sites may not read results.',
      );
    }
    await next();
  };

function isOwnOrigin(origin: string, port: number): boolean {
  const scheme = 'http://';
  return origin.startsWith(scheme) && ownHosts(port).has(origin.slice(scheme.length));
}
