import { isRandom } from './randomness';

/**
 * Credentials by the name before them: `password: ...`, `--client-secret=...`, `"apiKey": "..."`. What they look like
 * does not matter, so ordinary words are refused too.
 */

/** Ends of names, in lower case without separators, whose value is a credential whatever it looks like. */
const certain: ReadonlySet<string> = new Set([
  ...['password', 'passwd', 'passphrase', 'pwd'],
  ...['client', 'cookie', 'api', 'app', 'application', 'auth', 'bot', 'consumer', 'credential', 'jwt', 'oauth'].map(
    (kind) => `${kind}secret`,
  ),
  ...['session', 'shared', 'signing', 'totp', 'webhook'].map((kind) => `${kind}secret`),
  ...['access', 'api', 'app', 'auth', 'bearer', 'bot', 'personal', 'private', 'refresh', 'security', 'session'].map(
    (kind) => `${kind}token`,
  ),
  ...['source', 'vault'].map((kind) => `${kind}token`),
  ...['access', 'account', 'api', 'auth', 'consumer', 'encryption', 'integration', 'license', 'master', 'private'].map(
    (kind) => `${kind}key`,
  ),
  ...['secret', 'secretaccess', 'serviceaccount', 'service', 'shared', 'signing', 'storage', 'subscription'].map(
    (kind) => `${kind}key`,
  ),
  ...['userkey', 'certificatekey', 'connectionstring', 'bearer', 'authorization', 'credentials'],
]);

/** Ends of names that references, labels and settings have too: their value must look generated. */
const possible = [
  'secret',
  'secrets',
  'token',
  'tokens',
  'key',
  'keys',
  'credential',
  'pass',
  'cookie',
  'auth',
  'signature',
  'sig',
];

/** Longest first. */
const ends = [...certain, ...possible].sort((a, b) => b.length - a.length);

/** Names whose value is an address that is a credential as a whole. */
const addresses = /(?:webhook_?url|slack_?api_?url|webhook)$/i;

const suffix = '(?:[-_.]?(?:\\d{1,3}|value|string|hash|base|prod|dev|test|staging))?';

/** What may follow in a name: `DB_PASSWORD_2`, `password_value`. */
const suffixAtEnd = new RegExp(`${suffix.slice(0, -1)}$`, 'i');

/**
 * Names of other things: annotations of ingress controllers with the name of a Secret, a field of ExternalSecrets with
 * one of its keys, a variable of Azure's clients with the kind of a credential.
 */
const reference = /auth-secret$|^secretKey$|^AZURE_TOKEN_CREDENTIALS$/;

/** Values that stand for a credential or its absence. */
const placeholder =
  /^(?:\$[({_A-Za-z]|\{\{|%[({A-Za-z]|<[^>]*>?$|\[\[|\*+$|x{3,}$|\.{3}|…|\(not|redacted|(?:true|false|yes|no|on|off|null|none|nil|undefined|~|optional|required|string|always|never|basic|bearer|digest|enabled|disabled)$)/i;

/** The path of a file that holds a credential. */
const path = /^(?:file:\/\/)?\.{0,2}\/[\w.@-][\w.@/-]*$/;

const words =
  'passw(?:or)?d|passphrase|pwd|secrets?|tokens?|keys?|credentials?|bearer|authorization|string|pass|cookie|auth|sig(?:nature)?|webhook|url';

/** The end of a name, its separator and its value. What stands before the end of the name is looked at in code. */
export const assignment = new RegExp(
  `(?:${words})${suffix}(\\\\{0,4}["'\`]?[ \\t]{0,9}(?:=>|:=|:|=)[ \\t]{0,9}\\[?(?:[|>][-+]?[ \\t]{0,40})?(?:\\r?\\n[ \\t]{1,40}(?!\\S{1,200}:(?:\\s|$)|-\\s))?)(\\\\{0,4}["'\`]?)([^\\s"'\`\\\\]{1,4096})`,
  'gi',
);

/** A flag and its value as two words of a command line. */
export const flagAndValue = new RegExp(
  `(?<![\\w-])--[\\w.-]{0,60}(?:${words})${suffix}\\s{1,9}(["']?)([^\\s"'-][^\\s"']{0,4096})`,
  'gi',
);

/** A name and its value. */
export interface Named {
  readonly name: string;
  readonly value: string;
  /** Whether the name is the key of a field: in a sentence, ordinary words may follow a colon. */
  readonly isKey: boolean;
}

/** Whether the name says that the value is a credential, and the value is one and no reference or path. */
export function isNamedCredential({ name, value, isKey }: Named): boolean {
  if (value === '' || placeholder.test(value) || isPath(value)) return false;
  const plain = name.replace(suffixAtEnd, '');
  if (addresses.test(plain)) return /^https?:\/\/[^\s/]+\/\S{8,}/.test(value);
  const letters = plain.replace(/[^A-Za-z]/g, '').toLowerCase();
  const end = ends.find((candidate) => letters.endsWith(candidate));
  if (end === undefined || !isWord(plain, end)) return false;
  if (!certain.has(end) || reference.test(name)) return isRandom(value, 8) || isMixed(value);
  return isKey || isUnlikeWord(value);
}

/** `compass` and `monkey` end with the same letters, but not with the same word. */
function isWord(name: string, end: string): boolean {
  if (end.length > 5) return true;
  const start = name.length - end.length;
  const [before = '', first = ''] = [name[start - 1], name[start]];
  return !/[A-Za-z]/.test(before) || (/[a-z]/.test(before) && /[A-Z]/.test(first));
}

/** A long word whose pieces are shorter than those of names, or with small and capital letters and digits. */
function isMixed(value: string): boolean {
  if (!/^[A-Za-z0-9+/_=-]{20,4096}$/.test(value) || !/[a-z]/.test(value) || !/[A-Z]/.test(value)) return false;
  return /\d/.test(value) || value.length / (value.match(/[A-Z]?[a-z]+|[A-Z]+/g)?.length ?? 1) < 3.5;
}

/** No dictionary has the word. */
function isUnlikeWord(value: string): boolean {
  return value.length >= 6 && /\d/.test(value) && /[A-Za-z]/.test(value) && !/^[a-z]+[-/.][a-z0-9/.-]*$/.test(value);
}

function isPath(value: string): boolean {
  return path.test(value) && !value.split('/').some((part) => isRandom(part));
}
