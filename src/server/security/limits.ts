/** How much a request may bring along: length of its address, size of its body. Headers and time: serve.ts. */
import type { MiddlewareHandler } from 'hono';
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

/** By what the header tells; a body of untold length is refused, so that nothing has to be read to be refused. */
export const bodySizeLimit: MiddlewareHandler = async (context, next) => {
  if (context.req.header('transfer-encoding') !== undefined) {
    throw new ProblemError('length-required', 'Say how long the body is: Content-Length.');
  }
  if (Number(context.req.header('content-length') ?? 0) > BODY_BYTES_MAX) {
    throw new ProblemError('body-too-large', `Bodies end at ${BODY_BYTES_MAX} bytes.`);
  }
  await next();
};
