/** The application of a running engine on a socket of this machine. */
import type { EngineDesk } from '../../runs/desk/engine-desk.js';
import { type RunningServer, serveApp } from '../serve.js';
import { createEngineApp } from './engine-app.js';
import { factorsIn } from './second-factor.js';
import { tokensIn } from './tokens.js';

export interface ServeEngineOptions {
  readonly desk: EngineDesk;
  readonly tokenFile: string;
  readonly factorFile: string;
  /** Milliseconds since the epoch by the clock of this machine. */
  readonly wallClock: () => number;
  /** 0 = any free one. */
  readonly port: number;
  readonly onBug: (error: unknown) => void;
  readonly secretIn: (text: string) => string | null;
}

/** Errors: `ServeError`. */
export const serveEngine = ({
  desk,
  tokenFile,
  factorFile,
  wallClock,
  port,
  onBug,
  secretIn,
}: ServeEngineOptions): Promise<RunningServer> => {
  const [whoHas, checkFactor] = [tokensIn(tokenFile), factorsIn(factorFile, wallClock)];
  return serveApp({ port }, (bound) =>
    createEngineApp({ desk, whoHas, checkFactor, port: bound, onBug, secretIn }),
  );
};
