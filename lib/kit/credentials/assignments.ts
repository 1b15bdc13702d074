import { assignment, flagAndValue, isNamedCredential } from './names';
import { isRandom } from './randomness';

/** Credentials in a text with a name before them, as in files, flags and headers. */

/** A part of a text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

const nameCharacters = /[\w.$-]/;

/** No name is longer. */
const longestName = 200;

/** Names and values, as `name: value`, `name=value`, `"name": "value"` or `--name value`. */
export function* namedCredentialsIn(text: string): Generator<Range> {
  const pattern = new RegExp(assignment);
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const { index, 0: whole, 1: separator = '', 2: quote = '', 3: value = '' } = match;
    const end = index + whole.length;
    // A value may have a name and a value itself.
    pattern.lastIndex = end - value.length;
    let start = index;
    const earliest = Math.max(0, index - longestName);
    while (start > earliest && nameCharacters.test(text[start - 1] ?? '')) start -= 1;
    const name = text.slice(start, end - value.length - quote.length - separator.length);
    const isKey = !isSentence(text, start, end, separator);
    if (isNamedCredential({ name, value: trimmed(value), isKey })) yield { start, end };
  }
  for (const { index, 0: whole, 2: value = '' } of text.matchAll(flagAndValue)) {
    const name = whole.slice(0, whole.length - value.length).replace(/\s+["']?$/, '');
    if (isNamedCredential({ name, value, isKey: true })) yield { start: index, end: index + whole.length };
  }
}

/** Without the punctuation of the text around it. */
function trimmed(value: string): string {
  return value.replace(/[,;)\]}]+$/, '').replace(/(?<=^[^&]{1,4096})&.*$/, '');
}

/** `Password: {{ $labels.user }} has expired`, `see credentials: docs/...`: words before the name, or after the value. */
function isSentence(text: string, start: number, end: number, separator: string): boolean {
  if (!/^:\s/.test(separator)) return false;
  if (/[\w.)] {1,3}["'`(]?$/.test(text.slice(Math.max(0, start - 12), start))) return true;
  return (
    /[A-Z'"]/.test(text.slice(Math.max(0, start - 1), start + 1)) && /^ {1,2}[A-Za-z]+/.test(text.slice(end, end + 20))
  );
}

/** A scheme of HTTP authentication and its credential. */
const header = /(?<![\w-])(bearer|basic|token|splunk|apikey)\s{1,9}([\w.~+/-]{8,4096}={0,2})/gi;

/** Schemes of HTTP authentication and their credentials. */
export function* headersIn(text: string): Generator<Range> {
  for (const { index, 0: whole, 1: scheme = '', 2: value = '' } of text.matchAll(header)) {
    if (isHeaderValue(scheme.toLowerCase(), value)) yield { start: index, end: index + whole.length };
  }
}

function isHeaderValue(scheme: string, value: string): boolean {
  if (scheme === 'basic') return /^[ -~]+:[ -~]+$/.test(Buffer.from(value, 'base64').toString('latin1'));
  if (scheme === 'bearer') return /[A-Za-z]/.test(value) && (/\d/.test(value) || isRandom(value, 8));
  return isRandom(value, 12);
}
