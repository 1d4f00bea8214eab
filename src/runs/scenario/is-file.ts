/** Whether a path names a file that can be read to its end: no folder, device or pipe. */
import { statSync } from 'node:fs';

export const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() === true;
