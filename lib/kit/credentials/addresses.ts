import { isRandom } from './randomness';

/** Credentials inside of addresses, before the host: `https://user:password@example.com`. */

/** The scheme and the user before an `@`; the slashes may be escaped, as in JSON. */
const withUser = /(?<![A-Za-z0-9+-])([a-z][a-z0-9+-]{0,20}):\\?\/\\?\/([^\s/?#"'<>`\\]{1,500})$/i;

/** A password with a slash or a question mark: no address, but meant as one. A port has digits alone. */
const withSlash = /:\\?\/\\?\/[^\s/?#@:"'<>`]{0,200}:(?!\d{1,5}(?:[/?#]|\\|$))[^\s"'<>`]{1,200}$/;

/** As drivers of databases write it, or a login at a registry. */
const withoutScheme = /(?<![\w.:/+-])([\w.-]{1,64}):([^\s:@/"'`{}()]{3,200})$/;

/** What may follow the `@`. */
const host = /^(?:\[|\$|\{|[\w-])/;
const hostWithoutScheme = /^(?:(?:tcp|unix)?\(|[a-z][\w-]*(?:[.:/]|$))/i;

/** First words of what looks the same, and is an address of mail. */
const mail = /^(?:mailto|to|from|cc|bcc|sips?|acct|xmpp|email|e-mail)$/i;

/** A variable or template that stands for a credential. */
const reference = /^(?:\$\(\w+\)|\$\{?\w+\}?|\{\{[^}]*\}\}|<\w*>|\*+|x{3,}|\.{3})$/i;

/** What may stand before an `@` in one address. */
const longest = 600;

/** Ranges of the text with a credential in an address. */
export function* credentialsInAddresses(text: string): Generator<{ readonly start: number; readonly end: number }> {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const before = text.slice(Math.max(0, at - longest), at);
    if (!before.includes(':')) continue;
    const after = text.slice(at + 1, at + 80);
    const found = addressWithCredential(before, after);
    if (found !== undefined) yield { start: at - found, end: at + 1 };
  }
}

/** Length of the address up to the `@`, if it has a credential. */
function addressWithCredential(before: string, after: string): number | undefined {
  const [address, scheme = '', user = ''] = host.test(after) ? (withUser.exec(before) ?? []) : [];
  if (address !== undefined) {
    const parts = user.split(':');
    if (parts.every((part) => part === '' || reference.test(part))) return undefined;
    const isCredential = parts.length > 1 || /^(?:https?|wss?)$/i.test(scheme) || isRandom(user, 8);
    return isCredential ? address.length : undefined;
  }
  const [withPath] = /^[\w-]+[.:/]/.test(after) ? (withSlash.exec(before) ?? []) : [];
  if (withPath !== undefined) return withPath.length;
  if (!hostWithoutScheme.test(after) || after.startsWith('sha256:')) return undefined;
  const [login, name = '', password = ''] = withoutScheme.exec(before) ?? [];
  if (login === undefined || mail.test(name) || reference.test(password) || /^\d{1,5}$/.test(password))
    return undefined;
  return login.length;
}
