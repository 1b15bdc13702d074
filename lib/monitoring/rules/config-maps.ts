import { createHash } from 'node:crypto';
import { type ApplyMethod, bytesOfFiles, maxKibibytes } from '../../kit/object-size';
import type { MountedVolume } from '../../pods/volumes';
import type { RuleTexts } from './index';

/**
 * ConfigMaps with rule files, projected into one folder. All files fit into one in an ordinary environment. Where they do
 * not, the added files are in further ConfigMaps. All of these always exist, empty or not: an added file restarts no pod,
 * and without pruning no file remains in a ConfigMap that would no longer be rendered.
 */
export interface RuleFolder {
  /** Name of the first ConfigMap; the others have a number after it, from 2. */
  readonly name: string;
  /** Mount path. */
  readonly path: string;
}

/** Number of ConfigMaps. */
const count = 6;

/** Metadata of a ConfigMap, and the keys of its files. */
const reservedKibibytes = 4;

const furtherNames = ({ name }: RuleFolder) => Array.from({ length: count - 1 }, (_, index) => `${name}-${index + 2}`);

/** The folder as a volume. */
export function ruleVolume(folder: RuleFolder): MountedVolume {
  const sources = [folder.name, ...furtherNames(folder)].map((name) => ({ configMap: { name } }));
  return {
    volume: { name: 'rules', projected: { sources } },
    mount: { name: 'rules', mountPath: folder.path, readOnly: true },
  };
}

/**
 * The files of each ConfigMap. A file stays in its ConfigMap when others change: the ConfigMap follows from the name of
 * the file, and is the next one only where that is full.
 * @param builtIn files of the package and of additional components
 * @param added files of the environment
 */
export function ruleConfigMaps(
  folder: RuleFolder,
  builtIn: RuleTexts,
  added: RuleTexts,
  method: ApplyMethod = 'client-side',
): ReadonlyMap<string, RuleTexts> {
  const limit = (maxKibibytes[method] - reservedKibibytes) * 2 ** 10;
  const all = { ...builtIn, ...added };
  const fixed = [all, builtIn].find((files) => bytesOfFiles(files) <= limit) ?? {};
  const names = furtherNames(folder);
  const files = new Map<string, Record<string, string>>([folder.name, ...names].map((name) => [name, {}]));
  files.set(folder.name, { ...fixed });
  const sizes = new Map<string, number>();
  const movable = Object.entries(all).filter(([file]) => !(file in fixed));
  for (const [file, text] of movable.sort(([one], [other]) => (one < other ? -1 : 1))) {
    // An upper bound for both ways of applying.
    const size = bytesOfFiles({ [file]: text });
    const home = createHash('sha256').update(file).digest().readUInt32BE() % names.length;
    const inOrder = [...names.slice(home), ...names.slice(0, home)];
    const hasRoom = (name: string) => (sizes.get(name) ?? 0) + size <= limit;
    // A file that fits nowhere exceeds the size of its ConfigMap, which the check of sizes reports.
    const name = inOrder.find(hasRoom) ?? inOrder[0] ?? folder.name;
    files.set(name, { ...files.get(name), [file]: text });
    sizes.set(name, (sizes.get(name) ?? 0) + size);
  }
  return files;
}
