/** What the application is given from outside; nothing in this layer opens a database or reads the environment. */
import type { RunCatalog } from './run-catalog.js';
import type { RunReader } from './run-reader.js';
import type { ResultsStore } from '../store/results-store.js';

export interface ServerDependencies {
  readonly store: ResultsStore;
  /** The port requests must name; asked at each request, since a free one is known only after listening. */
  readonly port: () => number;
  /** Told of every error that is our own fault; responses say nothing of it. */
  readonly onBug?: (error: unknown) => void;
}

/** What routes read runs by. */
export interface Readers {
  readonly reader: RunReader;
  readonly catalog: RunCatalog;
}
