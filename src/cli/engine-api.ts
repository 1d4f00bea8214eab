/** The API of a paper engine, from its beginning to its end: it listens, its address lies beside the state, and a person is told both. */
import type { EngineDesk } from '../runs/desk/engine-desk.js';
import { putAddress, takeAddress } from '../runs/paper/api-address.js';
import { serveEngine } from '../server/engine/serve-engine.js';
import { factorFileOf, readFactors } from '../server/engine/second-factor.js';
import { readTokens, tokenFileOf } from '../server/engine/tokens.js';
import { textOf } from './error-text.js';
import { secretsOf } from '../runs/secrets.js';
import type { World } from './world.js';

export interface OpenApi {
  readonly notices: readonly string[];
  close(): Promise<void>;
}

/** Errors: `ServeError`, `TokenError`. */
export async function openApi(
  world: World,
  {
    desk,
    state,
    port,
  }: { readonly desk: EngineDesk; readonly state: string; readonly port: number },
): Promise<OpenApi> {
  const tokenFile = tokenFileOf(state);
  const tokens = readTokens(tokenFile).length;
  const onBug = (error: unknown): void => world.err(`bug of the API: ${textOf(error)}\n`);
  const factorFile = factorFileOf(state);
  readFactors(factorFile);
  const wallClock = (): number => Date.now();
  const { find } = secretsOf(world.env);
  const secretIn = (text: string): string | null => find(text)?.variable ?? null;
  const server = await serveEngine({
    ...{ desk, tokenFile, factorFile, wallClock, port, onBug, secretIn },
  });
  putAddress(state, server.url);
  const make = `squall token new <name> --role operator --state ${state}`;
  return {
    notices: [
      tokens === 0
        ? `API and page at ${server.url}; nobody may use it yet: ${make}`
        : `API and page at ${server.url}; ${tokens} tokens`,
    ],
    close: async () => {
      takeAddress(state);
      await server.close();
    },
  };
}
