import { withoutCredentials } from '../../lib/kit/credentials/redaction';

/** Texts of Azure, of kubectl and of tags, for a terminal, a log or a shell. */

/** Control characters, line breaks, and characters that change the direction or the width of a text. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/**
 * Account keys, tokens, shared access signatures and passwords in an address. A response or an error may contain one; no
 * output does.
 */
const credentials: readonly RegExp[] = [
  /[A-Za-z0-9+/]{86}==/g,
  /\beyJ[\w-]{8,}\.[\w-]*\.?[\w-]*/g,
  /(?<=\b(?:Bearer|Basic)\s+)[\w.~+/=-]{8,}/gi,
  /(?<=\bsig=)[^&\s"']+/gi,
  /(?<=\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|storage_account_key|client_secret|password)["']?\s*[=:]\s*)["']?[^\s"';,&]+/gi,
  /(?<=:\/\/)[^/\s@]+@/g,
];

/** A private key from its first line to its last, or to the end of a text that is cut. */
const privateKey = new RegExp(`${marker('BEGIN')}.*?(?:${marker('END')}|$)`, 'gs');

/** A text of a result or a progress line: no credential of any known form, one line, no control characters. */
export function shown(text: string): string {
  return printable(withoutCredentials(text.replace(privateKey, '[not shown]')));
}

/** One line without control characters, and without the credentials of Azure. */
export function printable(text: string): string {
  const hidden = credentials.reduce((shown, pattern) => shown.replace(pattern, '[not shown]'), text);
  return hidden
    .replace(/\s+/g, ' ')
    .trim()
    .replace(unprintable, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

function marker(word: string): string {
  const dashes = '-'.repeat(5);
  return `${dashes}${word} [A-Z ]*PRIVATE KEY[A-Z ]*${dashes}`;
}

/** An argument of a command to copy, quoted for a POSIX shell where it needs it. */
export function quoted(argument: string): string {
  const text = printable(argument);
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
