import type { Report } from '../kit/report';

/** No object of Kubernetes takes more, and every other check would only be slow over it. */
const longest = 2 ** 20;

/**
 * Characters that do not come out of a YAML file as they went in: control characters, which its readers refuse; the
 * separators of lines and paragraphs, which those of YAML 1.1 take for the end of a line; halves of a character. And
 * those that turn the direction of text, so that a reviewer would read something else than is there.
 */
const unwritable = /(?![\t\n\r])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u;

/** A key that readers of YAML 1.1, such as every program in Go, take for "and all of the following". */
const mergeKey = '<<';

/**
 * Every text of an environment, key or value, can be written into a file and read back as it is.
 * @returns whether it is so; if not, no other check can rely on what it reads
 */
export function checkTexts(environment: object, report: Report): boolean {
  const before = report.problems.length;
  for (const { path, text, isKey } of textsOf(environment, [])) {
    const refuse = (rule: string, value: string, cure: string) => report.add(path.join('.'), rule, value, cure);
    if (text.length > longest) {
      refuse('be at most 1 MiB, all that an object of Kubernetes takes', `${text.length} characters`, 'shorten it');
    } else if (unwritable.test(text)) {
      refuse('be text that YAML can hold: no control characters, no line separators', text, 'remove them');
    } else if (isKey && text === mergeKey) {
      refuse('not be named <<, which YAML takes for a merge', text, 'rename it');
    }
  }
  return report.problems.length === before;
}

interface Text {
  readonly path: readonly string[];
  readonly text: string;
  readonly isKey: boolean;
}

function* textsOf(value: unknown, path: readonly string[]): Generator<Text> {
  if (typeof value === 'string') yield { path, text: value, isKey: false };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    yield { path: [...path, key], text: key, isKey: true };
    yield* textsOf(item, [...path, key]);
  }
}
