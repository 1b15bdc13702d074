import { inspect } from 'node:util';

/** A key of a storage account, which shows itself to nobody who does not ask for it by name. */
export class SharedKey {
  readonly #value: string;

  constructor(
    /** `key1` or `key2`. */
    readonly keyName: string,
    value: string,
  ) {
    this.#value = value;
  }

  /** The key itself: for the Secret and the probe, never for a message, a file below `dist/` or a list of arguments. */
  reveal(): string {
    return this.#value;
  }

  /** Whether a text, such as the configuration of an object storage, holds this key. */
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
