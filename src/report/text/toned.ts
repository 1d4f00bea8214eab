/** Lines for a terminal and what each is: a verdict that holds, one that does not, a hint. Which color that is, the command line says. */

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'quiet';

export interface TonedLine {
  readonly tone: Tone;
  readonly text: string;
}

export const toned = (tone: Tone, texts: readonly string[]): readonly TonedLine[] =>
  texts.map((text) => ({ tone, text }));

export const plain = (texts: readonly string[]): readonly TonedLine[] => toned('plain', texts);

/** Without color, as it is written to a file. */
export const untoned = (lines: readonly TonedLine[]): string =>
  lines.map(({ text }) => `${text}\n`).join('');
