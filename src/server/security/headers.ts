/**
 * What every response tells the browser: everything comes from this server, nothing is inline, nobody frames it, nothing
 * is kept. uPlot sets styles through the DOM, which the policy allows; style attributes in markup are refused.
 */
import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const SELF = ["'self'"];
const NOBODY = ["'none'"];

export const responseHeaders: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: SELF,
    scriptSrc: SELF,
    styleSrc: SELF,
    connectSrc: SELF,
    imgSrc: SELF,
    objectSrc: NOBODY,
    baseUri: NOBODY,
    // The forms of the list, which only ask this server (GET).
    formAction: SELF,
    frameAncestors: NOBODY,
  },
  xFrameOptions: 'DENY',
  // There is no TLS on loopback, and the header would reach every other server on localhost.
  strictTransportSecurity: false,
  permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
});

/** Results are for this screen: no cache keeps them. What may be kept says so itself (assets.ts). */
export const noStore: MiddlewareHandler = async (context, next) => {
  await next();
  if (!context.res.headers.has('cache-control'))
    context.res.headers.set('cache-control', 'no-store');
};
