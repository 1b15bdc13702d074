import { createRequire } from 'node:module';

/** Regular expressions of RE2, the syntax of Prometheus, Alertmanager and Thanos. */

/** Literals, alternatives and `.*`, which need no parser: most expressions are of this form. */
const simple = /^(?:[\w :/-]|\.[*+?]?|\|)*$/;

/**
 * The compiled expression; `undefined` if RE2 refuses it. The library is loaded with the first expression that needs it:
 * that costs 20 ms.
 */
export function re2(pattern: string): { readonly matches: (text: string) => boolean } | undefined {
  if (simple.test(pattern)) {
    const compiled = new RegExp(`^(?:${pattern})$`, 's');
    return { matches: (text) => compiled.test(text) };
  }
  const { RE2JS } = createRequire(__filename)('re2js') as typeof import('re2js');
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.DOTALL);
    return { matches: (text) => compiled.matches(text) };
  } catch {
    return undefined;
  }
}
