import type { Report } from '../kit/report';

/** Limit of a Kubernetes object. Other checks would be slow on longer texts. */
const maxLength = 2 ** 20;

/**
 * Characters that a YAML file does not preserve: control characters, which parsers reject; line and paragraph
 * separators, which YAML 1.1 parses as line breaks; lone surrogates. Also bidirectional controls, which make text
 * appear different in a review.
 */
const unsafeCharacters = /(?![\t\n\r])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u;

/** The merge key of YAML 1.1, which parsers in Go support. */
const mergeKey = '<<';

/**
 * Every text of an environment, key or value, must be preserved when it is written to a YAML file and parsed.
 * @returns whether all texts are; otherwise no other check can rely on the texts it reads
 */
export function checkTexts(environment: unknown, report: Report): boolean {
  const before = report.problems.length;
  for (const { at, text, isKey } of textsOf(environment)) {
    const refuse = (rule: string, value: string, cure: string) => report.add(pathOf(at), rule, value, cure);
    if (text.length > maxLength) {
      refuse('be at most 1 MiB, the limit of a Kubernetes object', `${text.length} characters`, 'shorten it');
    } else if (unsafeCharacters.test(text)) {
      refuse(
        'be text without control characters or line separators, which YAML does not preserve',
        text,
        'remove them',
      );
    } else if (isKey && text === mergeKey) {
      refuse('not be named <<, the merge key of YAML', text, 'rename it');
    }
  }
  return report.problems.length === before;
}

interface Text {
  readonly at: Place;
  readonly text: string;
  readonly isKey: boolean;
}

/** A key and the one above it. */
interface Place {
  readonly key: string;
  readonly above?: Place;
}

function pathOf({ key, above }: Place): string {
  const keys = [key];
  for (let place = above; place; place = place.above) keys.unshift(place.key);
  return keys.join('.');
}

/**
 * Every text of a value, in its order. Without recursion, and each object once: a value from elsewhere may be deep, and a
 * component by value may contain itself.
 */
function* textsOf(environment: unknown): Generator<Text> {
  const seen = new Set<unknown>();
  const open: { readonly at?: Place; readonly value: unknown }[] = [{ value: environment }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { at, value } = next;
    if (at) yield { at, text: at.key, isKey: true };
    if (at && typeof value === 'string') yield { at, text: value, isKey: false };
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const items = Object.entries(value).map(([key, item]) => ({
      at: { key, ...(at ? { above: at } : {}) },
      value: item,
    }));
    open.push(...items.reverse());
  }
}
