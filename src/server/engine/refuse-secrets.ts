/**
 * What a request says is journaled, shown and told to others: one that holds a secret, pasted by mistake, is refused before anything is made of it
 * (S26). The answer does not repeat it.
 */
import type { HonoRequest } from 'hono';
import { ProblemError } from '../problem.js';
import { holdsToken } from './tokens.js';

/** Asked of who has a token alone: nobody else may try what is one. Errors: `ProblemError`. */
export async function refuseSecrets(
  request: HonoRequest,
  secretIn: (text: string) => string | null,
): Promise<void> {
  const { pathname } = new URL(request.url);
  const said: readonly (readonly [where: string, text: string])[] = [
    ['address', pathname],
    ...Object.values(request.query()).map((text) => ['address', text] as const),
    ['Idempotency-Key', request.header('idempotency-key') ?? ''],
    ['body', await request.text()],
  ];
  for (const [where, text] of said) {
    const what = holdsToken(text) ? 'a token of an engine' : secretIn(text);
    if (what !== null)
      throw new ProblemError(
        'secret-told',
        `The ${where} holds a secret (${what}), and is kept for good where it is taken: leave it out.`,
      );
  }
}
