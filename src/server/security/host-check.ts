/**
 * Lets in only requests that were meant for this server under one of its loopback names. A page of another site that has
 * its name resolve to 127.0.0.1 (DNS rebinding) is refused here, before anything else looks at the request.
 *
 * Invariants: 1. Both the Host header and the address of the request (an absolute one carries its own) must fit. 2. Names
 * compare as RFC 9110 has it, without regard to case; a trailing dot is another name. 3. No forwarding header is read.
 */
import type { MiddlewareHandler } from 'hono';
import { ProblemError } from '../problem.js';

const LOOPBACK_NAMES = ['127.0.0.1', '[::1]', 'localhost'];
const DEFAULT_PORT = 80;

/** `host[:port]` values that name this server. */
export function ownHosts(port: number): ReadonlySet<string> {
  const withPort = LOOPBACK_NAMES.map((name) => `${name}:${port}`);
  return new Set(port === DEFAULT_PORT ? [...withPort, ...LOOPBACK_NAMES] : withPort);
}

/** `port` is asked at each request: it is known only once the server listens. */
export const hostCheck =
  (port: () => number): MiddlewareHandler =>
  async (context, next) => {
    const hosts = ownHosts(port());
    const header = context.req.header('host')?.toLowerCase() ?? '';
    const address = new URL(context.req.url).host;
    if (!hosts.has(header) || !hosts.has(address)) {
      throw new ProblemError('wrong-host', `This server answers only to ${[...hosts].join(', ')}.`);
    }
    await next();
  };
