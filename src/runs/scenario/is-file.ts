/** Whether a path names a file that can be read to its end: no folder, device or pipe, and no name that no file can have. */
import { statSync } from 'node:fs';

export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
