/** Files that an option names: texts of fields that end in `_file`, and lists `files`. */

/** A file, and the key of the option that names it. */
export interface NamedFile {
  readonly key: string;
  readonly path: string;
}

/** Fields that are none of a program's, or no file. */
export interface FileFields {
  /** Options below which every key is the user's. */
  readonly texts: ReadonlySet<string>;
  /** Fields that end like a file and are none. */
  readonly noFiles?: ReadonlySet<string>;
}

/** Every file that a value names, at any depth. */
export function* filesWithin(value: unknown, key: string, fields: FileFields): Generator<NamedFile> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${key}[${name}]` : `${key}.${name}`;
    if (fields.texts.has(name) || fields.noFiles?.has(name)) continue;
    if (typeof part === 'string' && /_(file|file_path|key_path)$/.test(name)) yield { key: at, path: part };
    else if (name === 'files' && Array.isArray(part)) {
      for (const [index, path] of part.entries()) yield { key: `${at}[${index}]`, path: String(path) };
    } else yield* filesWithin(part, at, fields);
  }
}

/** What the key of a Secret must be, for a message. */
export const secretKeyRule = 'name a key of a Secret: letters, digits, dots, hyphens and underscores';

/** Whether a text may be the key of a Secret. */
export function isSecretKey(text: string): boolean {
  return /^[-._A-Za-z0-9]{1,253}$/.test(text) && !/^\.{1,2}$/.test(text);
}
