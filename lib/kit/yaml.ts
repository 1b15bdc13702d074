/**
 * YAML in block style, byte-identical to the output of the library `yaml`, at a twentieth of its cost: the library creates
 * a node for every value. Text that is not clearly plain, quoted or a block scalar is still written by the library.
 */

const printable = /^[ -~]*$/;

/**
 * Plain scalars, which every version of YAML parses as text: they start like a word, a path or a quantity, contain
 * neither ": " nor " #", and are no boolean, number, time or date.
 */
const plain =
  /^(?!(?:[yn]|yes|no|on|off|true|false|null|-{0,2}e[-+]?\d+|\d[\d_]*(?::\d+)*(?:\.[\d_]*)?(?:e[-+]?\d+)?)$|0[box]|\d{4}-\d)(?:-{0,2}[a-z]|[\d/_($^])(?:[!-9;-~]|:(?=[!-~])| (?=[!"$-~]))*$/i;

/** Printable text that every version of YAML requires to be quoted. */
const quoted = /^$|^[-+]?\d+$|^(?:true|false)$|^[ ,[\]{}#&*!|>'"%@`]|: | #|[ :]$/;

/** Text for a block scalar: it starts and ends with a visible character. */
const block = /^[!-~](?:[ -~\n]*[!-~])?\n?$/;

/** A key of more than 1024 characters would be an explicit key (`? `). */
const longestKey = 1000;

/**
 * A function that writes an object or a list. Fields that are undefined are left out; no aliases.
 * @param library writes the same with the library and `lineWidth: 0`: text beyond ASCII, words and numbers that versions
 * of YAML parse differently, and null
 */
export function yamlWriter(library: (value: object) => string): (value: object) => string {
  /** Texts of several lines, and those that the library wrote: many are equal in many objects. */
  const known = new Map<string, { readonly indent: string; readonly written: string }>();

  function scalar(text: string, indent: string): string {
    const isLine = !text.includes('\n');
    if (isLine && plain.test(text)) return text;
    if (isLine && quoted.test(text) && printable.test(text)) {
      return text.includes('"') && !text.includes("'") ? `'${text}'` : JSON.stringify(text);
    }
    const before = known.get(text);
    if (before?.indent === indent) return before.written;
    const written = !isLine && block.test(text) ? blockOf(text, indent) : byLibrary(text, indent);
    known.set(text, { indent, written });
    return written;
  }

  function byLibrary(text: string, indent: string): string {
    // In a list, because other rules hold at the top of a document. Lines after the first are indented by two there.
    return library([text]).slice('- '.length, -'\n'.length).replaceAll('\n  ', `\n${indent}`);
  }

  /** The text after a key or a hyphen; a collection that is not empty starts with `start`. */
  function node(value: unknown, indent: string, start: string): string | undefined {
    if (typeof value === 'string') return ` ${scalar(value, indent)}`;
    if (typeof value === 'boolean' || (Number.isSafeInteger(value) && !Object.is(value, -0))) return ` ${value}`;
    if (typeof value !== 'object' || value === null) return undefined;
    const below = `${indent}  `;
    const written: string[] = [];
    if (Array.isArray(value)) {
      for (const item of value) {
        const text = node(item, below, ' ');
        if (text === undefined) return undefined;
        written.push(`-${text}`);
      }
      return written.length === 0 ? ' []' : start + written.join(`\n${indent}`);
    }
    for (const key of Object.keys(value)) {
      const item = value[key as keyof typeof value];
      if (item === undefined) continue;
      const text = node(item, below, `\n${below}`);
      if (text === undefined || key.length > longestKey || !plain.test(key)) return undefined;
      written.push(`${key}:${text}`);
    }
    return written.length === 0 ? ' {}' : start + written.join(`\n${indent}`);
  }

  return (value) => {
    const text = node(value, '', '');
    return text === undefined || text === ' []' || text === ' {}' ? library(value) : `${text}\n`;
  };
}

function blockOf(text: string, indent: string): string {
  const [header, content] = text.endsWith('\n') ? ['|', text.slice(0, -1)] : ['|-', text];
  return `${header}\n${indent}${content.replace(/\n+/g, `$&${indent}`)}`;
}
