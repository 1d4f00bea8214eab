/** How much a request may bring along: length of its address, size of its body. Headers and time: serve.ts. */
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ProblemError } from '../problem.js';

const ADDRESS_LENGTH_MAX = 2_048;
const BODY_BYTES_MAX = 64 * 1_024;

export const addressLimit: MiddlewareHandler = async (context, next) => {
  if (context.req.url.length > ADDRESS_LENGTH_MAX) {
    throw new ProblemError(
      'address-too-long',
      `Addresses end at ${ADDRESS_LENGTH_MAX} characters.`,
    );
  }
  await next();
};

export const bodySizeLimit: MiddlewareHandler = bodyLimit({
  maxSize: BODY_BYTES_MAX,
  onError: () => {
    throw new ProblemError('body-too-large', `Bodies end at ${BODY_BYTES_MAX} bytes.`);
  },
});
