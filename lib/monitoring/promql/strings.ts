/** The text of a string literal of PromQL; `undefined` if it is unterminated or has an unknown escape. */
export function unquoted(literal: string): string | undefined {
  const quote = literal[0];
  const text = literal.slice(1, -1);
  if (literal.length < 2 || literal.at(-1) !== quote) return undefined;
  if (quote === '`') return text;
  if (text.includes('\n')) return undefined;
  const escapes = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4}|[0-3][0-7]{2}|(.))?/gs;
  let isValid = true;
  const result = text.replace(escapes, (sequence, character?: string) => {
    const number = /^\\([xuU])(.+)$/.exec(sequence);
    if (number && character === undefined) return String.fromCodePoint(Number.parseInt(number[2] ?? '', 16));
    if (/^\\\d{3}$/.test(sequence)) return String.fromCodePoint(Number.parseInt(sequence.slice(1), 8));
    const plain = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' }[character ?? ''];
    if (plain === undefined && character !== quote) isValid = false;
    return plain ?? character ?? '';
  });
  return isValid ? result : undefined;
}
