/** Where the API of a running engine listens: a file beside its state, so that a verb that is told the state finds it. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

const URL_TEXT = /^http:\/\/127\.0\.0\.1:\d{1,5}$/;

const fileOf = (state: string): string => `${state}.api`;

export const putAddress = (state: string, url: string): void =>
  writeFileSync(fileOf(state), `${url}\n`);

export const takeAddress = (state: string): void => rmSync(fileOf(state), { force: true });

/** Null where none listens; one that ended without a word may have left its address. */
export function addressOf(state: string): string | null {
  try {
    const text = readFileSync(fileOf(state), 'utf8').trim();
    return URL_TEXT.test(text) ? text : null;
  } catch {
    return null;
  }
}
