import { lstatSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Report, SynthesisError } from './kit/report';
import type { FileChange, Published } from './output/changes';
import { documentsOf, environmentOf, isOfStack, listFile, listsOf, separator, writtenBefore } from './output/written';

/**
 * Makes the files of an output folder equal to the given ones, and removes the others that synth wrote there before, which
 * the list in the folder of each environment names. It changes and removes no other file, and follows no symbolic link
 * below the folder. All new content is written to temporary files before the first file is replaced, and each replacement
 * is atomic (rename): a crash leaves no partial file.
 * @param files documents of YAML by the path of their file below the folder
 * @throws SynthesisError when a file or folder of another origin is in the way, or the file system refuses a write: every
 * file is as before
 */
export function publish(files: ReadonlyMap<string, readonly string[]>, folder: string): Published {
  try {
    const known = writtenBefore(folder);
    refuseOthers(files, known, folder);
    const lists = listsOf([...files.keys()]);
    const stale = known.filter((path) => !files.has(path));
    const changes = [...files, ...stale.map((path) => [path, []] as const)].flatMap(([path, after]): FileChange[] => {
      const found = textAt(join(folder, path));
      return found === after.join(separator) ? [] : [{ path, before: documentsOf(found), after }];
    });
    const contents = changes
      .filter(({ after }) => after.length > 0)
      .map(({ path, after }) => [path, after.join(separator)] as const);
    replace([...contents, ...[...lists].filter(([path, list]) => textAt(join(folder, path)) !== list)], folder);
    for (const path of stale) rmSync(join(folder, path), { force: true });
    for (const name of new Set(known.map(environmentOf))) {
      if (!lists.has(`${name}/${listFile}`)) removeList(join(folder, name));
    }
    const unchanged = files.size - contents.length;
    return { folder, changes: changes.sort((one, other) => (one.path < other.path ? -1 : 1)), unchanged };
  } catch (error) {
    const { code, path = folder } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const report = new Report('synth');
    report.add(
      path.replace(temporarySuffix, ''),
      'be writable',
      code,
      'correct the permissions, or what is in its place',
    );
    throw new SynthesisError(report.problems);
  }
}

const temporarySuffix = /\.\d+\.tmp$/;

/** Refuses links and files in the place of folders, and files that neither their list nor their labels call those of synth. */
function refuseOthers(files: ReadonlyMap<string, readonly string[]>, written: readonly string[], folder: string): void {
  const problems = [...new Set([...files.keys()].map(environmentOf))].flatMap((name) => {
    const entry = lstatSync(join(folder, name), { throwIfNoEntry: false });
    if (!entry || entry.isDirectory()) return [];
    return obstacle(folder, name, 'be a folder', entry.isSymbolicLink() ? 'a symbolic link' : 'a file');
  });
  if (problems.length > 0) throw new SynthesisError(problems);
  const known = new Set(written);
  const foreign = [...files.keys()].filter((path) => {
    const found = known.has(path) ? undefined : textAt(join(folder, path));
    return found !== undefined && !isOfStack(found);
  });
  if (foreign.length === 0) return;
  throw new SynthesisError(
    foreign.flatMap((path) => obstacle(folder, path, 'be free for synth', 'a file of another origin')),
  );
}

function obstacle(folder: string, path: string, rule: string, value: string) {
  const report = new Report(environmentOf(path));
  report.add(join(folder, path), rule, value, 'move it to another place');
  return report.problems;
}

/** Writes all files, or none. */
function replace(files: readonly (readonly [path: string, content: string])[], folder: string): void {
  const pending: { temporary: string; target: string }[] = [];
  try {
    for (const [path, content] of files) {
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      const temporary = `${target}.${process.pid}.tmp`;
      pending.push({ temporary, target });
      writeFileSync(temporary, content);
    }
    for (const { temporary, target } of pending) renameSync(temporary, target);
  } finally {
    for (const { temporary } of pending) rmSync(temporary, { force: true });
  }
}

/** Content of a regular file; `undefined` for everything else, a symbolic link to a file included. */
function textAt(path: string): string | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : undefined;
}

function removeList(folder: string): void {
  rmSync(join(folder, listFile), { force: true });
  try {
    rmdirSync(folder);
  } catch (error) {
    // Files of the user stay.
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  }
}
