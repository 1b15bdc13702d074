import type { Environment } from '../../lib';

/** Every place of an environment where text stands: as a value, or as a key. */
export interface Place {
  readonly path: readonly string[];
  readonly what: 'value' | 'key';
  /** What stands there in the sound environment. */
  readonly text: string;
}

/** The name of an option is no text of its user's; a key of one of these is. */
const keyed: ReadonlySet<string> = new Set([
  'externalLabels',
  'rules',
  'dashboards',
  'annotations',
  'infrastructureAnnotations',
  'httpsAnnotations',
  'encryptionContext',
  'podLabels',
  'digests',
  'labels',
  'headers',
  'params',
]);

/** Options below which everything is its user's, whatever it is called. */
const free: ReadonlySet<string> = new Set(['scrapeJobs']);

export function placesOf(environment: Environment): readonly Place[] {
  return [...placesIn(environment, [])];
}

function* placesIn(value: unknown, path: readonly string[]): Generator<Place> {
  if (typeof value === 'string') yield { path, what: 'value', text: value };
  if (typeof value !== 'object' || value === null) return;
  const keysAreText = !Array.isArray(value) && (keyed.has(path.at(-1) ?? '') || path.some((step) => free.has(step)));
  for (const [key, item] of Object.entries(value)) {
    if (keysAreText) yield { path: [...path, key], what: 'key', text: key };
    yield* placesIn(item, [...path, key]);
  }
}

/** Stands in no key of an environment that is varied. */
const between = '\n';

/** The environment with another text in some places; `__proto__` too becomes a key like any other. */
export function withTexts(environment: Environment, texts: ReadonlyMap<Place, string>): Environment {
  const values = new Map<string, string>();
  const keys = new Map<string, string>();
  for (const [{ path, what }, text] of texts) (what === 'value' ? values : keys).set(path.join(between), text);
  const changed = (value: unknown, path: string): unknown => {
    if (typeof value === 'string') return values.get(path) ?? value;
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, item]) => {
      const below = path === '' ? key : path + between + key;
      return [keys.get(below) ?? key, changed(item, below)] as const;
    });
    return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
  };
  return changed(environment, '') as Environment;
}
