import { credentialsInAddresses } from './addresses';
import { headersIn, namedCredentialsIn } from './assignments';
import { decodedFrom, encodedTextsIn } from './encodings';
import { forms } from './forms';

/** Finds credentials in texts, for rendered objects and for messages. */

export { isNamedCredential, type Named } from './names';

/** A credential in a text. */
export interface Credential {
  /** In words, as messages name it. */
  readonly what: string;
  /** Whether its form alone says what it is; `false` where a name before it says so, which may be a false alarm. */
  readonly isDefinite: boolean;
  /** Where it starts in the text, with the name before it; 0 and the length of the text where it is encoded. */
  readonly start: number;
  readonly end: number;
}

/** Every credential in a text, as it is, in base64, percent-encoded or with escaped characters. */
export function* credentialsIn(text: string): Generator<Credential> {
  yield* plainCredentialsIn(text);
  for (const decoded of decodedFrom(text)) {
    for (const found of plainCredentialsIn(decoded)) yield { ...found, start: 0, end: text.length };
  }
  for (const { start, end, decoded } of encodedTextsIn(text)) {
    for (const found of plainCredentialsIn(decoded)) yield { ...found, start, end };
  }
}

/** The first of {@link credentialsIn}. */
export function credentialIn(text: string): Credential | undefined {
  return credentialsIn(text).next().value ?? undefined;
}

const headers = ['bearer', 'basic', 'splunk', 'token ', 'apikey'];

/** One pass for all forms. */
const needed = new RegExp(
  [...new Set([...forms.flatMap(({ needs }) => needs), ...headers])]
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|'),
  'g',
);

function* plainCredentialsIn(text: string): Generator<Credential> {
  const present = new Set<string>(text.toLowerCase().match(needed));
  for (const { what, needs, pattern, before = 0 } of forms) {
    if (needs.length > 0 && !needs.some((one) => present.has(one))) continue;
    for (const { index, 0: found } of text.matchAll(pattern)) {
      yield { what, isDefinite: true, start: index - before, end: index + found.length };
    }
  }
  for (const range of credentialsInAddresses(text)) {
    yield { what: 'a password in an address', isDefinite: false, ...range };
  }
  for (const range of namedCredentialsIn(text)) yield { what: 'a password, key or token', isDefinite: false, ...range };
  if (headers.some((one) => present.has(one))) {
    for (const range of headersIn(text)) yield { what: 'a header with a credential', isDefinite: false, ...range };
  }
}
