/**
 * Which request of HTTP something is done for: whoever watches what reaches the venue asks here who asked, and whether anybody still
 * waits for the answer, so that no dialect has to hand it on. Outside of a request of HTTP (a message on a socket) there is none.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface HttpExchange {
  /** Method and path, without the query: keys and signatures stand there. */
  readonly by: string;
  /** Told once, if the client closes the connection before it has its answer. */
  onHungUp(listener: () => void): void;
}

const current = new AsyncLocalStorage<HttpExchange>();

export const exchangeNow = (): HttpExchange | null => current.getStore() ?? null;

export function duringExchange(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  run: () => void,
): void {
  const [path = ''] = (incoming.url ?? '/').split('?');
  const exchange: HttpExchange = {
    by: `${incoming.method ?? 'GET'} ${path}`,
    onHungUp: (listener) => {
      outgoing.once('close', () => {
        if (!outgoing.writableFinished) listener();
      });
    },
  };
  current.run(exchange, run);
}
