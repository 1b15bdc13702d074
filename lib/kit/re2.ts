/**
 * Regular expressions in the syntax of RE2, which Prometheus, Thanos and Alertmanager use. JavaScript's own accepts
 * lookarounds and backreferences, which RE2 does not, and refuses `(?i)`, which RE2 knows.
 */

/** A part of an expression that RE2 and the scan below understand in the same way. */
const simple =
  /\\[.\-+*?()[\]{}|^$/\\dDwWsS]|\[\^?[A-Za-z0-9_.:/ %@,-]*[A-Za-z0-9_.:/ %@,]\]|\(\?:|[()|^$.]|[*+?]\??|[^\\[\](){}|^$.*+?]/uy;

/** Whether all parts of an expression are simple, groups are closed, and every repetition has an operand. */
function isSimple(pattern: string): boolean {
  let depth = 0;
  let repeatable = false;
  simple.lastIndex = 0;
  while (simple.lastIndex < pattern.length) {
    const [part] = simple.exec(pattern) ?? [];
    if (part === undefined || hasRange(part)) return false;
    const repeats = /^[*+?]/.test(part);
    if (repeats && !repeatable) return false;
    if (part.startsWith('(')) depth++;
    else if (part === ')' && --depth < 0) return false;
    repeatable = !repeats && !part.startsWith('(') && part !== '|';
  }
  return depth === 0;
}

/** Whether a class has a range other than the usual ones, whose ends could be the wrong way around. */
function hasRange(part: string): boolean {
  return part.startsWith('[') && /.-./.test(part.replace(/a-z|A-Z|0-9/g, ''));
}

/**
 * The reason why Prometheus refuses an expression; `undefined` for a sound one. The parser of RE2 is loaded for unusual
 * expressions only: it takes some 25 ms to load, and each expression more than the whole scan of a file.
 */
export function re2Problem(pattern: string): string | undefined {
  if (isSimple(pattern)) return undefined;
  const { RE2JS } = require('re2js') as typeof import('re2js');
  try {
    RE2JS.compile(`^(?s:${pattern})$`);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return reason.replace(/^error parsing regexp: /, '').replace(/: `.*$/s, '');
  }
}
