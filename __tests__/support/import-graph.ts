import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** The imports between the files of a folder, read from their text. */

/** One import of one file by another; both are paths from the root of the repository. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Every TypeScript file below a folder. */
export function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path))
    .sort();
}

/**
 * Every import between files of the repository that stands in these files, types included. A path without a file is in a
 * string: tsc refuses any other.
 */
export function importsOf(sources: readonly string[]): readonly Import[] {
  return sources.flatMap((from) =>
    [...readFileSync(from, 'utf8').matchAll(importedPath)].flatMap(([, path = '']) => {
      const target = normalize(join(dirname(from), path));
      const to = [`${target}.ts`, target, join(target, 'index.ts')].find(isFile);
      return to === undefined ? [] : [{ from, to }];
    }),
  );
}

const importedPath = /\b(?:from|import|require)\b\s*\(?\s*'(\.{1,2}\/[^']*|\.{1,2})'/g;

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Files that import each other in a circle, one circle for each file that closes one; empty where there is none. */
export function cyclesOf(imports: readonly Import[]): readonly string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' > '));
      return;
    }
    if (done.has(file)) return;
    for (const to of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return cycles;
}
