/**
 * How one option of a run gets onto its fidelity sheet (F17): its value as text, and what that value makes unreal. A
 * table of these is typed by the options themselves, so that an option, or one of its values, that nobody has a
 * sentence for does not compile.
 */

export interface Telling<V> {
  readonly text: (value: V) => string;
  /** What is not as it is in a market because of this value, and which way that moves a result. */
  readonly unreal: (value: V) => string;
}

export type Tellings<T> = { readonly [K in keyof T]-?: Telling<T[K]> };

/** An option with the value that is in force. */
export interface OptionInForce {
  readonly name: string;
  readonly value: string;
  readonly unreal: string;
}

/** An option whose values are words: a sentence for each. */
export const choice = <V extends string>(sentences: Readonly<Record<V, string>>): Telling<V> => ({
  text: (value) => value,
  unreal: (value) => sentences[value],
});

export const yesOrNo = (sentences: Readonly<Record<'yes' | 'no', string>>): Telling<boolean> => ({
  text: (value) => (value ? 'yes' : 'no'),
  unreal: (value) => sentences[value ? 'yes' : 'no'],
});

export const tellAll = <T extends object>(options: T, tellings: Tellings<T>): OptionInForce[] =>
  (Object.keys(tellings) as (keyof T & string)[]).map((name) => ({
    name,
    value: tellings[name].text(options[name]),
    unreal: tellings[name].unreal(options[name]),
  }));
