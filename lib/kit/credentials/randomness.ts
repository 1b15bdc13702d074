/** Distinguishes generated keys and tokens from names, paths and numbers, which messages must show. */

/** Pieces that a reader sees in a name: words with their capital, abbreviations, numbers. */
const pieces = /[A-Z]?[a-z]+|[A-Z]+|\d+/g;

/** Long numbers with letters, whose digits may stand in long rows. */
const hexadecimal = /^[0-9a-f]{24,}$/i;

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Several names in lower case, each of which is looked at by itself. */
const hostOrLabel = /^[a-z0-9]{1,63}(?:[-.]{1,2}[a-z0-9]{1,63})+$/;

/**
 * Whether a word without spaces looks generated. The pieces of names are words of four letters and more; those of
 * generated text are one or two characters long, or have no vowels.
 * @param least length from which the rule is reliable: short names are abbreviations
 */
export function isRandom(word: string, least = 16): boolean {
  if (word.length < least || guid.test(word)) return false;
  if (hexadecimal.test(word)) return /\d/.test(word) && /[a-f]/i.test(word);
  const found = word.match(pieces) ?? [];
  const characters = found.reduce((sum, piece) => sum + piece.length, 0);
  // Numbers, dates and addresses; ranges of CPU sets.
  if (!/[A-Za-z]/.test(word) || /^[\d.:/+TZ-]+$/.test(word)) return /^\d{20,}$/.test(word);
  if (characters < least * 0.6 || hostOrLabel.test(word)) return false;
  // Kubernetes writes hashes and ordinals at the end of names: one such piece is no key.
  if (characters / found.length < 2.7) return true;
  return found.some(
    (piece) => piece.length >= 16 && new Set(piece).size >= 8 && /[bcdfghjklmnpqrstvwxz]{6}/i.test(piece),
  );
}

/** Separators of words in a text, in an address and in a list. */
const separators = /[\s"'`,;()[\]{}<>|&?#=:@/\\]+/;

/** Separators of words in names. */
const inNames = /[-_.]/;

/** Digests of images and plugins, which are no secret. */
const digests = /\bsha(?:256|384|512)[:-][A-Za-z0-9+/]+={0,2}/g;

/** The words of a text that look generated. */
export function randomWords(text: string): readonly string[] {
  const plain = text.replace(digests, ' ');
  const keys = plain.split(/[\s"'`,;()[\]{}<>|&?#:@.\\]+/).filter((word) => /[+=/]/.test(word) && isKey(word));
  const words = plain.split(separators).flatMap((word) => [word, ...word.split(inNames)]);
  return [...keys, ...words.filter((word) => isRandom(word))];
}

/** Base64 with its slashes, which otherwise separate the words of a path. */
function isKey(word: string): boolean {
  return /^[A-Za-z0-9+/_-]{16,}={0,2}$/.test(word) && /[A-Z]/.test(word) && isRandom(word.replaceAll('/', ''));
}
