/** Where the package lies, the same seen from src and from dist, and what is found from there. */
import { fileURLToPath } from 'node:url';

export const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));
