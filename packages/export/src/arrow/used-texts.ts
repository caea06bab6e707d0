import { NONE } from '@subsecond/profile';
import { type Utf8, Utf8 as Utf8Type, type Vector, vectorFromArray } from 'apache-arrow';

/** Numbers the texts that occur, by first use, so that the dictionary of a few samples does not hold a whole profile's names. */
export class UsedTexts {
  readonly #textOf: (index: number) => string;
  readonly #numbers = new Map<number, number>();
  readonly #numberOfText = new Map<string, number>();

  constructor(textOf: (index: number) => string) {
    this.#textOf = textOf;
  }

  /** `index` is the profile's; NONE is passed over. */
  use(index: number): void {
    if (index === NONE || this.#numbers.has(index)) return;
    const text = this.#textOf(index).toWellFormed();
    const number = this.#numberOfText.get(text) ?? this.#numberOfText.size;
    this.#numberOfText.set(text, number);
    this.#numbers.set(index, number);
  }

  /** NONE for what was never used. */
  numberOf(index: number): number {
    return this.#numbers.get(index) ?? NONE;
  }

  dictionary(): Vector<Utf8> {
    return vectorFromArray([...this.#numberOfText.keys()], new Utf8Type());
  }
}
