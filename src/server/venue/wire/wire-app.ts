/** What answers requests of HTTP at a venue's port, and how each is brought to the account whose key it names. */
import type { WireEnv } from './lose-reply.js';

export interface WireApp {
  fetch: (request: Request, env: WireEnv['Bindings']) => Response | Promise<Response>;
}

/** `appOf` is asked by what stands in the header; null = it is not there. */
export const appByKey = (header: string, appOf: (keyId: string | null) => WireApp): WireApp => ({
  fetch: (request, env) => appOf(request.headers.get(header)).fetch(request, env),
});
