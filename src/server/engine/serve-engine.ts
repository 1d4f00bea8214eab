/** The application of a running engine on a socket of this machine. */
import type { EngineDesk } from '../../runs/desk/engine-desk.js';
import { type RunningServer, serveApp } from '../serve.js';
import { createEngineApp } from './engine-app.js';
import { tokensIn } from './tokens.js';

export interface ServeEngineOptions {
  readonly desk: EngineDesk;
  readonly tokenFile: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly onBug: (error: unknown) => void;
  readonly secretIn: (text: string) => string | null;
}

/** Errors: `ServeError`. */
export const serveEngine = ({
  desk,
  tokenFile,
  port,
  onBug,
  secretIn,
}: ServeEngineOptions): Promise<RunningServer> =>
  serveApp({ port }, (bound) =>
    createEngineApp({ desk, whoHas: tokensIn(tokenFile), port: bound, onBug, secretIn }),
  );
