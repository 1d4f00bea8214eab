/** Looks for planted secrets in everything that was written, in the forms in which one could stand there. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A line for each secret that stands in `written`: which, in what form, where. */
export function searchSecrets(
  secrets: readonly string[],
  written: ReadonlyMap<string, string | Uint8Array>,
): readonly string[] {
  const forms = secrets.map((secret) => [secret, formsOf(secret)] as const);
  return [...written].flatMap(([where, content]) => {
    // One character a byte: what is no text is searched, too.
    const bytes = Buffer.from(content).toString('latin1');
    return forms.flatMap(([secret, ways]) =>
      [...ways]
        .filter(([, form]) => bytes.includes(form))
        .map(([way]) => `${secret}, ${way}, in ${where}`),
    );
  });
}

/** Every file below a folder by its name there. */
export function filesBelow(folder: string): ReadonlyMap<string, Uint8Array> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name))
      .map((path) => [path, readFileSync(path)]),
  );
}

function formsOf(secret: string): ReadonlyMap<string, string> {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  return new Map([
    ['as it is', bytes.toString('latin1')],
    ['in an address', encodeURIComponent(secret)],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in HTML', escapedHtml(secret)],
    ['hex', hex],
    ['HEX', hex.toUpperCase()],
    ...[0, 1, 2].flatMap((behind) => [
      [`base64 behind ${behind}`, base64(bytes, behind, 'base64')] as const,
      [`base64url behind ${behind}`, base64(bytes, behind, 'base64url')] as const,
    ]),
  ]);
}

const escapedHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** What of it stands in the encoding of any text that has it behind so many bytes beyond a multiple of three. */
function base64(bytes: Buffer, behind: number, encoding: 'base64' | 'base64url'): string {
  const encoded = Buffer.concat([Buffer.alloc(behind), bytes]).toString(encoding);
  const first = Math.ceil((behind * 8) / 6);
  const whole = Math.floor(((behind + bytes.length) * 8) / 6);
  return encoded.slice(first, whole);
}
