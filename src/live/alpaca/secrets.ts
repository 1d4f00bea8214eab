/** Keys, to be taken out of whatever is said. */
const IN_PLACE = '[key]';

export class Secrets {
  readonly #keys: readonly string[];

  constructor(keys: readonly string[]) {
    this.#keys = keys;
  }

  without(text: string): string {
    return this.#keys.reduce((left, key) => left.replaceAll(key, IN_PLACE), text);
  }
}
