/** Where the package lies, the same seen from src and from dist, and what is found from there. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Of recorded scenarios, unless the environment says otherwise. */
export const DEFAULT_DATA_DIR = resolve(PACKAGE_ROOT, '../shared/data');
