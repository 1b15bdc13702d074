/**
 * Flags of a program under their real names, without dashes.
 * `true` gives `--name`, `false` gives `--no-name`, a list repeats the flag, `undefined` leaves it out.
 */
export type Flags = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** `{ 'query.replica-label': ['replica'], wait: true }` becomes `['--query.replica-label=replica', '--wait']`. */
export function flags(values: Flags): string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (typeof value === 'boolean') return [value ? `--${name}` : `--no-${name}`];
    if (typeof value === 'object') return value.map((item) => `--${name}=${item}`);
    return [`--${name}=${value}`];
  });
}
