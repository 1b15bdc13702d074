/**
 * Command-line flags of a program by their real names, without the leading dashes. `true` renders `--name`, `false`
 * renders `--no-name`, a list repeats the flag for each item, `undefined` omits it.
 */
export type Flags = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * Arguments of a container: `{ 'query.replica-label': ['replica'], wait: true }` becomes
 * `['--query.replica-label=replica', '--wait']`.
 */
export function flags(values: Flags): string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (typeof value === 'boolean') return [value ? `--${name}` : `--no-${name}`];
    if (typeof value === 'object') return value.map((item) => `--${name}=${item}`);
    return [`--${name}=${value}`];
  });
}
