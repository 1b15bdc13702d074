/**
 * Built-in dashboards and rule files: nine tenths of all text, the same in every release, and without a credential, which
 * a test confirms. What an environment adds to them is looked through in the environment.
 */
const own = new Set<string>();

/** Registers a text of this package, and returns it. */
export function ownText(text: string): string {
  // Bounds the memory of a process that renders for a long time.
  if (own.size > 2000) own.clear();
  own.add(text);
  return text;
}

/** Whether a text was registered. */
export function isOwnText(text: string): boolean {
  return own.has(text);
}

/** All registered texts. */
export function ownTexts(): readonly string[] {
  return [...own];
}
