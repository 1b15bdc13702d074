/** Texts in which a credential is not written as it is. */

/** The text with percent-encoding, or with escapes of JSON and YAML, removed. */
export function* decodedFrom(text: string): Generator<string> {
  if (/%(?:2[0-9a-f]|3[0-9a-f]|40|5[bcdf]|7[be])/i.test(text)) yield text.replace(/%([2-7][0-9a-f])/gi, character);
  if (/\\[ux](?:00)?[2-7]/i.test(text)) yield text.replace(/\\(?:u00|x)([2-7][0-9a-f])/gi, character);
}

function character(_: string, code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}

/** Characters of base64, also for addresses. */
const isBase64 = new Uint8Array(128);
for (const one of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') isBase64[one.charCodeAt(0)] = 1;

/** No shorter text has a credential with the name before it. */
const shortest = 20;

/** A text in base64 inside of another one. */
export interface EncodedText {
  readonly start: number;
  readonly end: number;
  readonly decoded: string;
}

/** The texts in base64. A pattern would look at every character; this looks at every twentieth first. */
export function* encodedTextsIn(text: string): Generator<EncodedText> {
  const at = (index: number) => (isBase64[text.charCodeAt(index)] ?? 0) === 1;
  let end = 0;
  for (let probe = shortest - 1; probe < text.length; probe = Math.max(probe, end) + shortest) {
    if (!at(probe)) continue;
    let start = probe;
    while (start > end && at(start - 1)) start -= 1;
    end = probe;
    while (end < text.length && at(end)) end += 1;
    if (end - start < shortest) continue;
    const decoded = decodedBase64(text.slice(start, end));
    if (decoded !== undefined) yield { start, end, decoded };
  }
}

/** Readable text, or nothing: words of a language are no base64 of text. */
function decodedBase64(run: string): string | undefined {
  if (!/[A-Z]/.test(run) || !/[a-z]/.test(run)) return undefined;
  const decoded = Buffer.from(run, 'base64').toString('latin1');
  return /^[\t\n\r -~]{12,}$/.test(decoded) ? decoded : undefined;
}
