import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from '../../lib/publish';

/** Content of every generated file of a folder, by its path below it. */
export function contentsOf(folder: string): ReadonlyMap<string, string> {
  return new Map(generatedFiles(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** The first file, in order of path, that is not the same in both; `undefined` when none is. */
export function firstDifference(
  one: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
): string | undefined {
  return [...new Set([...one.keys(), ...other.keys()])].sort().find((path) => one.get(path) !== other.get(path));
}
