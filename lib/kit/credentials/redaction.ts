import { credentialsIn } from './index';
import { randomWords } from './randomness';

/** Messages show no credential: they go to terminals and to the logs of pipelines. */

/** What stands for a credential in a message. */
export const notShown = '(not shown)';

/** Beyond it a message is cut anyway; a credential may start before. */
const looked = 8192;

/** Whether a message may show a value: it holds no credential, and nothing that looks generated. */
export function isShowable(text: string): boolean {
  const start = text.slice(0, looked);
  return randomWords(start).length === 0 && credentialsIn(start).next().done === true;
}

/** The text with `(not shown)` in place of every credential and of every word that looks generated. */
export function redacted(text: string): string {
  let shown = withoutCredentials(text.slice(0, looked));
  for (const word of randomWords(shown)) shown = shown.replaceAll(word, notShown);
  return shown;
}

/** The whole text with `(not shown)` in place of every credential. Words that look generated stay, such as resource IDs. */
export function withoutCredentials(start: string): string {
  const ranges = [...credentialsIn(start)].sort((a, b) => a.start - b.start);
  let shown = '';
  let end = 0;
  for (const range of ranges) {
    if (range.end <= end) continue;
    if (range.start >= end) shown += `${start.slice(end, range.start)}${notShown}`;
    end = range.end;
  }
  return shown + start.slice(end);
}

/** Names of options and fields in which a credential may stand by mistake: its file, its Secret, itself. */
const credentialFields = /(?:_file|File|[Ss]ecret\w*|[Pp]assword|[Tt]oken|[Cc]redentials?)$/;

/** A name of an object, a path or a variable. */
const nameOrPath = /^(?:\$?[A-Za-z0-9._/()-]{1,63}|\.{0,2}\/[\w./@-]{1,200})$/;

/** A key may be of any length; an expression over millions of characters can exhaust the stack. */
const longestField = 200;

/** Whether a value may be a credential by the name of its field, and is no name or path. */
export function isCredentialField(key: string, value: unknown): boolean {
  const field = /[\w-]+(?=(?:\[\d+\])*$)/.exec(key.slice(-longestField))?.[0] ?? '';
  if (typeof value !== 'string' || value === '' || value.endsWith(notShown) || !credentialFields.test(field))
    return false;
  return /_file$|File$/.test(field) ? !/^\.{0,2}\/[\w./@-]{0,200}$/.test(value) : !nameOrPath.test(value);
}
