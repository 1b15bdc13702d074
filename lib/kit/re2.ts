/**
 * Regular expressions in the syntax of RE2, which Prometheus, Thanos and Alertmanager use. JavaScript's own accepts
 * lookarounds and backreferences, which RE2 does not, and refuses `(?i)`, which RE2 knows.
 */

/** What RE2 makes of an expression. */
export interface Re2 {
  /** The reason why RE2 refuses it. */
  readonly problem?: string;
  /** Whether it matches the empty text as a whole. */
  readonly matchesEmpty: boolean;
}

/** A part of an expression that RE2 and JavaScript understand in the same way. */
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
    repeatable = !repeats && !/^(\(.*|[|^$])$/s.test(part);
  }
  return depth === 0;
}

/** Whether a class has a range other than the usual ones, whose ends could be the wrong way around. */
function hasRange(part: string): boolean {
  return part.startsWith('[') && /.-./.test(part.replace(/a-z|A-Z|0-9/g, ''));
}

/**
 * What RE2 makes of an expression. Its parser is loaded for unusual expressions only: it takes some 25 ms to load, and
 * each expression more than the whole scan of a file.
 */
export function re2(pattern: string): Re2 {
  if (isSimple(pattern)) {
    const expression = pattern.replace(/\\./gs, (escaped) => (escaped === '\\-' ? '-' : escaped));
    return { matchesEmpty: new RegExp(`^(?:${expression})$`, 'su').test('') };
  }
  const { RE2JS } = require('re2js') as typeof import('re2js');
  try {
    return { matchesEmpty: RE2JS.compile(pattern, RE2JS.DOTALL).matches('') };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: reason.replace(/^error parsing regexp: /, '').replace(/: `.*$/s, ''), matchesEmpty: false };
  }
}
