/**
 * YAML in block style, to the byte as `yaml`, the library, writes it, at a twentieth of its cost: the library makes a
 * node of every value first. It still writes whatever this cannot tell to be plain, quoted or a block at first sight.
 */

const printable = /^[ -~]*$/;

/**
 * What every version of YAML reads as the text that it is: it begins like a word, a path or a quantity, holds neither
 * ": " nor " #", and is no truth value, number, time or date.
 */
const plain =
  /^(?!(?:[yn]|yes|no|on|off|true|false|null|-{0,2}e[-+]?\d+|\d[\d_]*(?::\d+)*(?:\.[\d_]*)?(?:e[-+]?\d+)?)$|0[box]|\d{4}-\d)(?:-{0,2}[a-z]|[\d/_($^])(?:[!-9;-~]|:(?=[!-~])| (?=[!"$-~]))*$/i;

/** What no version of YAML does, of printable text. */
const quoted = /^$|^[-+]?\d+$|^(?:true|false)$|^[ ,[\]{}#&*!|>'"%@`]|: | #|[ :]$/;

/** Lines that become a block: they begin and end with a character to be seen. */
const block = /^[!-~](?:[ -~\n]*[!-~])?\n?$/;

/** Above 1024 characters a key gets a line of its own. */
const longestKey = 1000;

/**
 * A function that writes an object or a list. Fields that are undefined are left out; what occurs twice is written twice.
 * @param library the same by the library, with `lineWidth: 0`: for text beyond ASCII, for words and numbers in which
 * versions of YAML differ, for null
 */
export function yamlWriter(library: (value: object) => string): (value: object) => string {
  /** Texts of several lines, and those that the library wrote: many are the same in object after object. */
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

  /** What stands behind a key or a hyphen; a collection that is not empty begins with `start`. */
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
