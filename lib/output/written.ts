import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { partOf } from '../kit/names';

/**
 * Which files of an output folder synth wrote: each environment's folder has a list of them. Its name starts with a dot
 * and has no extension, so kubectl, Kustomize, Flux and Argo CD ignore it.
 */

/** Name of the list in the folder of an environment. */
export const listFile = '.cdk8s-thanos';

/** Separates the objects of a file. */
export const separator = '---\n';

const generated = /^[^/]+\.k8s\.yaml$/;
const header = '# The files that synth wrote here; it removes no others.\n';

/** Name of the environment whose folder a path is in. */
export function environmentOf(path: string): string {
  return path.split('/')[0] ?? '';
}

/** The content of each environment's list, by its path. */
export function listsOf(paths: readonly string[]): ReadonlyMap<string, string> {
  const lists = new Map<string, string[]>();
  for (const path of paths) {
    const [environment = '', ...rest] = path.split('/');
    lists.set(environment, [...(lists.get(environment) ?? []), rest.join('/')]);
  }
  return new Map(
    [...lists].map(([environment, names]) => [`${environment}/${listFile}`, `${header}${names.sort().join('\n')}\n`]),
  );
}

function hasList(folder: string): boolean {
  return lstatSync(join(folder, listFile), { throwIfNoEntry: false })?.isFile() ?? false;
}

/**
 * Paths of the existing files, `<environment>/<component>.k8s.yaml`, that synth wrote into an output folder, sorted. In a folder
 * without a list, which older versions wrote, these are the files whose objects all belong to the stack.
 */
export function writtenBefore(folder: string): readonly string[] {
  if (!lstatSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => filesOf(join(folder, name)).map((file) => `${name}/${file}`))
    .sort();
}

/** The same, with the lists of files. */
export function writtenFiles(folder: string): readonly string[] {
  const paths = writtenBefore(folder);
  const lists = new Set(paths.map((path) => `${environmentOf(path)}/${listFile}`));
  return [...paths, ...[...lists].filter((path) => lstatSync(join(folder, path), { throwIfNoEntry: false })?.isFile())];
}

function filesOf(folder: string): readonly string[] {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && generated.test(entry.name))
    .map(({ name }) => name);
  if (!hasList(folder)) return files.filter((name) => isOfStack(textOf(join(folder, name))));
  const listed = new Set(readFileSync(join(folder, listFile), 'utf8').split('\n'));
  return files.filter((name) => listed.has(name));
}

/** Whether every object of a file has the label of the stack. */
export function isOfStack(text: string): boolean {
  const label = `\n    app.kubernetes.io/part-of: ${partOf}\n`;
  return documentsOf(text).every((document) => document.includes(label));
}

/** The objects of a file as YAML; none where there is no file. */
export function documentsOf(text: string | undefined): readonly string[] {
  return text?.split(/^---\n/m) ?? [];
}

function textOf(path: string): string {
  return lstatSync(path).isFile() ? readFileSync(path, 'utf8') : '';
}
