/**
 * How a reply is lost on a socket: each shape of a loss as the bytes, or the silence, that a client has to make sense of. `words` are what
 * the venue would have said.
 */
import type { Context } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { invariant } from '../../../core/ground/invariant.js';
import type { UnknownShape } from '../../../core/order/outcome.js';

export type WireEnv = { Bindings: HttpBindings };

export interface LostWords {
  /** The body of an ordinary reply: half of it is what is left where it is cut. */
  readonly body: string;
  /** What the venue says with a status of 500 or more. */
  readonly serverError: { readonly status: 500 | 502 | 503 | 504; readonly body: string };
}

/** A body that says it is JSON. */
const RUBBISH = '<html><body>502 Bad Gateway</body></html>';

/**
 * The server is told to leave the socket alone. It replaces the global `Response` by one of its own, and of such a one it takes no notice of
 * what it is told, but answers it from a cache, until its body has been looked at once.
 */
function alreadySent(): Response {
  invariant(RESPONSE_ALREADY_SENT.body === null, 'a marker has no body');
  return RESPONSE_ALREADY_SENT;
}

export function loseReply(c: Context<WireEnv>, shape: UnknownShape, words: LostWords): Response {
  const { outgoing } = c.env;
  switch (shape) {
    case 'reset':
    case 'restart':
      outgoing.socket?.resetAndDestroy();
      return alreadySent();
    case 'timeout':
      // Nobody answers: the client gives up, or the connection ends with the venue.
      return alreadySent();
    case 'truncated': {
      const bytes = Buffer.from(words.body);
      outgoing.writeHead(200, {
        'content-type': 'application/json',
        'content-length': String(bytes.length),
      });
      outgoing.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () =>
        outgoing.socket?.destroy(),
      );
      return alreadySent();
    }
    case 'unparsable':
      return c.body(RUBBISH, 200, { 'content-type': 'application/json' });
    case '5xx': {
      const { status, body } = words.serverError;
      return c.body(body, status, { 'content-type': 'application/json' });
    }
  }
}
