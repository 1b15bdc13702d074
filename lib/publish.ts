import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const generated = /\.k8s\.yaml$/;

/**
 * Makes the generated files of a folder equal to the given ones and changes no other file. All new content is written
 * to temporary files before the first file is replaced, and each replacement is atomic (rename): a crash leaves no
 * partial file.
 * @param files documents of YAML by the path of their file below the folder
 */
export function publish(files: ReadonlyMap<string, readonly string[]>, folder: string): void {
  const pending: { temporary: string; target: string }[] = [];
  try {
    for (const [path, documents] of files) {
      const content = documents.join('---\n');
      const target = join(folder, path);
      if (existsSync(target) && readFileSync(target, 'utf8') === content) continue;
      mkdirSync(dirname(target), { recursive: true });
      const temporary = `${target}.${process.pid}.tmp`;
      pending.push({ temporary, target });
      writeFileSync(temporary, content);
    }
    for (const { temporary, target } of pending) renameSync(temporary, target);
  } finally {
    for (const { temporary } of pending) rmSync(temporary, { force: true });
  }
  for (const stale of generatedFiles(folder)) {
    if (!files.has(stale)) rmSync(join(folder, stale));
  }
}

/** Paths of the generated files, `<environment>/<component>.k8s.yaml`, below a folder. */
export function generatedFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`))
    .filter((path) => generated.test(path))
    .sort();
}
