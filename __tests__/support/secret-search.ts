/** Characters of a secret in a row that are as good as the whole of it. */
const telling = 24;

/**
 * Where secrets show, as they are or in base64, whole or a telling part of them, also in the midst of something that is
 * encoded as a whole.
 * @param places texts by the names of where they are
 * @returns names of places
 */
export function showing(secrets: Iterable<string>, places: Readonly<Record<string, string>>): readonly string[] {
  const parts = [...new Set(secrets)].flatMap(formsOf).flatMap(partsOf);
  return Object.keys(places).filter((place) => parts.some((part) => places[place]?.includes(part)));
}

function formsOf(secret: string): readonly string[] {
  // What stands before it decides how three bytes become four characters, and its ends share a character with others.
  const encoded = [0, 1, 2].map((before) => {
    const text = Buffer.from(`${' '.repeat(before)}${secret}`)
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(before === 0 ? 0 : before + 1, -1);
  });
  return [secret, encodeURIComponent(secret), ...encoded, ...encoded.map(urlSafe)];
}

function urlSafe(text: string): string {
  return text.replaceAll('+', '-').replaceAll('/', '_');
}

function partsOf(form: string): readonly string[] {
  const count = Math.max(1, form.length - telling + 1);
  return Array.from({ length: count }, (_, start) => form.slice(start, start + telling));
}
