import { inspect } from 'node:util';

/** A key of a storage account, which only `reveal` returns; logs and errors show its name. */
export class SharedKey {
  readonly #value: string;

  constructor(
    /** `key1` or `key2`. */
    readonly keyName: string,
    value: string,
  ) {
    this.#value = value;
  }

  /** The key itself: for the Secret and the probe, never for a message, a file below `dist/` or an argument. */
  reveal(): string {
    return this.#value;
  }

  /** Whether a text, such as the configuration of an object storage, contains this key. */
  isIn(text: string): boolean {
    return text.includes(this.#value);
  }

  toString(): string {
    return `[${this.keyName}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
