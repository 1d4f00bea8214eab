/** Refusals of what never became a request of the application: the same Problem Details as everywhere, written by hand. */
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { PROBLEM_TYPE, type ProblemCode, ProblemError, problemDetails } from '../problem.js';

export const HEADER_BYTES_MAX = 16 * 1_024;

/** What is not even a request, such as a malformed host or address. */
export const refuse = (): Response =>
  new Response(bodyOf('malformed'), { status: 400, headers: { 'content-type': PROBLEM_TYPE } });

/** No address is known: the body says so by naming the root. */
const bodyOf = (code: ProblemCode): string =>
  JSON.stringify(problemDetails(new ProblemError(code, DETAILS.get(code) ?? ''), '/'));

const DETAILS: ReadonlyMap<ProblemCode, string> = new Map([
  ['malformed', 'This is not a request of HTTP.'],
  ['too-slow', 'The request did not arrive in time.'],
  ['headers-too-long', `Headers end at ${HEADER_BYTES_MAX} bytes.`],
]);

const CODES: ReadonlyMap<string | undefined, ProblemCode> = new Map<string, ProblemCode>([
  ['HPE_HEADER_OVERFLOW', 'headers-too-long'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'too-slow'],
]);

/** What never became a request is refused in the same shape as everything else. */
export function refuseOnSocket(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const code = CODES.get(error.code) ?? 'malformed';
  const body = bodyOf(code);
  const { status } = JSON.parse(body) as { readonly status: number };
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
