/** From here on the recording has no answer, and none can be made of what it knows: a changed session ends there. */
import type { EffectCommand } from '../../core/state/command.js';

export class CannotSay extends Error {
  override readonly name = 'CannotSay';
  /** What nobody knows the answer to; null = it is none of what was sent. */
  readonly command: EffectCommand | null;

  constructor(text: string, command: EffectCommand | null = null) {
    super(text);
    this.command = command;
  }
}
